import { cursors } from '../../api.ts';
import { isCall, isFunction, isMember, memberName, type Node, outermost, unwrap } from '../../source/ast.ts';
import type { Trace } from '../trace.ts';
import { absent, type Frame, members, type ShapeValue, type Value } from '../value.ts';

/** Through how many functions and names a text is handed on to the call that looks for it. */
const deepest = 3;

/** The links of the users API in which a text is looked for: beside it in a call, or where it is handed on to and used for nothing else. `isOpen`: what nobody knows does not speak against it. */
export function linksAround(trace: Trace, node: Node, frame?: Frame, depth = 0, isOpen = frame !== undefined): readonly ShapeValue[] {
  const values = [...besides(node), ...takenFrom(node)].map((candidate) => (candidate.type === 'ObjectPattern' ? trace.evaluatePattern(candidate, frame) : trace.evaluate(candidate, frame)));
  const found = values.flatMap((value) => {
    // What is handed on by nobody in particular changes for everybody whom it reaches.
    return depth === 0 || isLink(value, isOpen, 0) ? members(value).flatMap((member) => hrefsOf(member, 0)) : [];
  });
  return found.length > 0 || depth >= deepest ? found : handedOn(trace, node, frame, depth);
}

/** True for a text that is looked for in nothing but a link of another endpoint's answer: there it keeps its name. */
export function isLinkElsewhere(trace: Trace, node: Node): boolean {
  return besides(node).some((candidate) => trace.ask(() => isOfAnother(trace.evaluate(candidate, undefined), 0), false));
}

function isOfAnother(value: Value, depth: number): boolean {
  if (depth > 4) return false;
  if (value.kind === 'union') return value.of.every((member) => isNothing(member) || isOfAnother(member, depth + 1));
  if (value.kind === 'query') return value.init !== undefined && isOfAnother(value.init, depth + 1);
  if (value.kind === 'text' || value.kind === 'url')
    return value.pieces.length > 0 && value.pieces.every((piece) => piece.kind === 'literal' || (piece.kind === 'hole' && isOfAnother(piece.value, depth + 1))) && value.pieces.some((piece) => piece.kind === 'hole');
  return value.kind === 'shape' && value.shape.startsWith('Other');
}

/** What a text is looked for in, as far as a call says. */
function besides(node: Node): Node[] {
  const call = callAround(node);
  const callee = call && unwrap(call['callee']);
  return [...(isMember(callee) ? [callee?.['object'] as Node] : []), ...((call?.['arguments'] ?? []) as Node[])].filter((candidate) => candidate !== node);
}

/** `qs.parse(query)[name]`, `const { [name]: cursor } = qs.parse(query)`: what a parameter is taken from by a name that is handed on. A text that is written there is found as the member it is. */
function takenFrom(given: Node): Node[] {
  const node = outermost(given);
  const { parent } = node;
  if (given.type !== 'Identifier' || !parent?.['computed']) return [];
  if (isMember(parent)) return parent['property'] === node ? [parent['object']] : [];
  return parent.type === 'ObjectProperty' && parent['key'] === node && parent.parent?.type === 'ObjectPattern' ? [parent.parent] : [];
}

/** The link of something else in which the same text is looked for by the same call: a function that goes through the pages of several endpoints. */
export const otherLinkAround = (trace: Trace, node: Node): ShapeValue | undefined => besides(node).flatMap((candidate) => members(trace.evaluate(candidate, undefined)).flatMap((value) => otherLinks(value)))[0];

export const otherLinks = (value: Value): ShapeValue[] => shapesBehind(value, 0).filter(({ shape }) => shape.startsWith('Other'));

/** The call that is given the text, as it is or in a sum: `href.slice(href.indexOf('a=') + 'a='.length)`. */
function callAround(node: Node): Node | undefined {
  let at = node.parent;
  const isLength = isMember(at) && memberName(at as Node) === 'length';
  if (isMember(at)) at = at?.parent;
  while (isLength && at?.type === 'BinaryExpression') at = at.parent;
  return isCall(at) ? at : undefined;
}

/** `cursorOf(page, 'startingAfter')`, `const cursorOf = (page, name = 'startingAfter') => …`; for names of constants see `named-links.ts`. */
function handedOn(trace: Trace, node: Node, frame: Frame | undefined, depth: number): readonly ShapeValue[] {
  const outer = outermost(node);
  const { parent } = outer;
  if (parent?.type === 'AssignmentPattern' && parent['right'] === outer && isFunction(parent.parent)) return lookedFor(trace, parent['left'], frame, depth);
  const index = parent && isCall(parent) ? (parent['arguments'] as Node[]).indexOf(outer) : -1;
  if (!parent || index < 0) return [];
  const found = members(trace.evaluate(unwrap(parent['callee']), frame)).map((target) => {
    const given: Node | undefined = target.kind === 'function' ? target.ref.node['params'][index] : undefined;
    const parameter = given?.type === 'AssignmentPattern' ? given['left'] : given;
    const inner = target.kind === 'function' && parameter ? trace.frame(target.ref.node, parent, frame, target.ref.frame, target.self) : undefined;
    return inner ? lookedFor(trace, parameter, inner, depth) : [];
  });
  return inAll(found);
}

/** The links in which every use of a name looks for it. */
function lookedFor(trace: Trace, id: Node, frame: Frame | undefined, depth: number): readonly ShapeValue[] {
  const binding = id.type === 'Identifier' ? trace.project.sourceOf(id).scopes.bindingOf(id) : undefined;
  if (!binding || binding.writes.length > 0) return [];
  return inAll(binding.references.map((reference) => linksAround(trace, reference, frame, depth + 1)));
}

/** The links of all places, where each of them has one. */
export const inAll = (found: readonly (readonly ShapeValue[])[]): readonly ShapeValue[] => (found.every((links) => links.length > 0) ? found.flat() : []);

/** True for what is nothing but a link of the users API; `isOpen`: or something that nobody knows. */
function isLink(value: Value, isOpen: boolean, depth: number): boolean {
  if (depth > 4) return false;
  if (value.kind === 'union') return value.of.every((member) => (isOpen && member.kind === 'unknown') || isNothing(member) || isLink(member, isOpen, depth + 1));
  if (value.kind === 'query') return value.init !== undefined && isLink(value.init, isOpen, depth + 1);
  if (value.kind === 'text' || value.kind === 'url') return value.pieces.some((piece) => piece.kind === 'hole' && isLink(piece.value, isOpen, depth + 1));
  return value.kind === 'shape' && value.shape === 'Href';
}

/** `''`, `'https://none.example'` or no value at all: neither the old names nor the new ones are found in it. */
function isNothing(value: Value): boolean {
  if (value !== absent && value.kind !== 'text' && value.kind !== 'url') return false;
  const pieces = value.kind === 'unknown' ? [] : value.pieces;
  const text = pieces.map((piece) => (piece.kind === 'literal' ? piece.text : undefined));
  return (
    !text.includes(undefined) &&
    !Object.entries(cursors)
      .flat()
      .some((name) => text.join('').includes(name))
  );
}

/** The link behind a text or a URL made of it. */
export const hrefsOf = (value: Value, depth: number): ShapeValue[] => shapesBehind(value, depth).filter(({ shape }) => shape === 'Href');

function shapesBehind(value: Value, depth: number): ShapeValue[] {
  if (depth > 4) return [];
  if (value.kind === 'shape') return [value];
  if (value.kind === 'union') return value.of.flatMap((member) => shapesBehind(member, depth + 1));
  if (value.kind === 'query' && value.init) return shapesBehind(value.init, depth + 1);
  if (value.kind !== 'text' && value.kind !== 'url') return [];
  return value.pieces.flatMap((piece) => (piece.kind === 'hole' ? shapesBehind(piece.value, depth + 1) : []));
}
