import type { NewValue, Param, Rewrite } from '../../facts.ts';
import { enclosingFunction, type Node } from '../../source/ast.ts';
import { escapeFor } from '../../source/literals.ts';
import type { Trace } from '../../trace/trace.ts';
import { appendOf, chosenValue, isSteady } from './appended-text.ts';
import { replaceRange, together } from '../code.ts';
import { isMadeBefore } from '../fields/made-before.ts';
import type { Site } from './site.ts';
import { isKnownAt } from '../visible.ts';

const differs: Rewrite = { blocked: 'the parameters are sent under different conditions' };

/** A parameter and where it comes among those of its request. */
interface Placed {
  readonly site: Site;
  readonly order: number;
}

/** One parameter in place of two of which the second is not always sent. */
export function overridden(trace: Trace, base: Placed, over: Placed, name: string, { alone, both }: { readonly alone: NewValue; readonly both: NewValue }): Rewrite {
  if (base.site.anchor.parent === over.site.anchor.parent) return differs;
  const isEarlier = base.order < over.order || isMadeBefore(base.site, over.site);
  const isLayered = base.site.layer !== undefined && base.site.layer === over.site.layer && isEarlier && !base.site.isOneOf && !over.site.isOneOf;
  const instead = over.site.isAdded ? over.site.instead : [];
  if (isLayered && instead) return isBelow(base.site, over.site) ? together([base.site.replace(name, alone), over.site.replace(name, both), instead]) : differs;
  const part = over.site.text;
  const append = part?.isWhole ? appendOf(part.root) : undefined;
  const isHere = base.site.text !== undefined && base.site.source === over.site.source && enclosingFunction(base.site.anchor) === enclosingFunction(over.site.anchor);
  if (!append?.test || !isHere || base.site.branch !== append.branch) return differs;
  if (!isSteady(trace, append.test) || !isKnownAt(trace, append.test, base.site.anchor)) return { blocked: 'whether the second of them is sent is not known where the first is written' };
  const value = chosenValue(over.site.source, append.test, both, alone);
  return value.length > 0 ? together([base.site.replace(name, value), over.site.remove()]) : differs;
}

/** Parameters by the literals in which they stand, where these lie over each other in one object; undefined where one of them may be sent without one below it. */
export function layersOf(placed: readonly (Placed & { readonly param: Param })[]): Param[][] | undefined {
  const sorted = [...placed].sort((a, b) => a.order - b.order);
  const layers: (Placed & { readonly param: Param })[][] = [];
  for (const one of sorted) {
    const last = layers.at(-1);
    if (last?.[0]?.site.anchor.parent === one.site.anchor.parent) last?.push(one);
    else layers.push([one]);
  }
  const places = layers.map((layer) => layer[0]?.site.anchor.parent);
  const isPlain = sorted.every(({ site }) => site.layer !== undefined && site.layer === sorted[0]?.site.layer && !site.isAdded && !site.isOneOf);
  const isHeld = layers.every((layer, index) => layers.slice(0, index).every((below) => saysSame(below, layer) || layer.every(({ site }) => isBelow((below[0] as Placed).site, site))));
  return isPlain && isHeld && new Set(places).size === places.length ? layers.map((layer) => layer.map(({ param }) => param)) : undefined;
}

/** True for two of which the later says all that the earlier does: whether that one came before then makes no difference. */
const saysSame = (one: readonly Placed[], other: readonly Placed[]): boolean => [...new Set([...one, ...other].map(({ site }) => site.name))].every((name) => [one, other].every((layer) => layer.some(({ site }) => site.name === name)));

/** True for what is set wherever the other one is. A function that sets a member of what it is given may not be called where another one is. */
function isBelow(below: Site, site: Site): boolean {
  const isSet = below.anchor.type !== 'ObjectProperty' && enclosingFunction(below.anchor) !== enclosingFunction(site.anchor);
  return (!isSet || isMadeBefore(below, site)) && (below.branch === undefined || isWithin(site, below.branch));
}

const isWithin = (site: Site, branch: Node): boolean => site.anchor.start >= branch.start && site.anchor.end <= branch.end;

/** `if (a) url += '&x=…'; if (b) url += '&y=…'`: terms of one parameter, which the first that is sent begins. */
export function chained(trace: Trace, terms: readonly { readonly site: Site; readonly value: NewValue }[], name: string): Rewrite {
  const sorted = [...terms].sort((a, b) => (a.site.text?.index ?? 0) - (b.site.text?.index ?? 0));
  const appends = sorted.map(({ site }) => (site.text ? appendOf(site.text.root) : undefined));
  const [first] = sorted;
  if (!first?.site.text) return differs;
  const edits: Rewrite[] = [first.site.replace(name, first.value)];
  for (const [index, { site, value }] of sorted.entries()) {
    const { text } = site;
    const before = sorted[index - 1]?.site;
    if (!before) continue;
    const isNext = text?.isWhole && text.isSeparated && text.among === before.text?.among && text.index === before.text.index + 1 && site.source === before.source;
    const append = appends[index];
    if (!isNext || append?.how !== 'text' || enclosingFunction(site.anchor) !== enclosingFunction(first.site.anchor)) return differs;
    const blocked = 'blocked' in site.replace(name, value) ? site.replace(name, value) : undefined;
    const begins = startedBefore(
      trace,
      sorted.slice(0, index).map((term) => term.site),
      appends.slice(0, index),
      append.branch,
    );
    if (blocked || begins === undefined) return blocked ?? differs;
    edits.push([replaceRange(site.source, text.root, nextTerm(site, text, name, begins, value))]);
  }
  return together(edits);
}

/** What tells whether one of the earlier terms was sent: a condition, `true`, or undefined when nobody can say. */
function startedBefore(trace: Trace, sites: readonly Site[], appends: readonly ReturnType<typeof appendOf>[], branch: Node | undefined): string | true | undefined {
  const tests: string[] = [];
  for (const [index, site] of sites.entries()) {
    const append = appends[index];
    if (append ? append.test === undefined && append.branch === branch : site.branch === branch) return true;
    if (!append?.test || append.branch !== branch || !isSteady(trace, append.test)) return undefined;
    tests.push(/^(?:Identifier|(?:Optional)?MemberExpression)$/.test(append.test.type) || appends.length === 1 ? site.source.slice(append.test) : `(${site.source.slice(append.test)})`);
  }
  return tests.join(' || ');
}

/** The appended text with ` and ` in front, or with the parameter's name where no term came before. */
function nextTerm(site: Site, text: NonNullable<Site['text']>, name: string, begins: string | true, value: NewValue): string {
  const { quote } = site.source;
  const [and, start] = [`${quote}%20and%20${quote}`, `${quote}&${name}=${quote}`];
  const head = begins === true ? and : `${begins} ? ${and} : ${start}`;
  const parts = text.encoded(value);
  if (text.root.type === 'TemplateLiteral') return `\`${begins === true ? '%20and%20' : `\${${head}}`}${parts.map((part) => (typeof part === 'string' ? escapeFor(part, '`') : `\${${part.code}}`)).join('')}\``;
  return [begins === true ? head : `(${head})`, ...parts.map((part) => (typeof part === 'string' ? `${quote}${escapeFor(part, quote)}${quote}` : part.code))].join(' + ');
}
