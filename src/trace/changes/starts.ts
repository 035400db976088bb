import { descendants, isCall, isFunction, isMember, memberName, type Node, unwrap } from '../../source/ast.ts';
import { returnedNodes } from '../calls/calls.ts';
import type { Trace } from '../trace.ts';
import { hasOldName } from '../users.ts';
import { members, type ShapeValue, type Value } from '../value.ts';

/** An object of the code that stands in the place of a user until there is one. */
export interface Start {
  readonly literal: Node;
  readonly user: ShapeValue;
}

/** `users.reduce((newest, user) => (newest.created > user.created ? newest : user), { created: '' })`, `let newest = { created: '' }`: what a search starts with. */
export function startsIn(trace: Trace, program: Node): Start[] {
  return descendants(program).flatMap((node) => {
    if (node.type !== 'ObjectExpression' || !hasOldName(node)) return [];
    return trace.ask(() => {
      const user = userAfter(trace, node);
      return user ? [{ literal: node, user }] : [];
    }, []);
  });
}

function userAfter(trace: Trace, literal: Node): ShapeValue | undefined {
  const parent = literal.parent as Node;
  if (isCall(parent) && parent['arguments'][1] === literal) return userOfReduce(trace, parent);
  if (parent.type !== 'VariableDeclarator' || parent['init'] !== literal || parent['id'].type !== 'Identifier') return undefined;
  const writes = trace.project.sourceOf(literal).scopes.bindingOf(parent['id'])?.writes ?? [];
  const assigned = writes.map((write) => (write.parent?.type === 'AssignmentExpression' && write.parent['operator'] === '=' && write.parent['left'] === write ? (write.parent['right'] as Node) : undefined));
  return assigned.every(Boolean) ? userOf(assigned.map((value) => trace.evaluate(value as Node, undefined))) : undefined;
}

/** A search gives back one of the two that it is given, and nothing that it makes. */
function userOfReduce(trace: Trace, call: Node): ShapeValue | undefined {
  const callee = unwrap(call['callee']);
  const fn: Node = unwrap(call['arguments'][0]);
  if (!isMember(callee) || !/^reduce(?:Right)?$/.test(memberName(callee) ?? '') || !isFunction(fn)) return undefined;
  const [held, next] = (fn['params'] as Node[]).map((parameter) => (parameter.type === 'Identifier' ? (parameter['name'] as string) : undefined));
  const given = returnedNodes(fn).flatMap(chosen);
  if (next === undefined || !given.some((node) => node['name'] === next) || !given.every((node) => node.type === 'Identifier' && (node['name'] === held || node['name'] === next))) return undefined;
  return userOf([trace.element(trace.evaluate(callee['object'], undefined), call, undefined)]);
}

function chosen(given: Node): Node[] {
  const node = unwrap(given);
  return node.type === 'ConditionalExpression' ? [...chosen(node['consequent']), ...chosen(node['alternate'])] : [node];
}

function userOf(values: readonly Value[]): ShapeValue | undefined {
  const all = values.flatMap((value) => members(value));
  const [first] = all;
  return first?.kind === 'shape' && all.every((value) => value.kind === 'shape' && value.shape === 'User') ? first : undefined;
}
