import { renamedFields } from '../../api.ts';
import type { OldName } from '../../facts.ts';
import { calleeName, descendants, enclosingFunction, isCall, isFunction, isMember, memberName, type Node, outermost, unwrap } from '../../source/ast.ts';
import { callSites } from '../calls/callers.ts';
import { returnedNodes } from '../calls/calls.ts';
import { isUsers } from './key-acts.ts';
import type { Trace } from '../trace.ts';
import type { FieldPlace } from '../users.ts';
import { members } from '../value.ts';

/** Through how many names, lists and functions a name is followed to where it is checked. */
const deepest = 6;
const takesNames = /^(?:pick|pickAll|omit|props|prop|project|get|has|at|sortBy|orderBy|keyBy|groupBy)$/;
const asks = /^(?:includes|has|indexOf)$/;
const goesThrough = /^(?:filter|every|some|find|findIndex|forEach|map|flatMap|partition|reject)$/;
const keptBack = 'the name is one that may be asked for, and what is asked for is not known here';

/** `if (!SHOWN.includes(name)) throw …; user[name]`: names of users' members that what nobody knows is compared with before it is used as one. */
export function checkedKeys(trace: Trace, program: Node): FieldPlace[] {
  return descendants(program).flatMap((node) =>
    trace.ask(
      () =>
        namingsAt(trace, node).flatMap(([of, name]) => {
          const literals = namesFor(trace, name, 0);
          const user = literals.length > 0 ? members(trace.evaluate(of, undefined)).find(isUsers) : undefined;
          return user ? literals.flatMap((literal) => placeOf(literal, user)) : [];
        }),
      [],
    ),
  );
}

function placeOf(literal: Node, user: FieldPlace['shape']): FieldPlace[] {
  const name = literal['value'] as OldName;
  return renamedFields['User']?.[name] === undefined ? [] : [{ node: literal, name, place: 'key', shape: user, other: undefined, keyType: { declares: false, blocked: keptBack } }];
}

/** What members are taken of, and the expression for their names. */
function namingsAt(trace: Trace, node: Node): readonly (readonly [Node, Node])[] {
  if (isMember(node)) return node['computed'] && unwrap(node['property']).type === 'Identifier' ? [[node['object'], unwrap(node['property'])]] : [];
  if (!isCall(node) || !takesNames.test(calleeName(node)) || !members(trace.evaluate(unwrap(node['callee']), undefined)).some(({ kind }) => kind === 'library')) return [];
  const given = (node['arguments'] as Node[]).filter(({ type }) => type !== 'SpreadElement');
  return given.flatMap((name) => (/^(?:Identifier|(?:Optional)?CallExpression|ArrayExpression)$/.test(unwrap(name).type) ? given.filter((of) => of !== name).map((of) => [of, name] as const) : []));
}

/** The texts with which the name, or each name of the list, is compared on its way here. */
function namesFor(trace: Trace, given: Node, depth: number): readonly Node[] {
  const node = unwrap(given);
  if (depth > deepest) return [];
  const further = (inner: Node): readonly Node[] => namesFor(trace, inner, depth + 1);
  if (node.type === 'ArrayExpression') return (node['elements'] as (Node | null)[]).flatMap((element) => (element?.type === 'SpreadElement' ? further(element['argument']) : []));
  if (node.type === 'ConditionalExpression') return [...further(node['consequent']), ...further(node['alternate'])];
  if (node.type === 'LogicalExpression') return [...further(node['left']), ...further(node['right'])];
  if (node.type === 'Identifier') return namesBehind(trace, node, depth);
  if (!isCall(node)) return [];
  const callee = unwrap(node['callee']);
  const functions = members(trace.evaluate(callee, undefined)).flatMap((value) => (value.kind === 'function' ? [value.ref.node] : []));
  if (functions.length > 0) return functions.flatMap((fn) => returnedNodes(fn).flatMap(further));
  return isMember(callee) ? [...testedBy(trace, node), ...further(callee['object'])] : [];
}

function namesBehind(trace: Trace, name: Node, depth: number): readonly Node[] {
  const binding = trace.project.sourceOf(name).scopes.bindingOf(name);
  if (!binding) return [];
  const tested = testsOf(trace, binding.id);
  const init: Node | null = binding.declaration.type === 'VariableDeclarator' && binding.id === binding.declaration['id'] ? binding.declaration['init'] : null;
  if (init) return [...tested, ...namesFor(trace, init, depth + 1)];
  const fn = binding.kind === 'param' ? enclosingFunction(binding.id) : undefined;
  const index = fn ? (fn['params'] as Node[]).indexOf(binding.id) : -1;
  const given = fn && index >= 0 ? callSites(trace, fn).flatMap(({ node, kind }) => (kind === 'call' ? (node['arguments']?.[index] ?? []) : [])) : [];
  return [...tested, ...given.flatMap((argument) => namesFor(trace, argument, depth + 1))];
}

/** `NAMES.includes(name)`, and the same for each of a list: `names.every((name) => NAMES.includes(name))`. */
function testsOf(trace: Trace, id: Node): readonly Node[] {
  const uses = trace.project.sourceOf(id).scopes.bindingOf(id)?.references ?? [];
  return uses.flatMap((use) => {
    const { parent } = outermost(use);
    if (isCall(parent) && parent && parent['arguments'][0] === outermost(use)) {
      const callee = unwrap(parent['callee']);
      return isMember(callee) && asks.test(memberName(callee) ?? '') ? textsOf(trace, callee['object']) : [];
    }
    if (parent?.type === 'ForOfStatement' && parent['right'] === outermost(use)) {
      const each: Node | undefined = parent['left'].declarations?.[0]?.id;
      return each?.type === 'Identifier' ? testsOf(trace, each) : [];
    }
    const call = isMember(parent) ? outermost(parent as Node).parent : undefined;
    return call && isCall(call) && unwrap(call['callee']) === parent ? testedBy(trace, call) : [];
  });
}

/** `names.filter((name) => NAMES.includes(name))`: what each element is compared with. */
function testedBy(trace: Trace, call: Node): readonly Node[] {
  const [callback] = goesThrough.test(calleeName(call)) ? (call['arguments'] as Node[]) : [];
  const functions = callback ? (isFunction(unwrap(callback)) ? [unwrap(callback)] : members(trace.evaluate(callback, undefined)).flatMap((value) => (value.kind === 'function' ? [value.ref.node] : []))) : [];
  return functions.flatMap((fn) => (fn['params'][0]?.type === 'Identifier' ? testsOf(trace, fn['params'][0]) : []));
}

/** The texts of a list that is written out, or of a Set that is made of one. */
function textsOf(trace: Trace, list: Node): readonly Node[] {
  return members(trace.evaluate(list, undefined)).flatMap((value) => {
    if (value.kind === 'list') return value.items.flatMap((item) => (unwrap(item.node).type === 'StringLiteral' ? [unwrap(item.node)] : []));
    const [made] = value.kind === 'map' && value.ref.node.type === 'NewExpression' ? (value.ref.node['arguments'] as Node[]) : [];
    return made && unwrap(made) !== unwrap(list) ? textsOf(trace, made) : [];
  });
}
