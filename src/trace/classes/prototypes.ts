import { isMember, memberName, type Node } from '../../source/ast.ts';
import type { Trace } from '../trace.ts';

export interface PrototypeMember {
  readonly name: string;
  readonly value: Node;
}

/** `F.prototype.m = …` and `F.prototype = { m() {} }` for a constructor function `F`. */
export function prototypeAssignments(trace: Trace, fn: Node): readonly PrototypeMember[] {
  if (fn.type !== 'FunctionDeclaration' && fn.type !== 'FunctionExpression') return [];
  const source = trace.project.sourceOf(fn);
  const id = fn['id'] ?? (fn.parent?.type === 'VariableDeclarator' ? fn.parent['id'] : undefined);
  const binding = id && source.scopes.bindingOf(id);
  return (binding?.references ?? []).flatMap((reference: Node) => assignedTo(reference));
}

function assignedTo(reference: Node): PrototypeMember[] {
  const prototype = reference.parent;
  if (!isMember(prototype) || prototype?.['object'] !== reference || memberName(prototype) !== 'prototype') return [];
  const outer = prototype.parent;
  if (outer?.type === 'AssignmentExpression' && outer['left'] === prototype && outer['right'].type === 'ObjectExpression') {
    return outer['right'].properties.flatMap((property: Node) => (property['key']?.name ? [{ name: property['key'].name, value: property.type === 'ObjectMethod' ? property : property['value'] }] : []));
  }
  const name = isMember(outer) ? memberName(outer as Node) : undefined;
  const assignment = outer?.parent;
  return name !== undefined && assignment?.type === 'AssignmentExpression' && assignment['left'] === outer ? [{ name, value: assignment['right'] }] : [];
}

/** The constructor function whose prototype this function is put on. */
export function prototypeOwner(fn: Node): Node | undefined {
  const assignment = fn.parent;
  if (assignment?.type !== 'AssignmentExpression' || assignment['right'] !== fn || !isMember(assignment['left'])) return undefined;
  const prototype = assignment['left'].object;
  if (!isMember(prototype) || memberName(prototype) !== 'prototype' || prototype['object'].type !== 'Identifier') return undefined;
  return declaredFunction(prototype['object']);
}

/** The function declaration of this name in an enclosing block. */
function declaredFunction(identifier: Node): Node | undefined {
  for (let at = identifier.parent; at; at = at.parent) {
    if (!Array.isArray(at['body'])) continue;
    const found = at['body'].find((statement: Node) => (statement.type === 'FunctionDeclaration' ? statement : statement['declaration'])?.['id']?.name === identifier['name']);
    if (found) return found.type === 'FunctionDeclaration' ? found : found['declaration'];
  }
  return undefined;
}
