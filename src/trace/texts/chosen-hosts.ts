import { isFunction, isWrapper, type Node } from '../../source/ast.ts';
import type { Trace } from '../trace.ts';
import { members, type Piece, type Value } from '../value.ts';

/** One of the hosts that an address may have: as it is written, with its scheme, or the environment variable that holds it. */
export interface HostChoice {
  readonly text: string;
  readonly isWritten: boolean;
  readonly node: Node;
}

/** Hosts are looked for to this depth. */
const deepest = 6;

/** The piece of an address that says its host. `isBare`: the scheme stands in front of it, as in `https://${domain}`. */
export interface HostPiece {
  readonly piece: Piece;
  readonly isBare: boolean;
}

/** Where the host of an address is said; undefined without one, or where only a part of its name is left open. */
export function hostPiece([first, second, ...others]: readonly Piece[]): HostPiece | undefined {
  if (first?.kind !== 'literal' || !/^https?:\/\/$/i.test(first.text)) return first && { piece: first, isBare: false };
  return second?.kind === 'hole' && others.length === 0 ? { piece: second, isBare: true } : { piece: first, isBare: false };
}

/** True where nobody knows all that the host may be. */
export const isOpenHost = ({ piece }: HostPiece): boolean => piece.kind === 'hole' && members(piece.value).some(({ kind }) => kind === 'unknown');

/** Every host that is written, or named by the environment, for a piece of an address, without those that only stand in for a missing one. */
export function chosenHosts(trace: Trace, { piece, isBare }: HostPiece, depth = 0): HostChoice[] {
  if (depth > deepest) return [];
  if (piece.kind === 'hole') return members(piece.value).flatMap((value) => hostsOf(trace, value, isBare, depth));
  const host = piece.kind === 'literal' ? writtenHost(piece.text, isBare) : undefined;
  return host === undefined || piece.kind !== 'literal' || isDefault(trace, piece.node) ? [] : [{ text: host, isWritten: true, node: piece.node }];
}

function hostsOf(trace: Trace, value: Value, isBare: boolean, depth: number): HostChoice[] {
  if (value.kind === 'each' && value.part === 'value' && depth < deepest) return members(trace.element(value.of, value.ref.node, value.ref.frame)).flatMap((one) => hostsOf(trace, one, isBare, depth + 1));
  if (value.kind === 'env') return isDefault(trace, value.ref.node) ? [] : [{ text: value.name, isWritten: false, node: value.ref.node }];
  return value.kind === 'text' && value.pieces[0] ? chosenHosts(trace, { piece: value.pieces[0], isBare: isBare && value.pieces.length === 1 }, depth + 1) : [];
}

/** Hosts that are written for a hole of an address, wherever they come from. */
export function writtenHosts({ piece, isBare }: HostPiece, depth = 0): { host: string; node: Node }[] {
  if (depth > deepest) return [];
  if (piece.kind === 'hole') return members(piece.value).flatMap((value) => (value.kind === 'text' && value.pieces[0] ? writtenHosts({ piece: value.pieces[0], isBare: isBare && value.pieces.length === 1 }, depth + 1) : []));
  const host = depth > 0 && piece.kind === 'literal' ? writtenHost(piece.text, isBare) : undefined;
  return host === undefined || piece.kind !== 'literal' ? [] : [{ host: host.replace(scheme, ''), node: piece.node }];
}

/** The scheme that a written host begins with. */
export const scheme = /^https?:\/\//i;

const writtenHost = (text: string, isBare: boolean): string | undefined => (isBare ? /^[\w-]+(?:\.[\w-]+)+(?::\d+)?$/ : /^https?:\/\/[^/?#]+/i).exec(text)?.[0];

/** True for an expression that is taken only where another one gives nothing: behind `??` or `||`, as the default of a pattern, or as a constant that is used only so. */
export function isDefault(trace: Trace, node: Node, depth = 0): boolean {
  for (let at = node; at.parent && depth < deepest; at = at.parent) {
    const { parent } = at;
    if (parent.type === 'LogicalExpression' && parent['operator'] !== '&&' && parent['right'] === at) return true;
    if (parent.type === 'AssignmentPattern' && parent['right'] === at) return true;
    if (parent.type === 'AssignmentExpression' && parent['right'] === at) return parent['operator'] !== '=' || isOnlyWhenUnset(trace, parent);
    if (parent.type === 'ConditionalExpression' && parent['test'] !== at && isSelfTest(trace, parent)) return parent['alternate'] === at;
    if (parent.type === 'VariableDeclarator') return isUsedAsDefault(trace, parent, depth);
    if (isFunction(parent) || !(isWrapper(parent) || /(?:Expression|TemplateLiteral|TemplateElement)$/.test(parent.type))) return false;
  }
  return false;
}

function isUsedAsDefault(trace: Trace, declarator: Node, depth: number): boolean {
  const id: Node = declarator['id'];
  const binding = id.type === 'Identifier' ? trace.project.sourceOf(id).scopes.bindingOf(id) : undefined;
  const uses = binding && binding.writes.length === 0 ? binding.references.filter((use) => use !== id) : [];
  return uses.length > 0 && uses.every((use) => isDefault(trace, use, depth + 1));
}

/** `given ? given : 'https://…'` */
const isSelfTest = (trace: Trace, { test, consequent }: Node | { [name: string]: Node }): boolean => textOf(trace, test as Node) === textOf(trace, consequent as Node);

/** `if (!base) base = 'https://…'` */
function isOnlyWhenUnset(trace: Trace, assignment: Node): boolean {
  let at: Node | undefined = assignment.parent;
  while (at && /^(?:ExpressionStatement|BlockStatement)$/.test(at.type)) at = at.parent;
  return at?.type === 'IfStatement' && textOf(trace, at['test']) === `!${textOf(trace, assignment['left'])}`;
}

const textOf = (trace: Trace, node: Node): string => trace.project.sourceOf(node).slice(node);
