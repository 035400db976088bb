import { isCall, isMember, keyName, memberName, type Node, outermost } from '../../source/ast.ts';
import { patternNames } from '../../source/scope.ts';
import { attributeName } from '../flow/mentions.ts';

/** The names under which the function may be called: its own, its variable's, its property's. */
export function* namesOf(fn: Node): Generator<string> {
  if (fn['kind'] === 'constructor') {
    const owner = fn.parent?.parent;
    if (owner) yield* namesOf(owner);
    yield 'super';
    return;
  }
  if (fn['id']?.name) yield fn['id'].name;
  if (fn['key']) {
    const name = keyName(fn['key'], fn['computed']);
    if (name) yield name;
  }
  const parent = outermost(fn).parent;
  if (parent?.type === 'VariableDeclarator') for (const id of patternNames(parent['id'])) yield id['name'];
  if (parent?.type === 'JSXExpressionContainer' && attributeName(parent)) yield attributeName(parent) as string;
  if ((parent?.type === 'ObjectProperty' || parent?.type === 'ClassProperty') && parent['key']) {
    const name = keyName(parent['key'], parent['computed']);
    if (name) yield name;
  }
  if (parent?.type === 'AssignmentExpression') yield* assignedNames(parent['left']);
  // A function wrapped in a call is called by the name of what it became: `const f = useCallback(() => …)`, `memo(…)`, `asyncHandler(…)`.
  if (isCall(parent) && parent?.parent?.type === 'VariableDeclarator' && parent.parent['id'].type === 'Identifier') yield parent.parent['id'].name;
  const member = wrappedMember(fn);
  const name = member && keyName(member['key'], member['computed']);
  if (name) yield name;
}

/** `{ patch: mock.fn(async () => …) }`: the member that holds what a call makes of the function. */
export function wrappedMember(fn: Node): Node | undefined {
  const call = outermost(fn).parent;
  const member = isCall(call) && call?.['arguments'].includes(outermost(fn)) ? outermost(call as Node).parent : undefined;
  return /^(?:Object|Class)Property$/.test(member?.type ?? '') && member?.['key'] && member['value'] === outermost(call as Node) ? member : undefined;
}

function* assignedNames(left: Node): Generator<string> {
  if (left.type === 'Identifier') yield left['name'];
  const name = isMember(left) ? memberName(left) : undefined;
  if (name) yield name;
}
