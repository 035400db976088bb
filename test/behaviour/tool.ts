import fs from 'node:fs';
import path from 'node:path';
import { plainRun } from '../harness/plain-run.ts';
import { render, run } from '../../src/run.ts';
import { sourcesOf } from './programs.ts';

/** The tool, called in this process the way the command line calls it. */
export interface Finding {
  readonly ruleId: string;
  readonly file: string;
  readonly line: number;
  readonly confidence: 'certain' | 'likely' | 'possible';
  readonly message: string;
  /** Why it is not rewritten. */
  readonly blocked?: string;
}

async function lint(command: 'check' | 'fix', cwd: string): Promise<Finding[]> {
  const { report } = await run({ ...plainRun, command }, { cwd, now: () => 0 });
  return JSON.parse(render(report, 'json', { colour: false, columns: 100, why: false, quiet: false })).findings;
}

/** What fails a check: findings of confidence `certain` and `likely`. */
export const check = async (folder: string): Promise<Finding[]> => (await lint('check', folder)).filter((finding) => finding.confidence !== 'possible');

/** Rewrites in place, and names the files that changed. */
export async function fix(folder: string): Promise<string[]> {
  const before = texts(folder);
  await lint('fix', folder);
  const after = texts(folder);
  return [...after.keys()].filter((name) => before.get(name) !== after.get(name));
}

const texts = (folder: string): Map<string, string> => new Map(sourcesOf(folder).map((name) => [name, fs.readFileSync(path.join(folder, name), 'utf8')]));
