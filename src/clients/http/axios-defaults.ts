import { descendants, isAssign, isCall, isMember, memberName, type Node, outermost, unwrap } from '../../source/ast.ts';
import type { Project } from '../../trace/project.ts';
import { type FunctionValue, members, type Ref } from '../../trace/value.ts';
import { isMadeAlike } from '../arguments.ts';
import type { ClientUse } from '../client.ts';

/** `instance.defaults.params = …`. */
interface Setting {
  readonly instance: Node;
  readonly name: string;
  readonly value: Node;
}

const known = new WeakMap<Project, readonly Setting[]>();

/** What is set as a default of the instance that makes the call, anywhere in the project. */
export function defaultsOf(use: ClientUse, name: string): Ref[] {
  const { trace } = use;
  let settings = known.get(trace.project);
  if (!settings) known.set(trace.project, (settings = trace.project.filesWith('defaults').flatMap((file) => settingsIn(trace.project.source(file)?.program))));
  return settings.filter((setting) => setting.name === name && isSameInstance(use, setting.instance)).map((setting) => ({ node: setting.value, frame: undefined }));
}

function settingsIn(program: Node | undefined): Setting[] {
  return (program ? descendants(program) : []).flatMap((node) => {
    const member = node.type === 'AssignmentExpression' && node['operator'] === '=' ? unwrap(node['left']) : undefined;
    const defaults = isMember(member) ? unwrap(member?.['object']) : undefined;
    const name = defaults && isMember(defaults) && memberName(defaults) === 'defaults' ? memberName(member as Node) : undefined;
    return name === undefined ? [] : [{ instance: unwrap(defaults?.['object']), name, value: node['right'] as Node }];
  });
}

const touched = new WeakMap<Project, readonly Setting[]>();

/** What is done with a single one of the default parameters: `instance.defaults.params.sortBy = 'name'`, `Object.assign(instance.defaults.params, {…})`, `delete instance.defaults.params.sortBy`. */
export function touchesOf(use: ClientUse): Ref[] {
  const { trace } = use;
  let touches = touched.get(trace.project);
  if (!touches) touched.set(trace.project, (touches = trace.project.filesWith('defaults').flatMap((file) => trace.project.nodes(file).flatMap(touchIn))));
  return touches.filter(({ instance }) => isSameInstance(use, instance)).map(({ value }) => ({ node: value, frame: undefined }));
}

function touchIn(node: Node): Setting[] {
  const defaults: Node | undefined = isMember(node) && memberName(node) === 'params' ? unwrap(node['object']) : undefined;
  if (!defaults || !isMember(defaults) || memberName(defaults) !== 'defaults') return [];
  const outer = outermost(node);
  const { parent } = outer;
  const isOneOf = isMember(parent) && parent?.['object'] === outer;
  const isFilled = isCall(parent) && isAssign(unwrap(parent?.['callee'])) && parent?.['arguments'][0] === outer;
  if (!parent || (!isOneOf && !isFilled)) return [];
  const target = outermost(parent);
  const isSet = isOneOf && target.parent?.type === 'AssignmentExpression' && target.parent['left'] === target;
  return [{ instance: unwrap(defaults['object']), name: 'params', value: isSet ? (target.parent as Node) : parent }];
}

const listed = new WeakMap<Project, readonly Setting[]>();

/** What `instance.interceptors.request.use` is given, for the instance that makes the call, anywhere in the project; the last is asked first. */
export const requestHooksOf = (use: ClientUse): FunctionValue[] => hooksOf(use, 'request').toReversed();

/** The same of `instance.interceptors.response.use`; the first is given the answer first. */
export const responseHooksOf = (use: ClientUse): FunctionValue[] => hooksOf(use, 'response');

function hooksOf(use: ClientUse, name: Setting['name']): FunctionValue[] {
  const { trace } = use;
  let given = listed.get(trace.project);
  if (!given) listed.set(trace.project, (given = trace.project.filesWith('interceptors').flatMap((file) => trace.project.nodes(file).flatMap(hookIn))));
  const own = given.filter((hook) => hook.name === name && isSameInstance(use, hook.instance));
  return own.flatMap(({ value }) => members(trace.evaluate(value, undefined)).filter((one): one is FunctionValue => one.kind === 'function'));
}

function hookIn(call: Node): Setting[] {
  const use = isCall(call) && call['arguments'][0] ? unwrap(call['callee']) : undefined;
  const of = isMember(use) && memberName(use as Node) === 'use' ? unwrap(use?.['object']) : undefined;
  const name = of && isMember(of) ? memberName(of) : undefined;
  const all = (name === 'request' || name === 'response') && of ? unwrap(of['object']) : undefined;
  return all && isMember(all) && memberName(all) === 'interceptors' && name ? [{ instance: unwrap(all['object']), name, value: call['arguments'][0] }] : [];
}

/** Made by the same calls: two instances have defaults of their own. */
function isSameInstance(use: ClientUse, instance: Node): boolean {
  return members(use.trace.evaluate(instance, undefined)).some(
    (value) => value.kind === 'library' && value.name === use.library?.name && value.path.every((part) => part === 'default' || part === 'axios') && isMadeAlike(value.made, use.made),
  );
}
