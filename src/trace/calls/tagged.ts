import { calleeName, descendants, isCall, isFunction, isMember, memberName, type Node, unwrap } from '../../source/ast.ts';
import { returnedNodes } from './calls.ts';
import { callFor } from './mapped-items.ts';
import { pieceOfValue, piecesOf } from '../texts/text.ts';
import type { Trace } from '../trace.ts';
import { type Frame, type ListValue, members, type Piece, type Ref, type TextValue, unknown, type Value } from '../value.ts';

/** What a tag does with a value before it puts it into the text: nothing, `encodeURIComponent`, or something of its own. */
type How = 'plain' | 'encodes' | 'own';

interface Put {
  readonly pieces: readonly Piece[];
  readonly how: How;
}
type PutIn = (item: Ref) => Put;

export const isStrings = (value: Value): value is ListValue => value.kind === 'list' && value.ref.node.type === 'TemplateStrings';

/** The texts of a tagged template between its values, and one of them. */
export function templatePart(ref: Ref): Value | undefined {
  if (ref.node.type === 'TemplateStrings') return { kind: 'list', items: (ref.node['quasis'] as Node[]).map((node) => ({ node, frame: ref.frame })), rest: undefined, ref };
  return ref.node.type === 'TemplateElement' ? { kind: 'text', pieces: [written(ref.node, 'plain')] } : undefined;
}

/**
 * `strings.reduce((text, part, i) => text + encodeURIComponent(values[i - 1]) + part)`: the text that a tag makes of its template, and
 * `strings.map((part, i) => part + (values[i] ?? ''))` the parts of it. Unknown where the function does anything else.
 */
export function wovenByMethod(trace: Trace, strings: ListValue, call: Node, method: string, frame: Frame | undefined): Value {
  const [callback, start] = call['arguments'] as readonly Node[];
  const fn = callback && unwrap(callback);
  const [result, ...others] = isFunction(fn) ? returnedNodes(fn as Node) : [];
  if (!fn || !result || others.length > 0) return unknown;
  const params: readonly Node[] = method === 'reduce' ? fn['params'] : [undefined, ...fn['params']];
  const terms = termsOf(result).map((term) => roleOf(trace, term, params, frame));
  if (terms.includes(undefined) || terms.some((term, index) => (term === 'soFar') !== (method === 'reduce' && index === 0))) return unknown;
  const values = valuesOf(strings);
  const steps = strings.items.map(({ node }, step) => {
    const isFirst = method === 'reduce' && !start && step === 0;
    return terms.flatMap((term): readonly Piece[] => {
      if (term === 'part') return [written(node, howOf(terms))];
      const item = typeof term === 'object' && !isFirst ? values[step + term.offset] : undefined;
      return item && typeof term === 'object' ? withHow(term.put(item).pieces, howOf(terms)) : [];
    });
  });
  if (method === 'reduce') return { kind: 'text', pieces: [...(start ? piecesOf(trace, start, frame) : []), ...steps.flat()] };
  const items = steps.map((pieces): Ref => ({ node: { type: 'Given', start: call.start, end: call.end, parent: call, ask: (): Value => ({ kind: 'text', pieces }) }, frame }));
  return { kind: 'list', items, rest: undefined, ref: { node: call, frame } };
}

/** `String.raw(strings, ...values.map(quote))`, `String.raw({ raw: strings }, ...values)`: the texts with these values between them. */
export function wovenRaw(trace: Trace, strings: Value, given: readonly Node[], frame: Frame | undefined): TextValue | undefined {
  if (!isStrings(strings) || strings.items.some(({ node }) => isEscaped(node))) return undefined;
  const [only] = given;
  const spread = given.length === 1 && only?.type === 'SpreadElement' ? unwrap(only['argument']) : undefined;
  const put = spread ? putOfSpread(trace, spread, frame) : { values: given.map((node) => ({ node, frame })), put: plainly(trace) };
  if (!put || (!spread && given.some(({ type }) => type === 'SpreadElement'))) return undefined;
  const { how } = put.put(nothing(strings.ref.node));
  return { kind: 'text', pieces: strings.items.flatMap(({ node }, step) => [written(node, how), ...(put.values[step] ? withHow(put.put(put.values[step]).pieces, how) : [])]) };
}

/** `...values`, `...values.map(encodeURIComponent)`. */
function putOfSpread(trace: Trace, spread: Node, frame: Frame | undefined): { readonly values: readonly Ref[]; readonly put: PutIn } | undefined {
  const callee: Node | undefined = isCall(spread) ? unwrap(spread['callee']) : undefined;
  const isMapped = isMember(callee) && memberName(callee as Node) === 'map' && spread['arguments'].length === 1;
  const list = trace.evaluate(isMapped ? callee?.['object'] : spread, frame);
  if (list.kind !== 'list' || list.rest) return undefined;
  return { values: list.items, put: isMapped ? (item) => applied(trace, trace.evaluate(spread['arguments'][0], frame), spread, item, frame) : plainly(trace) };
}

/** A backslash that the raw text keeps, but for one in front of a line break, which a shell drops as a program does. */
const isEscaped = (quasi: Node): boolean => (quasi['value'].raw as string).replace(/\\\r?\n/g, '') !== quasi['value'].cooked;

const valuesOf = (strings: ListValue): readonly Ref[] => (strings.ref.node['values'] as Node[]).map((node) => ({ node, frame: strings.ref.frame }));

const plainly =
  (trace: Trace): PutIn =>
  (item) => ({ pieces: piecesOf(trace, item.node, item.frame), how: 'plain' });

const nothings = new WeakMap<Node, Ref>();

/** Stands for a value of a template that has none. */
function nothing(at: Node): Ref {
  const known = nothings.get(at) ?? { node: { type: 'Given', start: at.start, end: at.end, parent: at, ask: () => unknown }, frame: undefined };
  nothings.set(at, known);
  return known;
}

function written(quasi: Node, how: How): Piece {
  return { kind: 'literal', text: quasi['value'].cooked ?? '', node: quasi, ...(how === 'plain' ? {} : { tag: how }) };
}

const withHow = (pieces: readonly Piece[], how: How): readonly Piece[] => (how === 'encodes' ? pieces.map((piece) => ({ ...piece, tag: how })) : pieces);

/** `a + b + c` and `${a}${b}${c}` as their parts. */
function termsOf(given: Node): readonly Node[] {
  const node = unwrap(given);
  if (node.type === 'BinaryExpression' && node['operator'] === '+') return [...termsOf(node['left']), ...termsOf(node['right'])];
  if (node.type === 'StringLiteral' && node['value'] === '') return [];
  if (node.type !== 'TemplateLiteral') return [node];
  return (node['quasis'] as Node[]).flatMap((quasi, index) => [...(quasi['value'].raw === '' ? [] : [quasi]), ...(node['expressions'][index] ? termsOf(node['expressions'][index]) : [])]);
}

type Term = 'soFar' | 'part' | { readonly offset: number; readonly put: PutIn; readonly how: How };

const howOf = (terms: readonly (Term | undefined)[]): How => terms.map((term) => (typeof term === 'object' ? term.how : 'plain')).find((how) => how !== 'plain') ?? 'plain';

/** What one part of the result is: the text before, the text of this step, or the value beside it. */
function roleOf(trace: Trace, term: Node, [soFar, part, index]: readonly Node[], frame: Frame | undefined): Term | undefined {
  if (soFar && isNamed(trace, term, soFar)) return 'soFar';
  if (part && isNamed(trace, term, part)) return 'part';
  const expression = initOf(trace, term) ?? term;
  const mentions = descendants(expression).filter((node) => isMember(node) && node['computed'] && trace.evaluate(node['object'], frame).kind === 'list' && offsetOf(trace, node['property'], index) !== undefined);
  const [offset, ...others] = new Set(mentions.map((node) => offsetOf(trace, node['property'], index)));
  const [first] = mentions;
  if (offset === undefined || !first || others.length > 0) return undefined;
  const put: PutIn = (item) => putAs(trace, expression, item, frame);
  return { offset, put, how: put(nothing(first)).how };
}

const bindingOf = (trace: Trace, node: Node) => (node.type === 'Identifier' ? trace.project.sourceOf(node).scopes.bindingOf(node) : undefined);
const isNamed = (trace: Trace, node: Node, id: Node): boolean => id.type === 'Identifier' && bindingOf(trace, node)?.id === id;

/** `const value = values[i]`: what the name was given in the function itself. */
function initOf(trace: Trace, node: Node): Node | undefined {
  const binding = bindingOf(trace, node);
  return binding?.kind === 'const' && binding.declaration['id'] === binding.id && binding.scope.function ? (binding.declaration['init'] ?? undefined) : undefined;
}

/** How far the value stands from the text of the same step: 0 for `i`, -1 for `i - 1`. */
function offsetOf(trace: Trace, key: Node, index: Node | undefined): number | undefined {
  if (index && isNamed(trace, key, index)) return 0;
  const isBefore = key.type === 'BinaryExpression' && key['operator'] === '-' && key['right'].type === 'NumericLiteral' && index && isNamed(trace, key['left'], index);
  return isBefore ? -key['right'].value : undefined;
}

/** What an expression with the value in it puts into the text. */
function putAs(trace: Trace, given: Node, item: Ref, frame: Frame | undefined): Put {
  const node = unwrap(given);
  const again = (inner: Node): Put => putAs(trace, inner, item, frame);
  if (isMember(node) && node['computed']) return plainly(trace)(item);
  if (node.type === 'ConditionalExpression' && termsOf(node['alternate']).length === 0) return again(node['consequent']);
  if (node.type === 'ConditionalExpression' && termsOf(node['consequent']).length === 0) return again(node['alternate']);
  if (node.type === 'LogicalExpression' && node['operator'] !== '&&' && termsOf(node['right']).length === 0) return again(node['left']);
  if (node.type === 'Identifier' && initOf(trace, node)) return again(initOf(trace, node) as Node);
  if (isCall(node) && node['arguments'].length === 1) {
    const inner = again(node['arguments'][0]);
    if (calleeName(node) === 'String' || inner.how === 'own') return inner;
    return applied(trace, trace.evaluate(node['callee'], frame), node, item, frame);
  }
  return { pieces: [{ kind: 'hole', ref: item, value: unknown, encoded: false }], how: 'own' };
}

/** What a function makes of a value. */
function applied(trace: Trace, target: Value, call: Node, item: Ref, frame: Frame | undefined): Put {
  const [only, ...others] = members(target);
  const isEncoder = only?.kind === 'library' && only.name === 'global' && only.path.join() === 'encodeURIComponent';
  const made = only?.kind === 'function' ? trace.returned(only, callFor(trace, call, item), frame) : unknown;
  const isEncoded = isEncoder || members(made).every((value) => value.kind === 'text' && value.pieces.length === 1 && value.pieces[0]?.kind === 'hole' && value.pieces[0].encoded);
  if (isEncoded && others.length === 0) return { pieces: [{ kind: 'hole', ref: item, value: trace.value(item), encoded: true }], how: 'encodes' };
  return { pieces: others.length === 0 ? pieceOfValue(made, item.node, item.frame) : [{ kind: 'hole', ref: item, value: unknown, encoded: false }], how: 'own' };
}
