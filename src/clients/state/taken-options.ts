import { descendants, isMember, keyName, memberName, type Node } from '../../source/ast.ts';

/** The names that a function reads of an object which it is given as this parameter: `{ state, getters }`, or what it reads of the parameter's name. */
export function namesTaken(given: Node | undefined, fn: Node): readonly string[] {
  const pattern: Node | undefined = given?.type === 'AssignmentPattern' ? given['left'] : given;
  if (pattern?.type === 'ObjectPattern') return (pattern['properties'] as Node[]).flatMap((property) => (property['key'] ? (keyName(property['key'], property['computed']) ?? []) : []));
  return pattern ? descendants(fn['body']).flatMap((node) => (isMember(node) && node['object'].name === pattern['name'] ? (memberName(node) ?? []) : [])) : [];
}
