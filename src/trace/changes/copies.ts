import { oldFields } from '../../api.ts';
import { calleeName, descendants, enclosingFunction, isCall, isFunction, isMember, isNullish, keyName, memberName, type Node, outermost, unwrap } from '../../source/ast.ts';
import { entriesOf } from '../members.ts';
import type { Trace } from '../trace.ts';
import { hasOldName } from '../users.ts';
import { members, type Value } from '../value.ts';

/** Through how many names and literals a copy is followed. */
const deepest = 3;

/** `displayRole({ ...ada, roles: [] })`: a changed copy of a literal that stands for a user, given to the project's own code as one. `of` is what it copies. */
export function copiesIn(trace: Trace, program: Node, isUser: (literal: Node) => boolean): { readonly copy: Node; readonly of: Node }[] {
  return descendants(program).flatMap((node) => {
    if (node.type !== 'ObjectExpression' || !hasOldName(node)) return [];
    const spreads = entriesOf(node).filter(({ type }) => type === 'SpreadElement');
    const copied = trace.ask(() => spreads.flatMap((spread) => members(trace.evaluate(spread['argument'], undefined)).flatMap((value) => (value.kind === 'object' && isUser(value.ref.node) ? [value.ref.node] : []))), []);
    return copied[0] && isGiven(trace, node, 0) ? [{ copy: node, of: copied[0] }] : [];
  });
}

/** `.catch(() => ({ roles: [] }))`, `.then(use, () => ({ data: { roles: [] } }))`: what the program goes on with where there is no answer. */
export function isPlaceholder(literal: Node): boolean {
  let at = outermost(literal);
  while (/^(?:Object(?:Property|Expression)|ArrayExpression)$/.test(at.parent?.type ?? '')) at = outermost(at.parent as Node);
  const fn = at.parent?.type === 'ReturnStatement' ? enclosingFunction(at) : at.parent?.['body'] === at ? at.parent : undefined;
  const handler = fn && isFunction(fn) ? outermost(fn) : undefined;
  const call = handler?.parent;
  const method = call && isCall(call) ? calleeName(call) : '';
  return /^(?:catch|then)$/.test(method) && call?.['arguments'][method === 'then' ? 1 : 0] === handler;
}

/** `{ ...user, roles: names }`, also written by `Object.assign`: a user with members of the program's own, for a literal that is nothing but that. */
export function isChangedUser(trace: Trace, literal: Node, seen: ReadonlySet<Node> = new Set()): boolean {
  const entries = entriesOf(literal);
  const spreads = entries.filter(({ type }) => type === 'SpreadElement');
  // What stands in front of the user is a default, which the user takes the place of.
  const first = entries.findIndex((entry) => entry.type === 'SpreadElement' && unwrap(entry['argument']).type !== 'ObjectExpression');
  const own = entries.slice(first).flatMap((entry) => (entry.type === 'SpreadElement' ? entriesOf(unwrap(entry['argument'])) : [entry]));
  const roles = own.filter((entry) => entry['value'] && keyName(entry['key'], entry['computed']) === 'roles');
  return trace.ask(
    () =>
      spreads.some((spread) => isUser(trace, trace.evaluate(spread['argument'], undefined), new Set([...seen, literal]))) &&
      own.some((entry) => oldFields.has(keyName(entry['key'], entry['computed']) ?? '')) &&
      roles.every((entry) => mayBeList(trace, entry['value'], 0)),
    false,
  );
}

/** Methods that give a list. */
const listing = /^(?:map|flatMap|filter|concat|slice|splice|sort|reverse|toSorted|toReversed|split|from|of|keys|values|flat)$/;

/** False for what is no list of names, as far as the code tells: `roles.join()`, `roles.length`. Nothing may stand in place of a list. */
function mayBeList(trace: Trace, given: Node, depth: number): boolean {
  const node = unwrap(given);
  if (node.type === 'ConditionalExpression') return [node['consequent'], node['alternate']].every((one) => mayBeList(trace, one, depth));
  if (node.type === 'LogicalExpression') return [...(node['operator'] === '&&' ? [] : [node['left']]), node['right']].every((one) => mayBeList(trace, one, depth));
  if (node.type === 'ArrayExpression' || isNullish(node)) return true;
  if (isCall(node) && listing.test(calleeName(node))) return true;
  if (!/^(?:Identifier|(?:Optional)?MemberExpression|(?:Optional)?CallExpression|AwaitExpression)$/.test(node.type) || (isMember(node) && /^(?:length|size)$/.test(memberName(node) ?? ''))) return false;
  const binding = node.type === 'Identifier' ? trace.project.sourceOf(node).scopes.bindingOf(node) : undefined;
  const init: Node | undefined = binding?.kind === 'const' && binding.id.parent?.['id'] === binding.id ? binding.declaration['init'] : undefined;
  if (init) return depth < deepest && mayBeList(trace, init, depth + 1);
  const values = members(trace.evaluate(node, undefined));
  return isCall(node) ? values.some(({ kind }) => kind === 'list' || kind === 'shape' || kind === 'each') : values.every(({ kind }) => kind !== 'text');
}

/** True for a user, which may be one that has been changed before. */
function isUser(trace: Trace, value: Value, seen: ReadonlySet<Node>): boolean {
  const others = members(value).filter((one) => !(one.kind === 'shape' && one.shape === 'User'));
  return others.length < members(value).length && others.every((one) => one.kind === 'unknown' || (one.kind === 'object' && (seen.has(one.ref.node) || isChangedUser(trace, one.ref.node, seen))));
}

/** True for what goes into calls of functions of the project and nowhere else. */
function isGiven(trace: Trace, node: Node, depth: number): boolean {
  const outer = outermost(node);
  const { parent } = outer;
  if (!parent || depth > deepest) return false;
  if (/^(?:ArrayExpression|SpreadElement)$/.test(parent.type)) return isGiven(trace, parent, depth);
  if (isCall(parent)) {
    const targets = (parent['arguments'] as Node[]).includes(outer) ? trace.ask(() => members(trace.evaluate(unwrap(parent['callee']), undefined)), []) : [];
    return targets.length > 0 && targets.every(({ kind }) => kind === 'function');
  }
  if (parent.type !== 'VariableDeclarator' || parent['init'] !== outer || parent['id'].type !== 'Identifier') return false;
  const uses =
    trace.project
      .sourceOf(parent)
      .scopes.bindingOf(parent['id'])
      ?.references.filter((use) => use !== parent['id']) ?? [];
  return uses.length > 0 && uses.every((use) => isMember(use.parent) || isGiven(trace, use, depth + 1)) && uses.some((use) => !isMember(use.parent));
}
