import { descendants, isMember, type Node } from '../../source/ast.ts';
import { expectedShape } from '../flow/expected.ts';
import type { Start } from '../changes/starts.ts';
import type { Trace } from '../trace.ts';
import type { UserTypes } from './user-types.ts';
import { members } from '../value.ts';

/** Places whose type is declared beside them, without asking who calls what. */
const declaring = /^(?:TS(?:As|Satisfies)Expression|TSTypeAssertion|VariableDeclarator|ClassProperty|ReturnStatement|ArrowFunctionExpression|ArrayExpression|ObjectProperty)$/;

/**
 * What a declared type calls a user, or a list of users, and what is written elsewhere without it: `rows as User[]` where a JSON file holds the rows,
 * `const ann: User = { ...base, name: 'Ann' }` where `base` is an object of its own.
 */
export function declaredStarts(trace: Trace): Start[] {
  const types = trace.userTypes;
  const names = new Set((types?.all ?? []).flatMap(({ declaration }) => (typeof declaration['id']?.name === 'string' ? [declaration['id'].name as string] : [])));
  const files = new Set([...names].flatMap((name) => trace.project.filesWith(name)));
  return [...files].sort().flatMap((file) => {
    const program = types && !file.endsWith('.json') ? trace.project.source(file)?.program : undefined;
    return types && program ? descendants(program).flatMap((node) => startAt(types, node)) : [];
  });
}

function startAt(types: UserTypes, node: Node): Start[] {
  const place = placeOf(node);
  if (!place) return [];
  return types.trace.ask((): Start[] => {
    const user = expectedShape(types, place);
    return user && isWritten(types.trace, node) && isOnlyUser(types, node) ? [{ literal: node, user }] : [];
  }, []);
}

/** False for a name by which the code means the same rows elsewhere as something that no type calls a user. */
function isOnlyUser(types: UserTypes, node: Node): boolean {
  const references = node.type === 'Identifier' ? (types.trace.project.sourceOf(node).scopes.bindingOf(node)?.references ?? []) : [];
  return references.every((reference) => {
    const place = reference === node ? undefined : placeOf(reference);
    return reference === node || (place !== undefined && expectedShape(types, place) !== undefined);
  });
}

/** The node whose place tells what a name, a member or a call stands for there. */
function placeOf(node: Node): Node | undefined {
  if (node.type !== 'Identifier' && node.type !== 'CallExpression' && !isMember(node)) return undefined;
  const { parent } = node;
  if (parent?.type === 'SpreadElement') return parent.parent?.type === 'ObjectExpression' ? parent.parent : undefined;
  const isName = parent?.type === 'VariableDeclarator' ? parent['init'] !== node : isMember(parent) || parent?.['key'] === node || parent?.['params']?.includes(node);
  return !isName && declaring.test(parent?.type ?? '') ? node : undefined;
}

/** True for literals that the program holds. */
const isWritten = (trace: Trace, node: Node): boolean => members(trace.evaluate(node, undefined)).some(({ kind }) => kind === 'object' || kind === 'list');
