import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import type { Mode } from './data.ts';
import { execute, isOk, isSame, type Run } from './execute.ts';
import { copyProgram, isDecoy, type Program, type Row } from './programs.ts';
import { check, type Finding, fix } from './tool.ts';
import { typeErrors } from './typecheck.ts';

/**
 * equivalent: fixed, and on the new server it does what it did on the old one. reported: everything was reported and nothing spoilt.
 * silent: a decoy was left alone. unsettled: right, but something is still reported or a second fix changes it. not-fixed: reported
 * where a fix was wanted. missed: not the same, and a line was not reported. broken: spoilt by the fix. noisy: a decoy was reported.
 */
export type Verdict = 'equivalent' | 'reported' | 'silent' | 'unsettled' | 'not-fixed' | 'missed' | 'broken' | 'noisy';

export const isWanted = (verdict: Verdict): boolean => ['equivalent', 'reported', 'silent'].includes(verdict);

export interface Judgement {
  readonly program: Program;
  readonly verdict: Verdict;
  /** Why, for people. */
  readonly notes: readonly string[];
  readonly findings: readonly Finding[];
  /** Rows that had to be reported and were not. */
  readonly unreported: readonly Row[];
  /** Findings that no row asks for. */
  readonly unasked: readonly Finding[];
  /** What is still reported after the fix. */
  readonly left: readonly Finding[];
}

const repository = path.resolve(import.meta.dirname, '../..');
let place: string | undefined;
let copies = 0;

/** A fresh copy of a program, with the packages one level above it. */
function freshCopy(program: Program): string {
  if (!place) {
    place = fs.realpathSync(fs.mkdtempSync(path.join(os.tmpdir(), 'behaviour-')));
    fs.symlinkSync(path.join(repository, 'node_modules'), path.join(place, 'node_modules'), 'junction');
  }
  const folder = path.join(place, `${program.name}-${(copies += 1)}`);
  copyProgram(program, folder);
  for (const [name, installed] of Object.entries(program.packages ?? {})) {
    const link = path.join(folder, 'node_modules', name);
    fs.mkdirSync(path.dirname(link), { recursive: true });
    fs.symlinkSync(path.join(repository, 'node_modules', installed), link, 'junction');
  }
  return folder;
}

/** Removes all copies. */
export function cleanUp(): void {
  if (place) fs.rmSync(place, { recursive: true, force: true });
  place = undefined;
}

const originals = new Map<string, Promise<Run>>();

/** The unmodified program's run on a server of the old kind; run once. */
function original(program: Program): Promise<Run> {
  const known = originals.get(program.name) ?? execute(program, freshCopy(program), 'before');
  originals.set(program.name, known);
  return known;
}

/** Faults of the program itself: it must work on the old server, and prove something on the new one. */
export async function faults(program: Program): Promise<string[]> {
  const copy = freshCopy(program);
  const before = await original(program);
  if (!isOk(before)) return [`does not work before: ${trouble(before)}`];
  const found = before.out.trim() === '' ? ['prints nothing'] : [];
  if (program.run !== false) {
    const after = await execute(program, copy, 'after');
    if (isDecoy(program) !== isSame(before, after)) found.push(isDecoy(program) ? `a decoy that changes: ${difference(before, after)}` : 'works the same on the new server without any change');
  }
  const rules = new Set(program.expected.map((row) => row.rule));
  for (const rule of [...new Set([...rules, ...program.rules])].filter((id) => !rules.has(id) || !program.rules.includes(id))) found.push(`${rule} is not in both program.json and expected.json`);
  return program.typechecks ? [...found, ...typeErrors(copy)] : found;
}

/** Runs the program on the old server, migrates a copy, and runs that on the new one. */
export async function judge(program: Program): Promise<Judgement> {
  const copy = freshCopy(program);
  const before = await original(program);
  const findings = await check(copy);
  const changed = await fix(copy);
  const remaining = await check(copy);
  const isSettled = (await fix(copy)).length === 0;
  const errors = program.typechecks && changed.length > 0 ? typeErrors(copy) : [];
  const compare = async (mode: Mode): Promise<string | undefined> => {
    const run = await execute(program, copy, mode);
    return isSame(before, run) ? undefined : `on ${mode}: ${difference(before, run)}`;
  };
  const unreported = program.expected.filter((row) => !row.also && !findings.some((finding) => matches(row, finding)));
  const unasked = findings.filter((finding) => !program.expected.some((row) => matches(row, finding)));
  const { verdict, notes } = await verdictOf(program, { unreported, remaining, changed, isSettled, errors, findings, compare });
  return {
    program,
    verdict,
    notes: [...notes, ...unreported.map(({ file, line, rule }) => `not reported: ${file}:${line} ${rule}`), ...unasked.map((finding) => `not asked for: ${shown(finding)}`)],
    findings,
    unreported,
    unasked,
    left: remaining,
  };
}

interface Facts {
  readonly unreported: readonly Row[];
  readonly findings: readonly Finding[];
  readonly remaining: readonly Finding[];
  readonly changed: readonly string[];
  readonly isSettled: boolean;
  readonly errors: readonly string[];
  /** How a run of the fixed copy differs from the original's, if it does. */
  compare(mode: Mode): Promise<string | undefined>;
}

type Decision = { readonly verdict: Verdict; readonly notes: readonly string[] };

async function verdictOf(program: Program, facts: Facts): Promise<Decision> {
  if (isDecoy(program)) return decoyVerdict(facts);
  if (facts.errors.length > 0) return { verdict: 'broken', notes: facts.errors };
  const after = await facts.compare('after');
  if (program.fix === 'full' && !after) return settled('equivalent', facts, facts.remaining);
  const overlap = after ? await facts.compare('overlap') : undefined;
  if (overlap && facts.changed.length > 0) return { verdict: 'broken', notes: [overlap] };
  if (facts.unreported.length > 0) return { verdict: 'missed', notes: [after ?? ''] };
  if (overlap) return { verdict: 'broken', notes: [overlap] };
  if (program.fix === 'report') return settled('reported', facts, []);
  return facts.remaining.length > 0 ? { verdict: 'not-fixed', notes: [after ?? '', ...facts.remaining.map((finding) => `left: ${shown(finding)}`)] } : { verdict: 'broken', notes: [after ?? ''] };
}

function settled(verdict: Verdict, { isSettled }: Facts, remaining: readonly Finding[]): Decision {
  const notes = [...remaining.map((finding) => `left: ${shown(finding)}`), ...(isSettled ? [] : ['a second fix changes something'])];
  return { verdict: notes.length > 0 ? 'unsettled' : verdict, notes };
}

async function decoyVerdict({ findings, changed, compare }: Facts): Promise<Decision> {
  if (changed.length === 0) return { verdict: findings.length === 0 ? 'silent' : 'noisy', notes: [] };
  const after = await compare('after');
  return { verdict: after ? 'broken' : 'noisy', notes: [`changed: ${changed}`, ...(after ? [after] : [])] };
}

export const matches = (row: Row, finding: Finding): boolean => row.file === finding.file && row.rule === finding.ruleId && finding.line >= row.line && finding.line <= (row.to ?? row.line);

const shown = ({ file, line, ruleId, message }: Finding): string => `${file}:${line} ${ruleId}: ${message}`;

const trouble = (run: Run): string => `exit ${run.code}\n${run.err.slice(-1500)}\n${run.log.filter((line) => /^[45]/.test(line)).join('\n')}`;

function difference(before: Run, run: Run): string {
  if (!isOk(run)) return trouble(run);
  return before.out === run.out ? `another state\n${JSON.stringify(run.state)}` : `printed\n${run.out}instead of\n${before.out}`;
}
