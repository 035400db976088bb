import { calleeName, isMember, type Node, unwrap } from '../../source/ast.ts';
import { anyText, leftOutTexts, lettersMatter, nothing } from '../../trace/texts/left-out.ts';
import type { Trace } from '../../trace/trace.ts';
import { absent, literalText, members, type Value } from '../../trace/value.ts';
import { isFilled } from './presence.ts';
import type { Site } from './site.ts';

/** Whether a text may be empty. */
export type Emptiness = 'no' | 'maybe' | 'unknown';

/** A parameter among others that the code tests before it sends them: it may be one of those that are then left out. `holder` is what they are tested in. */
export function withTests(trace: Trace, holder: Node, site: Site): Site {
  const isOptional = (): 'tested' | 'dropped' | undefined => (trace.ask(() => isMissing(trace, holder, site), false) ? 'tested' : site.value.isOptional?.());
  return { ...site, value: { ...site.value, isOptional, leftOut: () => trace.ask(() => leftOut(trace, holder, site), undefined) } };
}

/** True where the code leaves out what is missing or empty, and does not say that this is neither. */
function isMissing(trace: Trace, holder: Node, { given, value }: Site): boolean {
  const tested = leftOutTexts(trace, holder);
  if ((!tested.has(nothing) && !tested.has('')) || value.text !== undefined) return false;
  const isOpen = (): boolean => !given || emptiness(trace, given.node) !== 'no';
  return value.nullish === 'maybe' || ((tested.has('') || value.nullish === 'unknown') && isOpen());
}

function leftOut(trace: Trace, holder: Node, { given, value }: Site): ReturnType<NonNullable<Site['value']['leftOut']>> {
  const tested = given || value.text === '' ? leftOutTexts(trace, holder) : undefined;
  if (!tested || tested.size === 0) return value.leftOut?.();
  const isEmpty = tested.has('') && (given ? emptiness(trace, given.node) !== 'no' : true);
  if (isEmpty) return 'empty';
  if (tested.has(lettersMatter)) return 'changed';
  const own = [...tested].filter((text) => text !== '' && text !== nothing);
  const texts = own.length > 0 ? (value.text === undefined ? textsOf(trace, given) : [value.text]) : [];
  return own.includes(anyText) || texts === undefined || own.some((text) => texts.includes(text)) ? 'compared' : value.leftOut?.();
}

/** Every text that the value can be, whoever calls; undefined when it may be another. */
function textsOf(trace: Trace, given: Site['given']): readonly string[] | undefined {
  const texts = given ? members(forAll(trace, given.node)).map((member) => literalText(member) ?? (isBlank(member) ? '' : undefined)) : [];
  return texts.every((text) => text !== undefined) ? texts : undefined;
}

/** The value for all callers together. */
const forAll = (trace: Trace, node: Node): Value => trace.evaluate(node, undefined);

const isBlank = (value: Value): boolean => value.kind === 'text' && value.pieces.length === 0;

/** What only changes the letters of a text, and what may take all of them away. */
const sized = /^(?:String|toString|toLowerCase|toUpperCase|toLocaleLowerCase|toLocaleUpperCase|normalize|encodeURIComponent|decodeURIComponent|padStart|padEnd)$/;
const shortened = /^(?:trim|trimStart|trimEnd|slice|substring|substr|replace|replaceAll|at|charAt)$/;

/** Whether the code says that the text can be empty; `unknown` where it says nothing of it. */
export function emptiness(trace: Trace, given: Node, depth = 0): Emptiness {
  const node = unwrap(given);
  switch (node.type) {
    case 'StringLiteral':
      return node['value'] === '' ? 'maybe' : 'no';
    case 'NumericLiteral':
    case 'BooleanLiteral':
      return 'no';
    case 'TemplateLiteral': {
      const isWritten = (node['quasis'] as Node[]).some((quasi) => quasi['value'].cooked);
      return isWritten ? 'no' : added((node['expressions'] as Node[]).map((part) => emptiness(trace, part, depth + 1)));
    }
    case 'BinaryExpression':
      return node['operator'] === '+' ? added([node['left'], node['right']].map((part: Node) => emptiness(trace, part, depth + 1))) : 'no';
    case 'LogicalExpression': {
      const right = emptiness(trace, node['right'], depth + 1);
      return node['operator'] === '??' ? worst([emptiness(trace, node['left'], depth + 1), right]) : right;
    }
    case 'ConditionalExpression':
      return worst([node['consequent'], node['alternate']].map((part: Node) => emptiness(trace, part, depth + 1)));
    case 'CallExpression':
      return emptinessOfCall(trace, node, depth);
    default:
      return emptinessOfName(trace, node, depth);
  }
}

function emptinessOfCall(trace: Trace, node: Node, depth: number): Emptiness {
  const name = calleeName(node);
  const callee = unwrap(node['callee']);
  const subject: Node | undefined = isMember(callee) ? callee['object'] : node['arguments'][0];
  if (subject && sized.test(name)) return emptiness(trace, subject, depth + 1);
  if (shortened.test(name)) return shortenedOf(trace, name, subject, depth);
  return emptinessOf(forAll(trace, node));
}

/** A text whose blanks are taken away is empty where it was nothing else. */
function shortenedOf(trace: Trace, name: string, subject: Node | undefined, depth: number): Emptiness {
  if (!subject || !/^trim/.test(name) || emptiness(trace, subject, depth + 1) !== 'no') return 'maybe';
  const texts = members(forAll(trace, subject)).map((member) => literalText(member));
  return isFilled(trace, unwrap(subject)) || texts.every((text) => text !== undefined && text.trim() !== '') ? 'no' : 'maybe';
}

function emptinessOfName(trace: Trace, node: Node, depth: number): Emptiness {
  if (isFilled(trace, node)) return 'no';
  const value = emptinessOf(forAll(trace, node));
  const binding = node.type === 'Identifier' ? trace.project.sourceOf(node).scopes.bindingOf(node) : undefined;
  if (!binding || value === 'maybe' || depth > 5) return value;
  const { parent } = binding.id;
  if (parent?.type === 'AssignmentPattern' && parent['left'] === binding.id) return worst([emptiness(trace, parent['right'], depth + 1), value]);
  const isMade = parent?.type === 'VariableDeclarator' && parent['id'] === binding.id && !!parent['init'] && binding.writes.length === 0;
  return isMade ? emptiness(trace, parent['init'], depth + 1) : value;
}

/** What is known of a value: a text with anything written in it is not empty. */
function emptinessOf(value: Value): Emptiness {
  return worst(
    members(value).map((member): Emptiness => {
      // What is missing is another question.
      if (member === absent) return 'no';
      if (member.kind !== 'text') return 'unknown';
      if (member.pieces.some((piece) => piece.kind === 'literal' && piece.text !== '')) return 'no';
      return member.pieces.length === 0 ? 'maybe' : added(member.pieces.map((piece) => (piece.kind === 'hole' ? emptinessOf(piece.value) : 'no')));
    }),
  );
}

/** Of one text or the other. */
const worst = (all: readonly Emptiness[]): Emptiness => (all.includes('maybe') ? 'maybe' : all.includes('unknown') || all.length === 0 ? 'unknown' : 'no');

/** Of texts that are put together. */
const added = (all: readonly Emptiness[]): Emptiness => (all.includes('no') ? 'no' : 'maybe');
