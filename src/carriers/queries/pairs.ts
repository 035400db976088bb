import type { Rewrite } from '../../facts.ts';
import { placeKey } from '../../source/ranges.ts';
import { isCall, type Node, outermost, unwrap } from '../../source/ast.ts';
import { staticText } from '../../trace/evaluate.ts';
import { changesTo } from '../../trace/changes/made.ts';
import { eachOf, eachPair } from '../../trace/texts/text.ts';
import type { Trace } from '../../trace/trace.ts';
import { absent, type ListValue, literalText, members, type Ref, type Value } from '../../trace/value.ts';
import { isRepeated, removedWhole } from './appended-text.ts';
import { rangeOf, replaceRange, stringCode, valueCode } from '../code.ts';
import { commonKey } from '../fields/common-keys.ts';
import { withTests } from './emptiness.ts';
import type { Sites } from './object.ts';
import { branchOf, type Site } from './site.ts';
import { readValue } from '../values.ts';

/**
 * Parameters of a list of pairs: `new URLSearchParams([['sortBy', 'name'], …])`, with those that are pushed into it later. The pairs may be
 * filtered before they are sent. `whole`: the parameters of what other elements are the entries of.
 */
export function pairSites(trace: Trace, list: ListValue, whole: (of: Value) => Sites): readonly Sites[] {
  const { node } = list.ref;
  const known = new Map<string, Site>();
  const others: Sites[] = [];
  for (const value of elementsOf(trace, list)) {
    const pair = pairOf(trace, value);
    const of = pair ? undefined : entriesIn(trace, value);
    const site = pair && pairSite(trace, pair);
    if (site) known.set(placeKey(site.at), known.get(placeKey(site.at)) ?? { ...withTests(trace, node, site), holder: node });
    else if (of) others.push(whole(of));
    else if (!isNothing(value)) others.push({ sites: [], complete: false });
  }
  return [{ sites: [...known.values()], complete: true }, ...others];
}

/** What it is written with, what is pushed into it, and what else comes into it. */
function elementsOf(trace: Trace, list: ListValue): Value[] {
  const pushed = changesTo(trace, list.ref).flatMap(({ kind, value, frame }) => {
    const given = kind === 'spread' ? trace.element(trace.evaluate(value, frame), value, frame) : kind === 'add' ? trace.evaluate(value, frame) : undefined;
    return given ? members(given) : [];
  });
  return [...list.items.flatMap((item) => members(trace.value(item))), ...pushed, ...(list.rest ? members(list.rest) : [])];
}

/** What a filter takes out, or nobody sends. */
const isNothing = (value: Value): boolean => value === absent || literalText(value) === '';

/** `entries.map(([key, value]) => [key, String(value)])`: what the entries are of. */
function entriesIn(trace: Trace, value: Value): Value | undefined {
  return (value.kind === 'list' && !value.rest && value.items.length === 2 ? eachOf(value.items.map((item) => trace.value(item))) : eachPair(value))?.of;
}

interface Pair {
  readonly pair: Node;
  readonly key: Node;
  readonly given: Node;
  readonly name: string;
  readonly frame: Ref['frame'];
}

/** A pair that is written out, whose name is known. */
function pairOf(trace: Trace, value: Value): Pair | undefined {
  if (value.kind !== 'list' || value.rest || value.items.length !== 2) return undefined;
  const { node, frame } = value.ref;
  const pair = unwrap(node);
  const [key, given] = pair.type === 'ArrayExpression' ? (pair['elements'] as (Node | null)[]) : [];
  const name = key && given?.type !== 'SpreadElement' ? staticText(trace, key, frame) : undefined;
  return key && given && name !== undefined ? { pair, key, given, name, frame } : undefined;
}

function pairSite(trace: Trace, { pair, key, given, name, frame }: Pair): Site {
  const source = trace.project.sourceOf(pair);
  const branch = branchOf(pair, undefined);
  const rename = (to: string): ReturnType<typeof replaceRange> => replaceRange(source, key, stringCode(source, to, key));
  const isPushed = isCall(outermost(pair).parent);
  const again: Rewrite | undefined = isPushed && isRepeated(trace, pair) ? { blocked: 'the parameter is appended in a loop' } : undefined;
  const site: Site = {
    name,
    source,
    at: rangeOf(source, key),
    value: readValue(trace, { node: given, frame }),
    given: { node: given, frame },
    anchor: pair,
    branch,
    conditional: branch !== undefined,
    ...(isPushed ? { isAdded: true } : {}),
    rename: (to) => [rename(to)],
    remove: () => again ?? removedWhole(source, pair) ?? { blocked: 'the pair is part of a larger expression' },
    replace: (to, value) => again ?? [rename(to), replaceRange(source, given, valueCode(source, value, given))],
  };
  return commonKey(trace, key, site, frame);
}
