import fs from 'node:fs';
import path from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { accuracyPage } from './behaviour/accuracy-page.ts';
import { knownLimits } from './behaviour/known-limits.ts';
import { isDecoy, listPrograms } from './behaviour/programs.ts';
import { cleanUp, faults, isWanted, judge, type Judgement } from './behaviour/run.ts';
import { lintTexts } from './harness/memory-files.ts';

afterAll(cleanUp);

let running = 0;
const waiting: (() => void)[] = [];

/** Two at a time: most of a test is waiting for a program that runs. */
async function inTurn<T>(task: () => Promise<T>): Promise<T> {
  if (running >= 2) await new Promise<void>((resolve) => waiting.push(resolve));
  else running += 1;
  try {
    return await task();
  } finally {
    const next = waiting.shift();
    if (next) next();
    else running -= 1;
  }
}

const programs = listPrograms();
const judgements: Judgement[] = [];

describe.concurrent('every program proves something', () => {
  for (const program of programs) {
    it(`${program.name} works on the old server, and ${isDecoy(program) ? 'just so' : 'not the same'} on the new one`, async () => {
      expect(await inTurn(() => faults(program))).toEqual([]);
    });
  }
});

describe.concurrent('a program after the fix', () => {
  for (const program of programs) {
    const aim = isDecoy(program) ? 'is left alone' : program.fix === 'full' ? 'behaves as before' : 'is reported and not spoilt';
    it(`${program.name} ${aim}: ${program.about}`, async () => {
      const judgement = await inTurn(() => judge(program));
      judgements.push(judgement);
      const { verdict, notes } = judgement;
      expect(isWanted(verdict) ? [] : [verdict, ...notes]).toEqual([]);
    });
  }
});

describe('docs/accuracy.md', () => {
  it('says what the tool does with the programs (npm run accuracy -- --write)', ({ skip }) => {
    if (judgements.length < programs.length) skip('not all programs were judged');
    expect(fs.readFileSync(path.resolve(import.meta.dirname, '../docs/accuracy.md'), 'utf8')).toBe(accuracyPage(judgements));
  });
  it.each(knownLimits.map(({ what, texts }) => [what, texts] as const))('is right that it does not see: %s', (_, texts) => {
    const lines = Object.entries(texts).flatMap(([name, text]) => text.split('\n').flatMap((line, index) => (line.endsWith('// old') ? [`/project/${name}:${index + 1}`] : [])));
    expect(lines.length).toBe(1);
    expect(lintTexts(texts).hasQlikEvidence).toBe(true);
    expect(lintTexts(texts).findings.map((finding) => `${finding.at.file}:${finding.line}`)).toEqual([]);
  });
});
