import { isCall, isFunction, isMember, isWrapper, keyName, memberName, type Node, unwrap } from '../../source/ast.ts';
import { callSites } from '../calls/callers.ts';
import { fieldSources } from '../classes/classes.ts';
import { frameOf } from '../frames.ts';
import type { Trace } from '../trace.ts';
import { type Frame, members, type Ref } from '../value.ts';

/** Names behind names are followed to this depth. */
const deepest = 6;
const most = 24;
/** What is no name itself, but made of some. */
const compound = /Literal$|^(?:Logical|Binary|Conditional)Expression$/;

/**
 * The expressions by which a value is named on its way to a place, the nearest first: the variable, what it is set to, what the call passes for the parameter, the field and what
 * the constructor is given for it. They say whose it is where nobody knows the value: `settings.crmUrl`.
 */
export function namings(trace: Trace, ref: Ref): readonly Ref[] {
  const found: Ref[] = [];
  let next: readonly Ref[] = [ref];
  for (let depth = 0; depth < deepest && next.length > 0 && found.length < most; depth += 1) {
    const now = next.map(({ node, frame }) => ({ node: unwrap(node), frame })).filter(({ node }) => !found.some((other) => other.node === node));
    found.push(...now.filter(({ node }) => !compound.test(node.type)));
    next = now.flatMap((one) => trace.ask(() => behind(trace, one.node, one.frame), []));
  }
  return found;
}

function behind(trace: Trace, node: Node, frame: Frame | undefined): readonly Ref[] {
  const inside = (...nodes: (Node | undefined)[]): Ref[] => nodes.flatMap((inner) => (inner && !isFunction(inner) ? [{ node: inner, frame }] : []));
  if (isMember(node)) return ofMember(trace, node, frame);
  if (isCall(node)) return inside(isMember(node['callee']) ? node['callee'].object : undefined, ...(node['arguments'] as Node[]));
  switch (node.type) {
    case 'Identifier': {
      const binding = trace.project.sourceOf(node).scopes.bindingOf(node);
      return binding ? ofPattern(trace, binding.id, frame) : [];
    }
    case 'LogicalExpression':
    case 'BinaryExpression':
      return inside(node['left'], node['right']);
    case 'ConditionalExpression':
      return inside(node['consequent'], node['alternate']);
    case 'TemplateLiteral':
      return inside(...(node['expressions'] as Node[]));
    default:
      return [];
  }
}

function ofMember(trace: Trace, node: Node, frame: Frame | undefined): readonly Ref[] {
  const name = memberName(node);
  if (name === undefined) return [];
  return members(trace.evaluate(node['object'], frame)).flatMap((value) => {
    if (value.kind === 'object') return ofProperty(value.ref.node, name, value.ref.frame);
    return value.kind === 'instance' ? fieldSources(trace, value, name).flatMap((source) => (source.parameter ? ofPattern(trace, source.parameter, source.frame) : source.node ? [{ node: source.node, frame: source.frame }] : [])) : [];
  });
}

function ofProperty(object: Node, name: string, frame: Frame | undefined): Ref[] {
  const property = ((object['properties'] ?? []) as Node[]).find((one) => one['value'] && one['key'] && keyName(one['key'], one['computed']) === name);
  return property ? [{ node: property['value'], frame }] : [];
}

/** What a pattern, or a name that is one, is given: the key that it stands under, too. */
function ofPattern(trace: Trace, pattern: Node, frame: Frame | undefined): readonly Ref[] {
  const { parent } = pattern;
  if (!parent) return [];
  if (isFunction(parent)) return ofParameter(trace, parent, pattern, frame);
  if (isWrapper(parent) || parent.type === 'TSParameterProperty') return ofPattern(trace, parent, frame);
  switch (parent.type) {
    case 'VariableDeclarator':
      return parent['id'] === pattern && parent['init'] ? [{ node: parent['init'], frame }] : [];
    case 'AssignmentPattern':
      return [...ofPattern(trace, parent, frame), { node: parent['right'], frame }];
    case 'ObjectProperty': {
      const name = keyName(parent['key'], parent['computed']);
      const given = ofPattern(trace, parent.parent as Node, frame).flatMap((one) =>
        members(trace.evaluate(one.node, one.frame)).flatMap((value) => (value.kind === 'object' && name !== undefined ? ofProperty(value.ref.node, name, value.ref.frame) : [])),
      );
      return [{ node: parent['key'], frame: undefined }, ...given];
    }
    default:
      return [];
  }
}

/** The argument of the call that the frame is of, or of the only call there is. */
function ofParameter(trace: Trace, fn: Node, parameter: Node, frame: Frame | undefined): readonly Ref[] {
  const own = frameOf(fn, frame);
  const [site, ...others] = own ? [] : callSites(trace, fn);
  const call = own ? (own.callback ? undefined : own.call) : site?.kind === 'call' && others.length === 0 ? site.node : undefined;
  const argument: Node | undefined = call?.['arguments']?.[(fn['params'] as Node[]).indexOf(parameter)];
  return argument && argument.type !== 'SpreadElement' ? [{ node: argument, frame: own?.caller }] : [];
}
