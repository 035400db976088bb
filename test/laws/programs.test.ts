import fc from 'fast-check';
import { isDeepStrictEqual } from 'node:util';
import { beforeAll, describe, expect, it } from 'vitest';
import { fixTexts, lintTexts } from '../harness/memory-files.ts';
import { type Outcome, runAll } from './batch.ts';
import { type Part, type Program, programs } from './programs.ts';

/** `LAWS_SEED=random` draws other programs, `LAWS_RUNS` says how many; a failure names the seed. */
const seed = process.env['LAWS_SEED'] === 'random' ? Date.now() % 1_000_000_007 : Number(process.env['LAWS_SEED'] ?? 2022);
const runs = Number(process.env['LAWS_RUNS'] ?? 90);

interface Judged {
  readonly name: string;
  readonly program: Program;
  readonly after: Readonly<Record<string, string>>;
  /** Numbers of the parts that something firm is still said about, with what is said. */
  readonly left: ReadonlyMap<string, string>;
  readonly found: ReadonlySet<string>;
}

/** The part in which a place lies: its comment stands above. */
function partAt(texts: Readonly<Record<string, string>>, file: string, start: number): string {
  const above = (texts[file.replace('/project/', '')] ?? '').slice(0, start);
  return [...above.matchAll(/\/\/ part (\w+) begins/g)].at(-1)?.[1] ?? 'head';
}

function judge(program: Program, name: string): Judged {
  const firm = (result: ReturnType<typeof lintTexts>) => result.findings.filter((finding) => finding.evidence.confidence !== 'possible');
  const { texts: after, remaining } = fixTexts(program.texts);
  const left = new Map(firm(remaining).map((finding) => [partAt(after, finding.at.file, finding.at.start), `${finding.ruleId}: ${finding.blocked ?? finding.message}`]));
  const found = new Set(firm(lintTexts(program.texts)).map((finding) => partAt(program.texts, finding.at.file, finding.at.start)));
  return { name, program, after, left, found };
}

const shown = ({ name, program, after }: Judged, lines: readonly unknown[]): string =>
  [
    `${name}, LAWS_SEED=${seed} LAWS_RUNS=${runs}`,
    ...lines.map((line) => (typeof line === 'string' ? line : JSON.stringify(line))),
    ...Object.entries(program.texts).flatMap(([file, text]) => [`--- ${file}`, text, `+++ ${file}`, after[file] ?? '']),
  ].join('\n');

/** What one part printed. */
const linesOf = (outcome: Outcome | undefined, part: Part): string[] => (outcome?.lines ?? []).filter((line) => line.startsWith(`${part.number} `));

describe('generated programs', () => {
  const judged = fc.sample(programs, { seed, numRuns: runs }).map((make, index) => judge(make(`p${index}`), `p${index}`));
  const outcomes: Record<string, Map<string, Outcome>> = {};

  beforeAll(async () => {
    const after = judged.map(({ name, after }) => ({ name, texts: after }));
    outcomes['before'] = await runAll(
      judged.map(({ name, program }) => ({ name, texts: program.texts })),
      'before',
    );
    outcomes['after'] = await runAll(after, 'after');
    outcomes['overlap'] = await runAll(after, 'overlap');
  }, 300_000);

  it('work on the old server', () => {
    for (const one of judged) {
      const outcome = outcomes['before']?.get(one.name);
      const wrong = one.program.parts.filter((part) => linesOf(outcome, part).some((line) => /^\d+ failed/.test(line)));
      expect(wrong.length === 0 ? '' : shown(one, [wrong, outcome?.lines, outcome?.log])).toBe('');
    }
  });

  it('do the same on the new server, part by part, unless something is said about the part', () => {
    const failures: string[] = [];
    for (const one of judged) {
      const [before, after] = [outcomes['before']?.get(one.name), outcomes['after']?.get(one.name)];
      for (const part of one.program.parts) {
        const isLeft = one.left.has(String(part.number));
        const [old, current] = [linesOf(before, part), linesOf(after, part)];
        if (!isLeft && !isDeepStrictEqual(old, current)) failures.push(shown(one, [part, 'silently different', old, current, after?.log]));
      }
      if (one.left.size === 0 && !isDeepStrictEqual(before?.state, after?.state)) failures.push(shown(one, ['another state', after?.log]));
    }
    expect(failures.slice(0, 3).join('\n\n'), `${failures.length} failures`).toBe('');
  });

  it('are not spoilt where something is left: a server that knows both words gives the same', () => {
    for (const one of judged) {
      const [before, overlap] = [outcomes['before']?.get(one.name), outcomes['overlap']?.get(one.name)];
      const wrong = one.program.parts.filter((part) => !isDeepStrictEqual(linesOf(before, part), linesOf(overlap, part)));
      expect(wrong.length === 0 ? '' : shown(one, [wrong, before?.lines, overlap?.lines, overlap?.log])).toBe('');
      expect(isDeepStrictEqual(before?.state, overlap?.state) ? '' : shown(one, ['another state', overlap?.log])).toBe('');
    }
  });

  it('are left alone where they only look alike', () => {
    for (const one of judged) expect(one.program.parts.filter((part) => part.kind === 'noise' && one.found.has(String(part.number))).length === 0 ? '' : shown(one, [[...one.found]])).toBe('');
  });

  it('are rewritten nearly always', () => {
    const about = judged.flatMap((one) => one.program.parts.filter((part) => one.found.has(String(part.number))).map((part) => !one.left.has(String(part.number))));
    expect(about.length).toBeGreaterThan(judged.length);
    expect(about.filter(Boolean).length / about.length).toBeGreaterThan(0.8);
  });
});
