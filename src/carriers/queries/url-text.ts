import type { NewValue, Rewrite, ValueFact } from '../../facts.ts';
import type { Node } from '../../source/ast.ts';
import { descendants, outermost, unwrap } from '../../source/ast.ts';
import { escapeFor } from '../../source/literals.ts';
import type { Source } from '../../source/source.ts';
import type { Unit } from '../../trace/texts/address.ts';
import type { Trace } from '../../trace/trace.ts';
import { literalText, members, type Piece, type Ref, type TagWay, type Value } from '../../trace/value.ts';
import { isRepeated, removedWhole } from './appended-text.ts';
import { argumentSite } from './argument-text.ts';
import { chosenNames } from './chosen-names.ts';
import { replaceRange, valueCode } from '../code.ts';
import { unlessJudged } from './judged-text.ts';
import { unlessLookedFor } from './lookups.ts';
import { branchOf, type Site, type TextPart } from './site.ts';
import { fixedValue, isJoin, partsOf, readValue } from '../values.ts';

/** One `name=value` in the characters of a query, with the `&` or `?` in front and the `&` behind. */
interface Slice {
  readonly name: readonly Unit[];
  readonly equals: Unit;
  readonly value: readonly Unit[];
  readonly before: Unit | undefined;
  readonly after: Unit | undefined;
}

/** Parameters written as text in a literal, a template or a concatenation. `mark` is the `?`, when there is one. */
export function textSites(trace: Trace, units: readonly Unit[], mark: Unit | undefined): Site[] {
  const among = slices(units, mark);
  return among.flatMap((slice, index) => {
    const [first] = slice.name;
    const [only] = slice.name.length === 1 ? slice.name : [];
    if (only?.piece.kind === 'hole') return chosenNames(trace, only.piece.value);
    const isLiteral = slice.name.length > 0 && slice.name.every((unit) => unit.piece.kind === 'literal');
    return first && isLiteral ? [unlessJudged(trace, unlessLookedFor(trace, textSite(trace, slice, slice.name.map((unit) => unit.char).join(''), first, { among, index })))] : [];
  });
}

function slices(units: readonly Unit[], mark: Unit | undefined): Slice[] {
  const found: Slice[] = [];
  let start = 0;
  for (let end = 0; end <= units.length; end += 1) {
    const unit = units[end];
    const isEnd = !unit || unit.char === '\ue001' || (unit.piece.kind === 'literal' && (unit.char === '&' || unit.char === '#'));
    if (!isEnd) continue;
    const part = units.slice(start, end);
    const equals = part.findIndex((inner) => inner.char === '=' && inner.piece.kind === 'literal');
    const before = start === 0 ? mark : units[start - 1];
    if (equals > 0) found.push({ name: part.slice(0, equals), equals: part[equals] as Unit, value: part.slice(equals + 1), before, after: unit?.char === '&' ? unit : undefined });
    start = end + 1;
    if (unit?.char === '#') break;
  }
  return found;
}

/** Text that came into the value from elsewhere counts as the expression that brought it here. */
export function atRoot(trace: Trace, units: readonly Unit[], literal: Node): Unit[] {
  const root = rootOf(literal);
  const source = trace.project.sourceOf(literal);
  const result: Unit[] = [];
  for (const unit of units) {
    const own = unit.piece.kind === 'literal' ? unit.piece.node : unit.piece.ref.node;
    const isHere = own.type !== 'Joint' && own.start >= root.start && own.end <= root.end && trace.project.sourceOf(own) === source;
    const via = unit.piece.via?.filter(({ node }) => node.start >= root.start && node.end <= root.end && trace.project.sourceOf(node) === source) ?? [];
    // A list that is joined is one value, also where its elements or its commas stand in the text itself.
    const ref = isHere ? via.find(({ node }) => isJoin(unwrap(node))) : via[0];
    if (!ref) result.push(unit);
    else if (!isSameHole(result.at(-1), ref)) {
      result.push({ char: '\ue000', piece: { kind: 'hole', ref, value: trace.value(ref), encoded: isEncodingCall(ref.node) }, start: ref.node.start, end: ref.node.end });
    }
  }
  return result;
}

const isSameHole = (unit: Unit | undefined, ref: Ref): boolean => unit?.piece.kind === 'hole' && unit.piece.ref.node === ref.node;
const isEncodingCall = (node: Node): boolean => /^encodeURI(?:Component)?$/.test(unwrap(node)['callee']?.['name'] ?? '');

function textSite(trace: Trace, given: Slice, name: string, first: Unit, place: Pick<TextPart, 'among' | 'index'>): Site {
  const { node, tag } = first.piece as Extract<Piece, { kind: 'literal' }>;
  const source = trace.project.sourceOf(node);
  const slice = { ...given, value: atRoot(trace, given.value, node) };
  const last = slice.value.at(-1) ?? slice.equals;
  const root = rootOf(node);
  const branch = branchOf(root, undefined);
  const isWhole = isWholeText(slice, root, first, last);
  const nowhere: Rewrite | undefined = node.type === 'Joint' ? { blocked: node['reason'] ?? 'the parameter is part of a text that is put together elsewhere' } : undefined;
  const again: Rewrite | undefined = nowhere ?? (isRepeated(trace, root) ? { blocked: 'the parameter is appended in a loop' } : undefined);
  const site: Site = {
    name,
    source,
    at: { file: source.file, start: first.start, end: (slice.name.at(-1) as Unit).end },
    value: valueFactOf(trace, slice.value, source, first),
    anchor: node,
    branch,
    conditional: branch !== undefined,
    rename: (to) => (node['offsets'] ? undefined : nowhere) ?? [replaceRange(source, { start: first.start, end: (slice.name.at(-1) as Unit).end }, to)],
    text: { ...place, root, isWhole, isSeparated: slice.before?.char === '&' && isIn(slice.before, root), encoded: (value) => urlEncoded(source, value, tag) },
    remove: () => again ?? (isWhole ? removedWhole(source, root) : undefined) ?? removed(trace, slice, first, last),
    replace: (to, value) => again ?? unwritable(node, tag, value) ?? spliced(trace, first, last, [`${to}=`, ...urlEncoded(source, value, tag)]),
  };
  return argumentSite(trace, given.name, given.value, site) ?? site;
}

/** True when the expression holds this parameter and nothing else, at most with a `&` in front that is only needed for it, or with nothing behind it. */
function isWholeText({ before, after }: Slice, root: Node, first: Unit, last: Unit): boolean {
  const { start, end } = edgesOf(root);
  const isOwn = before !== undefined && isIn(before, root);
  const from = isOwn ? before.start : (viaStart(before, root) ?? first.start);
  const isGrowing = outermost(root).parent?.type === 'AssignmentExpression';
  const isNeeded = before?.char === '?' ? isOwn || (isGrowing && after !== undefined) || from !== first.start : isGrowing && before?.char !== '&';
  return from === start && last.end === end && !isNeeded;
}

/** Where the expression stands in the root that brought a character of another place here. */
function viaStart(unit: Unit | undefined, root: Node): number | undefined {
  const via = unit?.piece.via?.find(({ node }) => node.start >= root.start && node.end <= root.end);
  return via && unwrap(via.node).start;
}

const isIn = (unit: Unit, root: Node): boolean => unit.piece.kind === 'literal' && unit.start >= root.start && unit.end <= root.end && rootOf(unit.piece.node) === root;

/** Where what a text expression says begins and ends. */
function edgesOf(root: Node): { readonly start: number; readonly end: number } {
  const node = unwrap(root);
  if (node.type === 'StringLiteral') return { start: node.start + 1, end: node.end - 1 };
  if (node.type === 'BinaryExpression') return { start: edgesOf(node['left']).start, end: edgesOf(node['right']).end };
  if (node.type !== 'TemplateLiteral') return root;
  const [first, last] = [node['quasis'][0], node['quasis'].at(-1)] as [Node, Node];
  return { start: first.start < first.end ? first.start : (node['expressions'][0]?.start ?? first.start), end: last.start < last.end ? last.end : (node['expressions'].at(-1)?.end ?? last.end) };
}

/** Why this value cannot stand in the text. */
function unwritable(node: Node, tag: TagWay | undefined, value: NewValue): Rewrite | undefined {
  if (isEncodedLater(node)) return { blocked: 'the whole address is encoded afterwards' };
  return tag === 'own' && value.some((part) => typeof part !== 'string') ? { blocked: 'the tag of the template does something of its own with the values in it' } : undefined;
}

/** `encodeURI(`…`)` around the text. */
function isEncodedLater(literal: Node): boolean {
  const call = outermost(rootOf(literal)).parent;
  return call?.type === 'CallExpression' && call['callee'].name === 'encodeURI';
}

/** The whole template or concatenation that a literal is part of. */
export function rootOf(literal: Node): Node {
  let at: Node = literal.type === 'TemplateElement' ? (literal.parent as Node) : literal;
  for (;;) {
    const outer = outermost(at);
    const parent = outer.parent;
    if (parent?.type !== 'BinaryExpression' || parent['operator'] !== '+') return at;
    at = parent;
  }
}

function valueFactOf(trace: Trace, units: readonly Unit[], source: Source, first: Unit): ValueFact {
  const at = { file: source.file, start: units[0]?.start ?? first.start, end: units.at(-1)?.end ?? first.end };
  if (units.every((unit) => unit.piece.kind === 'literal')) return { ...fixedValue(at, formDecoded(units.map((unit) => unit.char).join(''))), ...partsOf(trace, [...new Set(units.map((unit) => unit.piece))]) };
  const [only] = units;
  if (units.length !== 1 || only?.piece.kind !== 'hole') return { at, ...mixedCode(trace, units), nullish: 'unknown', pure: true, type: 'string', origin: 'unknown' };
  const { ref, encoded: isEncoded } = only.piece;
  const plain = isEncoded ? withoutEncoder(only.piece) : ref.node;
  const fact = { ...readValue(trace, ref, plain), urlCode: trace.project.sourceOf(ref.node).slice(ref.node) };
  return isEncoded ? fact : withoutEncoding(trace, ref, fact);
}

/** `encodeURIComponent(x)`: x; what a tag encodes stands there as it is. */
const withoutEncoder = ({ ref, tag }: Extract<Piece, { kind: 'hole' }>): Node => (tag === undefined ? ((unwrap(ref.node)['arguments']?.[0] ?? ref.node) as Node) : ref.node);

/** A value that was encoded where it was made is decoded again before it goes into a filter; one that may be cannot be read. */
function withoutEncoding(trace: Trace, ref: Ref, fact: ValueFact): ValueFact {
  if (fact.text !== undefined) return { ...fact, text: isEncodedText(fact.text) ? formDecoded(fact.text) : fact.text };
  const { code, ...unread } = fact;
  const read = code && decodedCode(trace, ref, code);
  return read ? { ...fact, code: read } : unread;
}

/** The code of the plain value; undefined where it is encoded in some of the ways that lead here, or in a way of one's own. */
function decodedCode(trace: Trace, ref: Ref, code: string): string | undefined {
  const ways = members(trace.value(ref)).map(encodingOf);
  if (ways.includes('yes')) return ways.every((way) => way !== 'unknown') ? `decodeURIComponent(${code})` : undefined;
  return mayEncode(trace, ref.node, 0) ? undefined : code;
}

/** `either`: decoding it changes nothing. */
function encodingOf(value: Value): 'yes' | 'either' | 'unknown' {
  if (value.kind !== 'text') return 'unknown';
  if (value.pieces.some((piece) => piece.kind === 'hole' && piece.encoded)) return 'yes';
  const text = literalText(value);
  return text === undefined ? 'unknown' : isEncodedText(text) ? 'yes' : text.includes('%') ? 'unknown' : 'either';
}

const isEncodedText = (text: string): boolean => /%[\da-f]{2}/i.test(text) && !/%(?![\da-f]{2})/i.test(text);

/** `email.replace('+', '%2B')`, `escape(email)`: an encoding of one's own. */
function mayEncode(trace: Trace, node: Node, depth: number): boolean {
  const { scopes } = trace.project.sourceOf(node);
  return descendants(node).some((inner) => {
    if (inner.type === 'StringLiteral') return /^%[0-9A-Fa-f]{2}$/.test(inner['value']);
    if (inner.type !== 'Identifier') return false;
    if (/^(?:escape|encode\w*)$/.test(inner['name'])) return true;
    const declaration = scopes.bindingOf(inner)?.declaration;
    return depth < 3 && declaration?.type === 'VariableDeclarator' && !!declaration['init'] && mayEncode(trace, declaration['init'], depth + 1);
  });
}

/** `x-${a}`: a template of what stands there. */
function mixedCode(trace: Trace, units: readonly Unit[]): { code?: string } {
  if (units.some((unit) => unit.piece.kind === 'query')) return {};
  let [code, text] = ['', ''];
  for (const unit of units) {
    if (unit.piece.kind !== 'hole') {
      text += unit.char;
      continue;
    }
    const { ref, encoded: isEncoded } = unit.piece;
    const plain = trace.project.sourceOf(ref.node).slice(isEncoded ? withoutEncoder(unit.piece) : ref.node);
    const read = isEncoded ? plain : decodedCode(trace, ref, plain);
    if (!read) return {};
    code += `${escapeFor(formDecoded(text), '`')}\${${read}}`;
    text = '';
  }
  return { code: `\`${code}${escapeFor(formDecoded(text), '`')}\`` };
}

/** Decodes what a form or URL encoder wrote, as servers do: what is not well encoded stays as it is. */
const formDecoded = (text: string): string => text.replaceAll('+', ' ').replace(/(?:%[\da-f]{2})+/gi, (bytes) => Buffer.from(bytes.replaceAll('%', ''), 'hex').toString('utf8'));

type Part = string | { readonly code: string };

/** The value as it must stand inside a URL: literal text percent-encoded, expressions encoded by the program. */
function urlEncoded(source: Source, value: NewValue, tag: TagWay | undefined): Part[] {
  if (value.every((part) => typeof part === 'string')) return [encodedText(value.join(''))];
  if (value.every((part) => typeof part === 'string' || part.urlCode !== undefined)) return value.map((part) => (typeof part === 'string' ? encodedText(part) : { code: part.urlCode as string }));
  return [{ code: tag === 'encodes' ? valueCode(source, value) : `encodeURIComponent(${valueCode(source, value)})` }];
}

/** Percent-encoded, half a character as what programs send for it; a comma may stand as it is, and people write it so. */
const encodedText = (text: string): string => encodeURIComponent(text.replace(/\p{Surrogate}/gu, '\ufffd')).replaceAll('%2C', ',');

/** Removes a parameter with one of the separators around it; the `?` goes with the last one. */
function removed(trace: Trace, slice: Slice, first: Unit, last: Unit): Rewrite {
  if (slice.before?.char === '&') return spliced(trace, slice.before, last, []);
  if (slice.after) return spliced(trace, first, slice.after, []);
  return spliced(trace, slice.before ?? first, last, []);
}

/** Replaces everything from one character (or hole) to another by new parts, inside one template or one concatenation. */
function spliced(trace: Trace, from: Unit, to: Unit, parts: readonly Part[]): Rewrite {
  if (from.piece.kind !== 'literal') return { blocked: 'the query is put together from parts that are not text' };
  if (from.piece.node.type === 'Joint' || (to.piece.kind === 'literal' && to.piece.node.type === 'Joint')) return { blocked: 'a part of the query is written nowhere' };
  const literal = from.piece.node;
  const root = rootOf(literal);
  const endNode = to.piece.kind === 'literal' ? to.piece.node : to.piece.ref.node;
  if (endNode.start < root.start || endNode.end > root.end || trace.project.sourceOf(endNode) !== trace.project.sourceOf(literal) || from.start > to.end) return { blocked: 'the query is put together in several places' };
  const source = trace.project.sourceOf(literal);
  return literal.type === 'TemplateElement' ? inTemplate(source, from, to, parts) : inConcatenation(source, from, to, endNode, literal, parts);
}

function inTemplate(source: Source, from: Unit, to: Unit, parts: readonly Part[]): Rewrite {
  const text = parts.map((part) => (typeof part === 'string' ? escapeFor(part, '`') : `\${${part.code}}`)).join('');
  const template = (from.piece as { node: Node }).node.parent as Node;
  const blocked = { blocked: 'the query is put together in several places' };
  const end = to.piece.kind === 'literal' ? to.piece.node : to.piece.ref.node;
  if (end.type === 'TemplateElement') return end.parent === template ? [replaceRange(source, { start: from.start, end: to.end }, text)] : blocked;
  const expression = outermost(end);
  if (expression.parent !== template || (to.piece.kind === 'literal' && to.end !== end.end - 1)) return blocked;
  const behind = template['quasis'][template['expressions'].indexOf(expression) + 1] as Node;
  return [replaceRange(source, { start: from.start, end: behind.start }, text)];
}

/** After a string literal the parts are joined by `+`; a literal that would end empty is not reopened. */
function inConcatenation(source: Source, from: Unit, to: Unit, endNode: Node, literal: Node, parts: readonly Part[]): Rewrite {
  const quote = source.text[literal.start] as string;
  if (endNode.type === 'TemplateElement') return { blocked: 'the query mixes strings and templates' };
  const endsInText = endNode.type === 'StringLiteral' && to.piece.kind === 'literal';
  const endQuote = endsInText ? (source.text[endNode.start] as string) : quote;
  const restIsEmpty = endsInText && to.end === endNode.end - 1;
  let isOpen = true;
  let text = '';
  for (const part of parts) {
    if (typeof part === 'string') {
      if (part === '') continue;
      text += isOpen ? escapeFor(part, quote) : ` + ${quote}${escapeFor(part, quote)}`;
      isOpen = true;
    } else {
      text += `${isOpen ? `${quote} + ` : ' + '}${operand(part.code)}`;
      isOpen = false;
    }
  }
  if (!endsInText) return [replaceRange(source, { start: from.start, end: outermost(endNode).end }, text + (isOpen ? quote : ''))];
  if (restIsEmpty) return [replaceRange(source, { start: from.start, end: endNode.end }, text + (isOpen ? quote : ''))];
  const reopened = isOpen ? (quote === endQuote ? '' : `${quote} + ${endQuote}`) : ` + ${endQuote}`;
  return [replaceRange(source, { start: from.start, end: to.end }, text + reopened)];
}

/** An expression that may stand between two `+`. */
function operand(code: string): string {
  return /^[\w$.]+(?:\(.*\))?$|^`[^`]*`$/s.test(code) ? code : `(${code})`;
}
