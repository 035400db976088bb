import type { Confidence, Evidence, Fact, NewValue, Param, Query, Range, Rewrite } from './facts.ts';

/** A place the changelog breaks, and what can be done. Plain data: reporters print it, `fix/` applies it. */
export interface Problem<Message extends string = string> {
  readonly at: Range;
  readonly message: Message;
  readonly data?: Readonly<Record<string, string>>;
  /** Applied by `fix`: same requests, same values, after the change. */
  readonly fix?: Rewrite;
  /** Offered, applied only with `--suggestions` or `--interactive`. */
  readonly suggest?: Rewrite;
}

export interface RuleOptions {
  /** `2022-11` reports forms that became valid again later (patch operation `add`). */
  readonly target: 'today' | '2022-11';
  /** Adds `and status eq "active"` where the old list defaulted to active users. */
  readonly keepActiveDefault: boolean;
}

/** One deprecation. `check` is pure: a fact in, problems out; no syntax tree, no file system, no other rule. */
export interface Rule<Kind extends Fact['kind'] = Fact['kind'], Message extends string = string> {
  readonly id: string;
  /** Which facts the rule reads. */
  readonly on: readonly Kind[];
  readonly summary: string;
  /** The paragraph of the changelog that this rule stands on. */
  readonly source: string;
  /** Words, one of which a file must contain for the rule to have anything to say in it. */
  readonly words: readonly string[];
  readonly messages: Readonly<Record<Message, string>>;
  check(fact: Extract<Fact, { kind: Kind }>, options: RuleOptions): Iterable<Problem<Message>>;
}

/** Where a name of a list like `id,name` is written: the text of a constant or of an element, otherwise the parameter. */
export function listedAt({ at, value }: Param, name: string): Range {
  return value.parts?.find(({ text }) => text.split(',').some((part) => part.trim() === name)) ?? at;
}

/** Where the code sends on whatever parameters it is given, and one of these names is among them. */
export function* forwarded(query: Query, names: readonly string[]): Generator<{ readonly at: Range; readonly message: 'forwarded'; readonly data: Record<string, string>; readonly fix: Rewrite }> {
  for (const at of query.forwards) {
    const old = at.names.filter((name) => names.includes(name));
    if (old.length > 0) yield { at, message: 'forwarded', data: { old: old.join('` and `') }, fix: { blocked: 'the names are only known when the program runs; translate the old ones before they are sent on' } };
  }
}

/** The message of such a finding. */
export const forwardedMessage = 'Every parameter that this code is given goes on to the users API, from which `{{old}}` was removed.';

/** Types a rule: its messages are checked against the problems it yields. */
export function defineRule<const Kind extends Fact['kind'], Message extends string>(rule: Rule<Kind, Message>): Rule<Kind, Message> {
  return rule;
}

export type AnyRule = Rule<'request', string> | Rule<'field', string> | Rule<'request' | 'field', string> | Rule<'request' | 'declared', string> | Rule<'request' | 'field' | 'declared', string>;

/** How sure a finding is, as numbers: the surest is the highest. */
export const ranks: Readonly<Record<Confidence, number>> = { certain: 2, likely: 1, possible: 0 };

/** The parameters that count where some are sent, by their names. */
export type Said = ReadonlyMap<string, Param>;

/** One parameter in place of several that objects lying over each other hold. */
export interface Layered {
  readonly fix: Rewrite;
  /** The first parameter of each object. */
  readonly firsts: readonly Param[];
  /** What the new parameter says in the object that has this one. */
  newValue(param: Param): NewValue;
}

/** True where one of them is sent in more than one way. */
export const isTwice = (params: readonly Param[]): boolean => new Set(params.map((param) => param.name)).size < params.length;

/**
 * `{ ...defaults, ...query }`: what a lower object says counts in the one above it as far as that does not say it again.
 * `inLayer`: the new parameter there, or why there is none. Undefined where the parameters are not sent in this way.
 */
export function overLayers(query: Query, params: readonly Param[], name: string, inLayer: (said: Said) => { readonly reason: string | undefined; readonly value: NewValue }): Layered | undefined {
  const found = query.layers(params);
  if (!found || found.length < 2 || found.some(isTwice)) return undefined;
  const said = new Map<string, Param>();
  const layers = found.map((own) => {
    for (const param of own) said.set(param.name, param);
    const far = [...said.values()].find((param) => !own.includes(param) && param.value.text === undefined);
    const { reason = far && `\`${far.name}\` is given elsewhere, with a value that is not known here`, value } = inLayer(said);
    return { params: own, reason, value };
  });
  const reason = layers.map((layer) => layer.reason).find((one) => one !== undefined);
  return {
    fix: reason === undefined ? query.replaceLayers(layers, name) : { blocked: reason },
    firsts: layers.flatMap((layer) => layer.params.slice(0, 1)),
    newValue: (param) => layers.find((layer) => layer.params.includes(param))?.value ?? [],
  };
}

/** A problem as reporters and `fix/` see it: placed, worded, explained. Lines and columns start at 1. */
export interface Finding {
  readonly ruleId: string;
  readonly at: Range;
  readonly line: number;
  readonly column: number;
  readonly endLine: number;
  readonly endColumn: number;
  readonly message: string;
  readonly evidence: Evidence;
  /** Findings of one group are fixed together or not at all. */
  readonly group: string;
  readonly fixable: 'fix' | 'suggestion' | 'none';
  /** The edits of the fix, or of the suggestion. Empty when there are none. */
  readonly edits: readonly import('./facts.ts').Edit[];
  /** Why it is not fixed, when it is not. */
  readonly blocked?: string;
  /** It stands in what the program has in place of users. */
  readonly isOfDouble?: boolean;
}

/** A declared member and all that names it: they change as a whole. */
export const isOfType = (group: string): boolean => group.startsWith('type:');

/** True for a group of a request that is made at this place. */
export const isOfCall = (group: string | undefined, { file, start }: Pick<Range, 'file' | 'start'>): boolean => !!group?.startsWith(`request:${file}:${start}:`);

/** True for a group of requests that change together with the type of what they send. */
export const isOfSent = (group: string): boolean => group.startsWith('type:sent:');

export interface FileError {
  readonly file: string;
  readonly line?: number;
  readonly message: string;
}

/** A look-alike that was examined and left alone, with what it is instead. Shown with `--why`. */
export interface Refusal {
  readonly at: Range;
  readonly line: number;
  readonly note: string;
}

export interface LintResult {
  /** Sorted by file, then place. */
  readonly findings: readonly Finding[];
  readonly refusals: readonly Refusal[];
  readonly errors: readonly FileError[];
  /** Why files were left out -> how many. */
  readonly skipped: Readonly<Record<string, number>>;
  /** True when anything in the project, or in its configuration, says Qlik. */
  readonly hasQlikEvidence: boolean;
  readonly counters: { readonly parsed: number };
  /** Where the trace stopped looking before it knew everything, one sentence each. */
  readonly notices: readonly string[];
}
