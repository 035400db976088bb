import { renamedFields } from '../../api.ts';
import { calleeName, enclosingFunction, isCall, isFunction, isMember, memberName, type Node, outermost, unwrap } from '../../source/ast.ts';
import { returnedNodes } from '../calls/calls.ts';
import { isFollowed } from '../flow/followed.ts';
import { isUsers } from './key-acts.ts';
import type { Trace } from '../trace.ts';
import { type Frame, members, type Ref, stepped, union, type Value } from '../value.ts';

/** An object that keeps what is read of another under the very names by which it is read. */
export interface NamedCopy {
  /** The expression that gives it. */
  readonly made: Node;
  /** What is read. */
  readonly object: Node;
}

/** A copy of users' members by their names is a user with some of its members. */
export function copiedUsers(trace: Trace, copy: NamedCopy | undefined, { node, frame }: Ref): Value | undefined {
  const values = copy ? members(trace.evaluate(copy.object, frame)) : [];
  return values.length > 0 && values.every(isUsers) ? stepped(union(values), node, 'with some of its members') : undefined;
}

/** `Object.fromEntries(names.map((key) => [key, user[key]]))`. */
export function copyOfPairs(call: Node): NamedCopy | undefined {
  const pairs: Node | undefined = isCall(call) && calleeName(call) === 'fromEntries' ? call['arguments'][0] : undefined;
  const mapping = pairs && unwrap(pairs);
  const callback = mapping && isCall(mapping) && calleeName(mapping) === 'map' ? unwrap(mapping['arguments'][0] ?? mapping) : undefined;
  const pair = callback && onlyResult(callback);
  const [key, value, more]: (Node | undefined)[] = pair?.type === 'ArrayExpression' ? pair['elements'] : [];
  return key && value && !more && isName(callback?.['params'][0], key) ? copyOf(call, key, value) : undefined;
}

/** `names.reduce((copy, key) => ({ ...copy, [key]: user[key] }), {})`, also where the callback fills what it is given. */
export function copyOfFold(call: Node): NamedCopy | undefined {
  const [callback, start] = (isCall(call) && calleeName(call) === 'reduce' ? call['arguments'] : []) as (Node | undefined)[];
  const fn = callback && unwrap(callback);
  if (!fn || !isFunction(fn) || !start || !isEmpty(unwrap(start))) return undefined;
  const [copy, key] = fn['params'] as (Node | undefined)[];
  const result = onlyResult(fn);
  if (result?.type === 'ObjectExpression') {
    const [spread, entry, more] = result['properties'] as (Node | undefined)[];
    const isEntry = spread?.type === 'SpreadElement' && isName(copy, spread['argument']) && entry?.type === 'ObjectProperty' && entry['computed'] && !more;
    return isEntry && isName(key, entry['key']) ? copyOf(call, entry['key'], entry['value']) : undefined;
  }
  const statements: readonly Node[] = fn['body'].body ?? [];
  const assignment: Node | undefined = statements.length === 2 && statements[0]?.type === 'ExpressionStatement' ? statements[0]['expression'] : undefined;
  const filled = assignment && filledBy(assignment);
  return filled && isName(copy, filled.into) && isName(copy, result) && isName(key, filled.key) ? copyOf(call, filled.key, filled.value) : undefined;
}

/** `const copy = {}; for (const key of names) copy[key] = user[key];`: the empty literal, into which nothing else is put. */
export function copyFilled(trace: Trace, literal: Node): NamedCopy | undefined {
  const declarator = isEmpty(literal) ? outermost(literal).parent : undefined;
  const id: Node | undefined = declarator?.type === 'VariableDeclarator' && declarator['id'].type === 'Identifier' ? declarator['id'] : undefined;
  const binding = id && trace.project.sourceOf(id).scopes.bindingOf(id);
  if (binding?.kind !== 'const') return undefined;
  const written = binding.references.flatMap((reference) => {
    const member = reference.parent;
    const assignment = isMember(member) && member?.['object'] === reference ? member.parent : undefined;
    return assignment?.type === 'AssignmentExpression' && assignment['left'] === member ? [filledBy(assignment)] : [];
  });
  const [only] = written;
  return only && written.length === 1 ? copyOf(literal, only.key, only.value) : undefined;
}

/** The copy of which an expression is the key, or the read beside it. */
export function copyAround(trace: Trace, part: Node): NamedCopy | undefined {
  const { parent } = outermost(part);
  if (parent?.type === 'AssignmentExpression') return copyAssigned(trace, parent);
  if (isMember(parent)) return parent?.parent?.type === 'AssignmentExpression' && parent.parent['left'] === parent && parent['property'] === part ? copyAssigned(trace, parent.parent) : undefined;
  const isPart = parent?.type === 'ArrayExpression' || (parent?.type === 'ObjectProperty' && parent['computed']);
  const call = isPart ? callAround(parent) : undefined;
  const copy = call && (parent?.type === 'ArrayExpression' ? copyOfPairs(outermost(call).parent ?? call) : copyOfFold(call));
  return copy;
}

/** The copy that is made by reading this member, or by setting it. */
export const copyBy = (trace: Trace, member: Node): NamedCopy | undefined => copyAround(trace, isMember(member) && outermost(member).parent?.['left'] === member ? member['property'] : member);

/** The copy that an assignment fills. */
function copyAssigned(trace: Trace, assignment: Node): NamedCopy | undefined {
  const into = filledBy(assignment)?.into;
  const binding = into?.type === 'Identifier' ? trace.project.sourceOf(into).scopes.bindingOf(into) : undefined;
  const init: Node | undefined = binding?.declaration['init'];
  if (binding?.kind !== 'param') return init && copyFilled(trace, unwrap(init));
  const call = callAround(assignment);
  return call && copyOfFold(call);
}

/** The call that is given the function around a node. */
function callAround(node: Node): Node | undefined {
  const fn = enclosingFunction(node);
  const call = fn && outermost(fn).parent;
  return isCall(call) ? call : undefined;
}

const isEmpty = (node: Node): boolean => node.type === 'ObjectExpression' && node['properties'].length === 0;
const isName = (id: Node | undefined, node: Node | undefined): boolean => id?.type === 'Identifier' && node?.type === 'Identifier' && id['name'] === node['name'];

function onlyResult(fn: Node): Node | undefined {
  const results = isFunction(fn) ? returnedNodes(fn) : [];
  return results[0] && results.length === 1 ? unwrap(results[0]) : undefined;
}

/** The parts of `copy[key] = user[key]`. */
function filledBy(assignment: Node): { readonly into: Node; readonly key: Node; readonly value: Node } | undefined {
  const target: Node = assignment['left'];
  return assignment.type === 'AssignmentExpression' && assignment['operator'] === '=' && isMember(target) && target['computed'] ? { into: unwrap(target['object']), key: unwrap(target['property']), value: assignment['right'] } : undefined;
}

function copyOf(made: Node, key: Node, value: Node): NamedCopy | undefined {
  const read = unwrap(value);
  return isMember(read) && read['computed'] && isName(unwrap(read['property']), key) ? { made, object: read['object'] } : undefined;
}

/** True when everybody who gets the copy is seen, and takes the member of this name as one of a user. */
export function isCopyRead(trace: Trace, { made }: NamedCopy, old: string, frame: Frame | undefined): boolean {
  const areUsers = (value: Value): boolean => members(value).every((one) => one.kind === 'shape' && renamedFields[one.shape] !== undefined);
  return isFollowed(
    {
      trace,
      frame,
      mayAskFor: false,
      isReadFine: (member) => (memberName(member) === undefined ? copyAround(trace, member['property'])?.made === made : memberName(member) !== old || areUsers(trace.evaluate(member['object'], undefined))),
      isTakenFine: (property, name) => name !== old || areUsers(trace.evaluatePattern(property.parent as Node, undefined)),
    },
    made,
  );
}

/** True when what the program puts under such keys into an object of its own is never asked for by this name, and nobody else gets the object. */
export function isOnlyKeyed(trace: Trace, object: Node, old: string, frame: Frame | undefined): boolean {
  const question = { trace, frame, mayAskFor: false, isReadFine: (member: Node) => memberName(member) !== old, isTakenFine: (_property: Node, name: string) => name !== old };
  return members(trace.evaluate(object, frame)).every((value) => value.kind !== 'object' || isFollowed(question, value.ref.node));
}
