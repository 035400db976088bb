import { descendants, isMember, memberName, type Node, unwrap } from '../source/ast.ts';
import type { Project } from '../trace/project.ts';
import { members, type Ref } from '../trace/value.ts';
import type { ClientUse } from './client.ts';

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

/** Made by the same calls: two instances have defaults of their own. */
function isSameInstance(use: ClientUse, instance: Node): boolean {
  return members(use.trace.evaluate(instance, undefined)).some(
    (value) =>
      value.kind === 'library' &&
      value.name === use.library?.name &&
      value.path.every((part) => part === 'default' || part === 'axios') &&
      value.made.length === use.made.length &&
      value.made.every((made, index) => made.node === use.made[index]?.node),
  );
}
