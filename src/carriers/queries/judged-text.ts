import type { Rewrite } from '../../facts.ts';
import { calleeName, isCall, isMember, memberName, type Node, outermost, unwrap } from '../../source/ast.ts';
import { bindingMentions } from '../../trace/changes/contents.ts';
import { staticText } from '../../trace/evaluate.ts';
import { patternsOf } from '../../trace/texts/written-patterns.ts';
import type { Trace } from '../../trace/trace.ts';
import { members, type Piece, type Value } from '../../trace/value.ts';
import { isBlocked } from '../code.ts';
import type { Site } from './site.ts';

/** A text that the program judges or encodes as a whole. */
interface Judged {
  readonly subject: Node;
  /** Why these edits of the text would change what the program does; undefined where they do not. */
  objection(before: string, after: string): string | undefined;
}

/** What stands for a part of a text that is not known. */
const hole = '\ue000';

const known = new WeakMap<Trace, { readonly age: number; readonly judged: ReadonlyMap<Node, readonly Context[]> }>();

/** A literal within a text that is judged, with what stands around it there. */
interface Context {
  readonly judged: Judged;
  readonly front: string;
  readonly behind: string;
}

/** A parameter in a text stays as it is where the program encodes the whole text afterwards, or tries a pattern or a length on it that would come out otherwise. */
export function unlessJudged(trace: Trace, site: Site): Site {
  const checked = (rewrite: Rewrite): Rewrite => {
    const reason = isBlocked(rewrite) || rewrite.length === 0 ? undefined : objectionTo(trace, site, rewrite);
    return reason === undefined ? rewrite : { blocked: reason };
  };
  return { ...site, rename: (name) => checked(site.rename(name)), remove: () => checked(site.remove()), replace: (name, value) => checked(site.replace(name, value)) };
}

function objectionTo(trace: Trace, { anchor, source }: Site, rewrite: Exclude<Rewrite, { blocked: string }>): string | undefined {
  const contexts = contextsOf(trace).get(anchor) ?? [];
  if (contexts.length === 0) return undefined;
  const [from, to] = anchor.type === 'StringLiteral' ? [anchor.start + 1, anchor.end - 1] : [anchor.start, anchor.end];
  const before = source.text.slice(from, to);
  let after = before;
  for (const edit of [...rewrite].filter((one) => one.start >= from && one.start <= to).sort((a, b) => b.start - a.start)) after = after.slice(0, edit.start - from) + withHoles(edit.text) + after.slice(Math.min(edit.end, to) - from);
  return contexts.map(({ judged, front, behind }) => judged.objection(front + before + behind, front + after + behind)).find((reason) => reason !== undefined);
}

/** Text of an edit in which code stands for what it gives, which is encoded. */
function withHoles(text: string): string {
  const start = text.search(/\$\{|["'`] \+ /);
  if (start < 0) return text;
  const end = text.startsWith('${', start) ? text.lastIndexOf('}') + 1 : text.length;
  return end > start ? `${text.slice(0, start)}%20${hole}${text.slice(end)}` : text;
}

function contextsOf(trace: Trace): ReadonlyMap<Node, readonly Context[]> {
  const found = known.get(trace);
  if (found?.age === trace.age) return found.judged;
  const judged = new Map<Node, Context[]>();
  known.set(trace, { age: trace.age, judged });
  for (const one of [...encodedTexts(trace), ...triedTexts(trace)]) {
    const contexts = trace.ask(() => contextsIn(trace, trace.evaluate(one.subject, undefined), 0), []);
    for (const { literal, front, behind } of contexts) judged.set(literal, [...(judged.get(literal) ?? []), { judged: one, front, behind }]);
  }
  return judged;
}

/** Every literal of a text, with the texts around it. */
function contextsIn(trace: Trace, value: Value, depth: number): { readonly literal: Node; readonly front: string; readonly behind: string }[] {
  if (depth > 6) return [];
  return members(value).flatMap((member) => {
    if (member.kind === 'list') return [...member.items.map((item) => trace.value(item)), ...(member.rest ? [member.rest] : [])].flatMap((item) => contextsIn(trace, item, depth + 1));
    if (member.kind === 'each' && member.of.kind === 'object') return contextsIn(trace, trace.element(member.of, member.ref.node, member.ref.frame), depth + 1);
    if (member.kind !== 'text' && member.kind !== 'url') return [];
    const texts = member.pieces.map(plainText);
    return member.pieces.flatMap((piece, index) => {
      const [front, behind] = [texts.slice(0, index).join(''), texts.slice(index + 1).join('')];
      if (piece.kind === 'literal') return [{ literal: piece.node.type === 'Joint' ? (piece.node.parent as Node) : piece.node, front, behind }];
      return piece.kind === 'hole' ? contextsIn(trace, piece.value, depth + 1).map((inner) => ({ ...inner, front: front + inner.front, behind: inner.behind + behind })) : [];
    });
  });
}

const plainText = (piece: Piece): string => (piece.kind === 'literal' ? piece.text : hole);

/** `encodeURI(address)`, also under another name, and what a list of texts is mapped with. */
function encodedTexts(trace: Trace): Judged[] {
  const mentions = programsWith(trace, 'encodeURI', /\bencodeURI\b/).flatMap((node) => (node.type === 'Identifier' && node['name'] === 'encodeURI' ? mentionsFrom(trace, node, 0) : []));
  const subjects = mentions.flatMap((mention): Node[] => {
    const outer = outermost(isMember(mention.parent) && mention.parent?.['property'] === mention ? mention.parent : mention);
    const call = outer.parent;
    if (!isCall(call)) return [];
    if (call?.['callee'] === outer) return call['arguments'].slice(0, 1);
    const callee = unwrap(call?.['callee']);
    return isMember(callee) && calleeName(call as Node) === 'map' ? [callee['object']] : [];
  });
  const objection = (before: string, after: string): string | undefined => (escapes(after) > escapes(before) ? 'the whole address is encoded afterwards' : undefined);
  return subjects.map((subject) => ({ subject, objection }));
}

const escapes = (text: string): number => text.split('%').length;

/** A name, and every name that is given to the same: `const encode = encodeURI`, `{ encode = encodeURI }`. */
function mentionsFrom(trace: Trace, mention: Node, depth: number): Node[] {
  const outer = outermost(mention);
  const { parent } = outer;
  const id = parent?.type === 'VariableDeclarator' && parent['init'] === outer ? parent['id'] : parent?.type === 'AssignmentPattern' && parent['right'] === outer ? parent['left'] : undefined;
  const named = id?.type === 'Identifier' && depth < 3 ? bindingMentions(trace, id).filter((other) => other !== id) : [];
  return [mention, ...named.flatMap((other) => mentionsFrom(trace, other, depth + 1))];
}

/** `/[^\w/]/.test(path)`, `path.match(/…/)`, `path.length > 40`. */
function triedTexts(trace: Trace): Judged[] {
  const nodes = [...new Set(tries.flatMap(({ word, form }) => programsWith(trace, word, form)))];
  return nodes.flatMap((node) => {
    if (isCall(node)) return triedByPattern(trace, node);
    return node.type === 'BinaryExpression' && /^(?:[<>]=?|[!=]==?)$/.test(node['operator']) ? triedByLength(trace, node) : [];
  });
}

const tries = [
  { word: 'test', form: /\.test\(/ },
  { word: 'exec', form: /\.exec\(/ },
  { word: 'match', form: /\.match\(/ },
  { word: 'search', form: /\.search\(/ },
  { word: 'length', form: /[<>=]\s*[\w$.]+\.length\b|\.length\s*[<>=!]/ },
];

function programsWith(trace: Trace, word: string, form: RegExp): readonly Node[] {
  const files = trace.project.filesWith(word).filter((file) => !file.endsWith('.json') && form.test(trace.project.files.read(file) ?? ''));
  return files.flatMap((file) => trace.project.nodes(file));
}

function triedByPattern(trace: Trace, call: Node): Judged[] {
  const callee = unwrap(call['callee']);
  const [given, second]: (Node | undefined)[] = call['arguments'];
  const name = isMember(callee) ? (memberName(callee) ?? '') : '';
  if (!given || !/^(?:test|exec|match|doesNotMatch|search)$/.test(name)) return [];
  const [pattern, subject]: readonly Node[] = /^(?:test|exec)$/.test(name) ? [callee['object'], given] : second ? [second, given] : [given, callee['object']];
  return patternsOf(trace, pattern as Node).map((tried) => {
    const gives = (text: string): string => JSON.stringify(name === 'test' ? tried.test(text) : name === 'search' ? text.search(tried) : text.match(tried));
    const objection = (before: string, after: string): string | undefined => (gives(before) === gives(after) ? undefined : 'the code tries a pattern on the whole text, which the new one would not pass as the old one does');
    return { subject: subject as Node, objection };
  });
}

/** More characters than this stand for nothing that is not known. */
const longestHole = 80;

function triedByLength(trace: Trace, { left, right, operator }: Node): Judged[] {
  const sides = [unwrap(left), unwrap(right)] as const;
  const at = sides.findIndex((side) => isMember(side) && memberName(side) === 'length');
  const subject = sides[at];
  if (!subject) return [];
  const size = Number(staticText(trace, sides[1 - at] as Node, undefined) ?? Number.NaN);
  const outcome = (length: number): boolean => compared(at === 0 ? length : size, operator, at === 0 ? size : length);
  const outcomes = (text: string): boolean[] => [outcome(text.replaceAll(hole, '').length), outcome(text.replaceAll(hole, '').length + (text.split(hole).length - 1) * longestHole)];
  const isSame = (before: string, after: string): boolean => !Number.isNaN(size) && new Set([...outcomes(before), ...outcomes(after)]).size === 1;
  const isEnough = size <= 1;
  return isEnough ? [] : [{ subject: subject['object'], objection: (before, after) => (before.length === after.length || isSame(before, after) ? undefined : 'the code compares the length of the whole text, which changes') }];
}

function compared(one: number, operator: string, other: number): boolean {
  if (operator.startsWith('<')) return operator === '<' ? one < other : one <= other;
  if (operator.startsWith('>')) return operator === '>' ? one > other : one >= other;
  return operator.startsWith('!') ? one !== other : one === other;
}
