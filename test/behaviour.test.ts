import { afterAll, describe, expect, it } from 'vitest';
import { isDecoy, listPrograms } from './behaviour/programs.ts';
import { cleanUp, faults, isWanted, judge } from './behaviour/run.ts';

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
      const { verdict, notes } = await inTurn(() => judge(program));
      expect(isWanted(verdict) ? [] : [verdict, ...notes]).toEqual([]);
    });
  }
});
