import { byPlace } from './source/ranges.ts';
import type { Edit, Fact, Rewrite } from './facts.ts';
import { type AnyRule, type Finding, isOfCall, isOfType, type Problem, ranks, type RuleOptions } from './rule.ts';
import type { Statistics } from './statistics.ts';
import type { Project } from './trace/project.ts';

interface Raised {
  readonly rule: AnyRule;
  readonly fact: Fact;
  readonly problem: Problem;
}

interface Judging {
  readonly rules: readonly AnyRule[];
  readonly ruleOptions: RuleOptions;
  readonly statistics?: Statistics | undefined;
}

/** Facts -> problems -> findings: worded, placed, one for each place and rule, sorted. */
export function findingsOf(project: Project, facts: readonly Fact[], options: Judging): Finding[] {
  const told = facts.flatMap((fact) => project.attempt(fact.at.file, () => allOrNothing(problemsOf(fact, options).map((one) => withinCode(project, one))), []));
  const raised = withTheirLinks(withTheSameAddress(project, withWhatIsAsked(withTheCode(told))));
  const byPlace = new Map<string, Raised[]>();
  for (const one of raised) {
    const key = `${one.rule.id}\0${one.problem.at.file}\0${one.problem.at.start}`;
    byPlace.set(key, [...(byPlace.get(key) ?? []), one]);
  }
  return settled([...byPlace.values()].map((same) => ({ one: finding(project, same), groups: new Set(same.map(({ fact }) => fact.group ?? '')) }))).sort(byPosition);
}

/** The same rule over all contexts of one request: what is blocked in one blocks the rest, and so does a place that requests share. */
function settled(findings: readonly { readonly one: Finding; readonly groups: ReadonlySet<string> }[]): Finding[] {
  const reasons = new Map(findings.flatMap(({ one, groups }) => (one.blocked !== undefined && one.fixable === 'none' ? [...groups].flatMap((group) => (/^(?:request|type):/.test(group) ? [[group, one.blocked] as const] : [])) : [])));
  return findings.map(({ one }) =>
    one.fixable === 'fix' && reasons.has(one.group)
      ? {
          ...one,
          fixable: 'none' as const,
          edits: [],
          blocked: `${isOfType(one.group) ? 'the declared member and everything that names it' : 'the request'} changes as a whole, and another part of it cannot be rewritten: ${reasons.get(one.group)}`,
        }
      : one,
  );
}

function problemsOf(fact: Fact, { rules, ruleOptions, statistics }: Judging): Raised[] {
  return rules.flatMap((rule) => {
    if (!(rule.on as readonly string[]).includes(fact.kind)) return [];
    const check = (): Problem[] => [...(rule.check as (fact: Fact, options: RuleOptions) => Iterable<Problem>)(fact, ruleOptions)];
    return (statistics ? statistics.rule(rule.id, check) : check()).map((problem) => ({ rule, fact, problem }));
  });
}

/** In a file of another language only code changes, and only to what can be written where it stands. */
function withinCode(project: Project, one: Raised): Raised {
  const { fix, suggest, at } = one.problem;
  const kept = project.source(at.file)?.embedding?.kept;
  if (kept !== undefined) return { ...one, problem: { ...one.problem, fix: { blocked: kept }, ...(suggest ? { suggest: { blocked: kept } } : {}) } };
  const refused = (rewrite: Rewrite | undefined): string | undefined =>
    rewrite && !('blocked' in rewrite) ? rewrite.map((edit) => (edit.file.endsWith('.json') ? undefined : project.source(edit.file)?.refusal(edit, edit.text))).find((reason) => reason !== undefined) : undefined;
  const fixRefused = refused(fix);
  const suggestRefused = refused(suggest);
  if (fixRefused === undefined && suggestRefused === undefined) return one;
  return { ...one, problem: { ...one.problem, ...(fixRefused === undefined ? {} : { fix: { blocked: fixRefused } }), ...(suggestRefused === undefined ? {} : { suggest: { blocked: suggestRefused } }) } };
}

/** One request changes as a whole: `filter` may not stand beside a parameter that could not be rewritten. */
function allOrNothing(raised: readonly Raised[]): Raised[] {
  const reason = raised.map(({ problem }) => blockedBy(problem.fix)).find((why) => why !== undefined);
  if (reason === undefined || raised.length < 2 || raised[0]?.fact.kind !== 'request') return [...raised];
  return raised.map((one) => (blockedBy(one.problem.fix) === undefined ? held(one, `the request changes as a whole, and another part of it cannot be rewritten: ${reason}`) : one));
}

/** A mock stays as it is where none of the code can be rewritten for which it stands. */
function withTheCode(raised: readonly Raised[]): Raised[] {
  const keyOf = ({ rule, fact }: Raised): string => (fact.kind === 'request' ? `${rule.id}\0${fact.endpoint}` : '');
  const isOfMock = ({ fact }: Raised): boolean => fact.kind === 'request' && fact.mockOf !== undefined;
  const ofCode = raised.filter((one) => one.fact.kind === 'request' && !isOfMock(one));
  const fixed = new Set(ofCode.filter(({ problem }) => blockedBy(problem.fix) === undefined).map(keyOf));
  const stuck = new Set(ofCode.map(keyOf).filter((key) => !fixed.has(key)));
  return raised.map((one) => (isOfMock(one) && stuck.has(keyOf(one)) && blockedBy(one.problem.fix) === undefined ? held(one, 'the code for which the mock stands cannot be rewritten') : one));
}

/** What a request asks for by its old name is read by that name: when the request stays, its readers stay. */
function withWhatIsAsked(raised: readonly Raised[]): Raised[] {
  const asking = raised.flatMap(({ rule, fact, problem }) => {
    const why = fact.kind === 'request' && problem.message === 'field' ? blockedBy(problem.fix) : undefined;
    return why === undefined ? [] : [{ rule, group: fact.group, why }];
  });
  if (asking.length === 0) return [...raised];
  return raised.map((one) => {
    const request = one.fact.kind === 'field' && blockedBy(one.problem.fix) === undefined ? asking.find(({ rule, group }) => rule === one.rule && one.fact.evidence.trail.some((step) => isOfCall(group, step))) : undefined;
    return request ? held(one, `\`fields\` of the request names it, and cannot be rewritten: ${request.why}`) : one;
  });
}

/** One call that is given the same address from two places may keep something under it: where it stays in one of them, it stays in the other. */
function withTheSameAddress(project: Project, raised: readonly Raised[]): Raised[] {
  const keyOf = ({ fact }: Raised): string | undefined => {
    if (fact.kind !== 'request' || fact.endpoint !== 'GET /users' || fact.mockOf || fact.query.params.length === 0 || !fact.query.complete || fact.query.params.some(({ value }) => value.text === undefined)) return undefined;
    return `${fact.at.file}\0${fact.at.start}\0${fact.query.params.map(({ name, value }) => `${name}=${value.text}`).join('&')}`;
  };
  const stuck = raised.filter((one) => blockedBy(one.problem.fix) !== undefined && keyOf(one) !== undefined);
  if (stuck.length === 0) return [...raised];
  const staying = new Map(stuck.map((one) => [keyOf(one), one]));
  return raised.map((one) => {
    const same = blockedBy(one.problem.fix) === undefined ? staying.get(keyOf(one)) : undefined;
    if (!same || keyOf(one) === undefined) return one;
    const { file, start } = same.problem.at;
    const where = `${file === one.problem.at.file ? 'line ' : `${file.split('/').at(-1)}:`}${project.source(file)?.place(start).line}`;
    return held(one, `the same address stays in ${where}, and the call may keep something under it: ${blockedBy(same.problem.fix)}`);
  });
}

/** Links carry the names that requests are sent with: where a request keeps one, the reads of its links keep it, and with them the other requests whose links they read. */
function withTheirLinks(raised: readonly Raised[]): readonly Raised[] {
  const placeOf = ({ rule, fact }: Raised): string => `${rule.id}\0${fact.at.file}\0${fact.at.start}`;
  const kept = raised.flatMap((one) => {
    const why = one.fact.kind === 'request' && one.problem.message !== 'forwarded' ? blockedBy(one.problem.fix) : undefined;
    return why === undefined ? [] : [{ one, why: `its request keeps the name: ${why}` }];
  });
  const links = new Map<string, { readonly places: Raised[]; readonly groups: Set<string> }>();
  for (const one of kept.length > 0 ? raised : []) {
    if (one.fact.kind !== 'field' || one.fact.place !== 'link') continue;
    const link = links.get(placeOf(one)) ?? { places: [], groups: new Set() };
    link.places.push(one);
    for (const group of one.fact.requests) link.groups.add(group);
    links.set(placeOf(one), link);
  }
  const isOf = ({ rule, fact }: Raised, link: { readonly places: readonly Raised[]; readonly groups: ReadonlySet<string> }): boolean => fact.kind === 'request' && link.places[0]?.rule === rule && link.groups.has(fact.group);
  const staying = new Map<Raised, string>();
  for (let next = kept.pop(); next; next = kept.pop()) {
    const { one, why } = next;
    for (const link of [...links.values()].filter(({ places }) => !places.some((place) => staying.has(place)))) {
      if (!isOf(one, link)) continue;
      for (const place of link.places) staying.set(place, why);
      for (const other of raised.filter((candidate) => isOf(candidate, link) && !staying.has(candidate) && blockedBy(candidate.problem.fix) === undefined)) {
        staying.set(other, 'its links are read by the old name, which another request keeps');
        kept.push({ one: other, why });
      }
    }
  }
  return raised.map((one) => {
    const why = staying.get(one);
    return why === undefined || blockedBy(one.problem.fix) !== undefined ? one : held(one, why);
  });
}

/** The same problem, which is not fixed. */
const held = (one: Raised, blocked: string): Raised => ({ ...one, problem: { ...one.problem, fix: { blocked } } });

function blockedBy(rewrite: Rewrite | undefined): string | undefined {
  return rewrite && 'blocked' in rewrite ? rewrite.blocked : undefined;
}

/** The same place found in several contexts: the surest evidence counts, and the fix must be the same in all. */
function finding(project: Project, same: readonly Raised[]): Finding {
  const [first] = (same.length > 1 ? [...same].sort(bySureness) : same) as [Raised, ...Raised[]];
  const { at } = first.problem;
  const source = project.source(at.file);
  const start = source?.place(at.start) ?? { line: 1, column: 1 };
  const end = source?.place(at.end) ?? start;
  const fix = agreed(same.map(({ problem }) => problem.fix));
  const edits = fix && !('blocked' in fix) ? fix : [];
  const suggestion = edits.length === 0 && first.problem.suggest && !('blocked' in first.problem.suggest) ? first.problem.suggest : [];
  const blocked = blockedBy(fix);
  const group = first.fact.group ?? `field:${at.file}:${at.start}`;
  return {
    ruleId: first.rule.id,
    at,
    line: start.line,
    column: start.column,
    endLine: end.line,
    endColumn: end.column,
    message: worded(first),
    evidence: first.fact.evidence,
    group,
    fixable: edits.length > 0 ? 'fix' : suggestion.length > 0 ? 'suggestion' : 'none',
    edits: edits.length > 0 ? edits : suggestion,
    ...(blocked === undefined ? {} : { blocked }),
    ...(first.fact.kind === 'field' && first.fact.place === 'mock' ? { isOfDouble: true } : {}),
  };
}

/** The surest first; of those the shortest trail, and then the one whose places come first, so that it is always the same. */
function bySureness(a: Raised, b: Raised): number {
  const [one, other] = [a.fact.evidence, b.fact.evidence];
  const places = (): number => one.trail.reduce((order, step, index) => order || byPlace(step, other.trail[index] ?? step), 0);
  return ranks[other.confidence] - ranks[one.confidence] || one.trail.length - other.trail.length || places();
}

function agreed(rewrites: readonly (Rewrite | undefined)[]): Rewrite | undefined {
  const blocked = rewrites.find((rewrite) => blockedBy(rewrite) !== undefined);
  if (blocked) return blocked;
  const key = (rewrite: Rewrite | undefined): string => JSON.stringify(rewrite && !('blocked' in rewrite) ? [...rewrite].sort(byEdit) : []);
  if (new Set(rewrites.map(key)).size < 2) return rewrites[0];
  const edits = rewrites.flatMap((rewrite) => (rewrite && !('blocked' in rewrite) ? rewrite : []));
  const all = [...new Map(edits.map((edit) => [JSON.stringify([edit.file, edit.start, edit.end, edit.text]), edit])).values()].sort(byEdit);
  const isEmpty = rewrites.some((rewrite) => !rewrite || ('blocked' in rewrite ? false : rewrite.length === 0));
  const differs = all.some((edit, index) => edit.file === all[index + 1]?.file && isTouching(edit, all[index + 1] as Edit));
  return differs || (isEmpty && all.length > 0) ? { blocked: 'the code is reached in several ways that would need different changes' } : all;
}

/** Two changes of one place: no text can have both. */
const isTouching = (edit: Edit, next: Edit): boolean => next.start < edit.end || next.start === edit.start;

const byEdit = (a: Edit, b: Edit): number => byPlace(a, b) || a.end - b.end;

function worded({ rule, problem }: Raised): string {
  const template = (rule.messages as Readonly<Record<string, string>>)[problem.message] ?? problem.message;
  return template.replace(/\{\{(\w+)\}\}/g, (_, name: string) => problem.data?.[name] ?? '');
}

const byPosition = (a: Finding, b: Finding): number => byPlace(a.at, b.at) || (a.ruleId < b.ruleId ? -1 : 1);
