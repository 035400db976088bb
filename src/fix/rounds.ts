import path from 'node:path';
import type { Edit, TrailStep } from '../facts.ts';
import { type Finding, isOfCall, isOfSent, isOfType, type LintResult } from '../rule.ts';
import { AcceptedPlaces } from './accepted.ts';
import { PlacedEdits } from './placed.ts';
import { isSame, overlaps, splice, touches } from './splice.ts';

export interface FixOptions {
  readonly selected: ReadonlySet<string>;
  /** Also applies suggestions. */
  readonly suggestions: boolean;
  /** The only findings that may be rewritten; all when undefined. */
  readonly accepted?: readonly Finding[];
  /** The original text of a file. */
  read(file: string): string | undefined;
  /** Judges the files with these texts in place of those on disk. */
  lintTexts(overlay: ReadonlyMap<string, string>, annotated: ReadonlyMap<string, boolean>): LintResult;
  /** The first syntax error of a text, or undefined. */
  fault(file: string, text: string): string | undefined;
  /** Type errors that these changes would bring into a TypeScript project, by file. Asked once the rest is proved. */
  typeFaults?(changes: readonly Change[]): readonly TypeFault[];
}

export interface TypeFault {
  readonly file: string;
  readonly line: number;
  readonly message: string;
}

export interface Change {
  readonly file: string;
  readonly before: string;
  readonly after: string;
}

export interface FixResult {
  readonly changes: readonly Change[];
  readonly fixed: readonly Finding[];
  /** What is reported on the changed files. */
  readonly remaining: LintResult;
  readonly refused: readonly { readonly file: string; readonly reason: string }[];
}

const mostRounds = 10;

/** Fixes round by round until nothing changes, then proves the result; files that fail the proof stay as they were. */
export function fixAll(found: LintResult, options: FixOptions): FixResult {
  const banned = new Map<string, string>();
  const annotated = new Map<string, boolean>();
  const narrowed = new Set<string>();
  let first = found;
  for (let attempt = 0; attempt <= mostRounds; attempt += 1) {
    const run = fixRounds(first, options, banned, annotated);
    const failures = proof(first, run, options, banned);
    const faults = failures.size === 0 ? (options.typeFaults?.(run.changes) ?? []) : [];
    const asked = faults.flatMap((fault) => (annotated.has(fault.file) || !aboutCallbacks(fault) ? [] : [fault]));
    if (asked.length > 0) {
      for (const fault of asked) annotated.set(fault.file, isUntyped(fault));
      first = options.lintTexts(new Map(), annotated);
      continue;
    }
    failByTypes(faults, run, failures, narrowed);
    if (faults.length > 0) unasked(run, failures);
    if (failures.size === 0) return { ...run, remaining: { ...run.remaining, findings: explained(run, options, banned) }, refused: refusedFiles(banned) };
    for (const [file, reason] of failures) banned.set(file, reason);
  }
  return { changes: [], fixed: [], remaining: first, refused: refusedFiles(banned) };
}

/** A new callback finds no type for its parameter, or the one that it names is wider than what is expected. */
const aboutCallbacks = (fault: TypeFault): boolean => isUntyped(fault) || /'\{ name: string; \}(?:\[\])?'/.test(fault.message);
const isUntyped = ({ message }: TypeFault): boolean => /implicitly has an 'any' type/.test(message);

function refusedFiles(banned: ReadonlyMap<string, string>): { file: string; reason: string }[] {
  return [...banned].map(([key, reason]) => {
    const [file = '', rule] = key.split('\0');
    return { file, reason: rule ? `${rule}: ${reason}` : reason };
  });
}

const fieldRules: Readonly<Record<string, string>> = { assignedRoles: 'user-roles', roles: 'user-roles', createdAt: 'user-timestamps', created: 'user-timestamps', lastUpdatedAt: 'user-timestamps', lastUpdated: 'user-timestamps' };

/**
 * Type errors about a renamed member take back that rule: first where they are, and what changes together with it; when that
 * does not help, in all changed files. Where there are only others, they take back their files.
 */
function failByTypes(faults: readonly TypeFault[], run: Omit<FixResult, 'refused'>, failures: Map<string, string>, narrowed: Set<string>): void {
  const named = faults.flatMap((fault) => {
    const rule = fieldRules[/'(assignedRoles|createdAt|lastUpdatedAt|roles|created|lastUpdated)'/.exec(fault.message)?.[1] ?? ''];
    return rule ? [{ fault, rule }] : [];
  });
  const tried = new Set(narrowed);
  for (const { fault, rule } of named) {
    const findings = run.fixed.filter((finding) => finding.ruleId === rule);
    const near = tried.has(rule) ? [] : findings.filter((finding) => finding.edits.some((edit) => edit.file === fault.file));
    // What stands in place of users has what is read of them.
    const doubles = near.length > 0 ? findings.filter(({ isOfDouble }) => isOfDouble) : [];
    for (const file of filesOf(near.length > 0 ? [...togetherWith(near, findings), ...doubles] : findings)) failures.set(`${file}\0${rule}`, typeReason(fault, file));
    narrowed.add(rule);
  }
  if (named.length > 0 && failures.size > 0) return;
  for (const fault of faults) for (const change of run.changes) if (change.file === fault.file || !run.changes.some(({ file }) => file === fault.file)) failures.set(change.file, typeReason(fault, change.file));
}

const filesOf = (findings: readonly Finding[]): Set<string> => new Set(findings.flatMap((finding) => finding.edits.map((edit) => edit.file)));

/** These findings and those of their groups, whose edits may stand in other files. */
function togetherWith(near: readonly Finding[], findings: readonly Finding[]): Finding[] {
  const groups = new Set(near.map(({ group }) => group));
  return findings.filter(({ group }) => groups.has(group));
}

const typeReason = (fault: TypeFault, file: string): string => `it would not type-check: ${fault.file === file ? '' : `${path.posix.basename(fault.file)} `}line ${fault.line}: ${fault.message}`;

interface Rounds extends Omit<FixResult, 'refused'> {
  readonly places: AcceptedPlaces | undefined;
}

function fixRounds(first: LintResult, options: FixOptions, banned: ReadonlyMap<string, string>, annotated: ReadonlyMap<string, boolean>): Rounds {
  const places = options.accepted && new AcceptedPlaces(options.accepted);
  const texts = new Map<string, string>();
  const fixed: Finding[] = [];
  let result = first;
  for (let round = 0; round < mostRounds; round += 1) {
    const accepted = choose(result.findings, options, banned, places);
    if (accepted.edits.length === 0) break;
    fixed.push(...accepted.findings);
    places?.move(accepted.edits);
    for (const [file, edits] of byFile(accepted.edits)) texts.set(file, splice(texts.get(file) ?? options.read(file) ?? '', edits));
    result = options.lintTexts(texts, annotated);
  }
  const changes = [...texts].flatMap(([file, after]) => {
    const before = options.read(file) ?? '';
    return before === after ? [] : [{ file, before, after }];
  });
  return { changes: changes.sort((a, b) => (a.file < b.file ? -1 : 1)), fixed, remaining: result, places };
}

/** Findings whose edits can all be applied now; a group that collides with another waits for the next round. */
function choose(findings: readonly Finding[], options: FixOptions, banned: ReadonlyMap<string, string>, places: AcceptedPlaces | undefined): { edits: Edit[]; findings: Finding[] } {
  const edits: Edit[] = [];
  const chosen: Finding[] = [];
  const placed = new PlacedEdits();
  for (const group of byGroup(findings).values()) {
    const wanted = group.filter((finding) => isWanted(finding, options, places));
    if (wanted.some(({ group: name }) => isOfType(name)) && wanted.some((finding) => finding.edits.some((edit) => !options.selected.has(edit.file) || isBanned(banned, edit.file, finding.ruleId)))) continue;
    const isInTheWay = (finding: Finding): boolean => finding.edits.some((edit) => placed.near(edit).some((other) => other.group !== finding.group && (overlaps(edit, other.edit) || touches(edit, other.edit))));
    if (isOfType(wanted[0]?.group ?? '') && wanted.some(isInTheWay)) continue;
    for (const finding of wanted) {
      const isAllowed = finding.edits.every((edit) => options.selected.has(edit.file) && !isBanned(banned, edit.file, finding.ruleId));
      const collides = finding.edits.some((edit) => placed.near(edit).some((other) => overlaps(edit, other.edit) || (other.group !== finding.group && touches(edit, other.edit))));
      if (!isAllowed || collides || hasCollision(finding.edits)) continue;
      edits.push(...finding.edits.filter((edit) => !placed.near(edit).some((other) => isSame(edit, other.edit))));
      for (const edit of finding.edits) placed.add({ edit, group: finding.group });
      chosen.push(finding);
    }
  }
  return { edits, findings: chosen };
}

/** What is left because another part of its whole was taken back says so. */
function explained({ remaining, places }: Rounds, options: FixOptions, banned: ReadonlyMap<string, string>): Finding[] {
  const reasons = new Map(
    remaining.findings.flatMap((finding) => {
      const file = isOfType(finding.group) && isWanted(finding, options, places) ? finding.edits.map((edit) => edit.file).find((one) => isBanned(banned, one, finding.ruleId)) : undefined;
      return file === undefined ? [] : [[finding.group, { file, reason: banned.get(file) ?? banned.get(`${file}\0${finding.ruleId}`) }] as const];
    }),
  );
  return remaining.findings.map((finding) => {
    const other = isWanted(finding, options, places) ? reasons.get(finding.group) : undefined;
    if (!other || finding.edits.some((edit) => edit.file === other.file)) return finding;
    return { ...finding, fixable: 'none', edits: [], blocked: `the declared member and everything that names it changes as a whole, and ${path.posix.basename(other.file)} could not be rewritten: ${other.reason}` };
  });
}

const isBanned = (banned: ReadonlyMap<string, string>, file: string, rule: string): boolean => banned.has(file) || banned.has(`${file}\0${rule}`);

function hasCollision(edits: readonly Edit[]): boolean {
  return edits.some((edit, index) => edits.slice(index + 1).some((other) => overlaps(edit, other)));
}

function isWanted(finding: Finding, options: FixOptions, places: AcceptedPlaces | undefined): boolean {
  const isSure = finding.evidence.confidence !== 'possible';
  return isSure && (places?.has(finding) ?? true) && finding.edits.length > 0 && (finding.fixable === 'fix' || (finding.fixable === 'suggestion' && options.suggestions));
}

function byGroup(findings: readonly Finding[]): Map<string, Finding[]> {
  const groups = new Map<string, Finding[]>();
  for (const finding of findings) {
    const group = groups.get(finding.group);
    if (group) group.push(finding);
    else groups.set(finding.group, [finding]);
  }
  return groups;
}

function byFile(edits: readonly Edit[]): Map<string, Edit[]> {
  const files = new Map<string, Edit[]>();
  for (const edit of edits) {
    const known = files.get(edit.file);
    if (known) known.push(edit);
    else files.set(edit.file, [edit]);
  }
  return files;
}

/** Files whose new text does not parse, still has what was mended, or has problems that were not there before. */
function proof(first: LintResult, run: Rounds, options: FixOptions, banned: ReadonlyMap<string, string>): Map<string, string> {
  const failures = new Map<string, string>();
  for (const { file, before, after } of run.changes) {
    const fault = options.fault(file, after);
    if (fault && fault !== options.fault(file, before)) failures.set(file, `the rewritten file would not parse: ${fault}`);
  }
  const before = counted(first.findings);
  const changed = new Set(run.changes.map((change) => change.file));
  const left = choose(run.remaining.findings, options, banned, run.places).findings;
  for (const finding of left) for (const edit of finding.edits) if (changed.has(edit.file)) failures.set(edit.file, 'the rewrite does not come to rest');
  for (const [key, count] of counted(run.remaining.findings)) {
    const [file = '', rule] = key.split('\0');
    if (count > (before.get(key) ?? 0) && changed.has(file)) failures.set(file, `the rewrite would bring new ${rule} problems`);
  }
  return connected(run, failures);
}

function counted(findings: readonly Finding[]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const finding of findings) {
    if (finding.evidence.confidence === 'possible') continue;
    const key = `${finding.at.file}\0${finding.ruleId}`;
    counts.set(key, (counts.get(key) ?? 0) + 1);
  }
  return counts;
}

/** A file that fails takes the files with it that one finding changed together with it, and those that ask for what it reads. */
function connected(run: Omit<FixResult, 'refused'>, failures: Map<string, string>): Map<string, string> {
  if (failures.size === 0) return failures;
  const units = run.fixed.map((finding) => new Set([finding, ...run.fixed.filter((other) => asksFor(finding, other) || asksFor(other, finding))].flatMap((one) => one.edits.map((edit) => edit.file))));
  for (let grew = failures.size > 0; grew; ) {
    grew = false;
    for (const files of units) {
      const reason = [...files].map((file) => failures.get(file)).find(Boolean);
      if (!reason) continue;
      for (const file of files) if (!failures.has(file)) grew = !!failures.set(file, `changes together with a file that could not be rewritten (${reason})`);
    }
  }
  return failures;
}

const inTurn = '`fields` of a request and what reads its answer change together';

/** Where `fields` of a request stay, what reads its answer stays, and the other way round. */
function unasked({ fixed }: Omit<FixResult, 'refused'>, failures: Map<string, string>): void {
  const said = (file: string, reason: string | undefined): string | undefined => reason && (reason.startsWith(inTurn) ? reason : `${inTurn}: ${path.posix.basename(file)}: ${reason}`);
  const fails = (finding: Finding): string | undefined => finding.edits.map(({ file }) => said(file, failures.get(file) ?? failures.get(`${file}\0${finding.ruleId}`))).find(Boolean);
  const requests = fixed.filter(({ group }) => group.startsWith('request:') || isOfSent(group));
  const pairs = requests.flatMap((finding) => fixed.filter((other) => asksFor(finding, other)).map((other) => [finding, other] as const));
  for (let grew = true; grew; ) {
    grew = false;
    for (const pair of pairs) {
      const reason = pair.map(fails).find(Boolean);
      const other = pair.find((finding) => fails(finding) === undefined);
      if (!reason || !other) continue;
      for (const file of filesOf([other])) failures.set(`${file}\0${other.ruleId}`, reason);
      grew = true;
    }
  }
}

/** `fields=created` of a request, and `user.created` of what it answers. */
const asksFor = (request: Finding, read: Finding): boolean => request.ruleId === read.ruleId && read.evidence.trail.some((step) => isOfRequest(request, step));

/** True for a finding of a request that is made at this place. */
function isOfRequest({ group, evidence: { trail } }: Finding, step: TrailStep): boolean {
  const [first] = trail;
  return isOfCall(group, step) || (isOfSent(group) && first !== undefined && first.file === step.file && first.start === step.start);
}
