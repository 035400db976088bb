import fs from 'node:fs';
import { flat } from '../reporters/report.ts';
import { prepare } from '../prepare.ts';
import { complete } from '../run.ts';
import { UsageError } from '../usage-error.ts';
import { cacheOptions } from './cache.ts';
import { readConfig } from './config.ts';
import { chooseFixes } from './interactive.ts';
import { emit, finishProgress, outputsOf, print, showProgress } from './output.ts';
import { statisticsText } from './statistics.ts';
import { effectiveConfig, type Given, runOptions } from './run-options.ts';

/** `check` and `fix`. Returns the exit code. */
export async function lintCommand(command: 'check' | 'fix', given: Given): Promise<number> {
  const found = await readConfig(process.cwd(), given['config'] as string | false | undefined);
  if (given['print-config']) return printConfig(given, found);
  const isDiff = !!given['diff'];
  const outputs = isDiff ? [{ format: 'diff' as const }] : outputsOf((given['format'] as string[] | undefined) ?? ['stylish'], given['output-file'] as string | undefined);
  const stdin = given['stdin'] ? readStdin(given) : undefined;
  const cache = given['cache'] ? cacheOptions() : undefined;
  const options = { ...runOptions(command, given, found, stdin), ...(cache ? { cache } : {}), isPlanned: outputs.some(({ format }) => format === 'diff'), ...(process.stderr.isTTY ? { progress: showProgress() } : {}) };
  const prepared = await prepare(options, { cwd: process.cwd(), now: () => performance.now() });
  finishProgress();
  const accepted = given['interactive'] ? await chooseFixes(prepared) : undefined;
  if (accepted === 'stop') return 1;
  const { report, exitCode } = complete(prepared, accepted);
  finishProgress();
  const reporting = { outputs, why: !!given['why'], quiet: !!given['quiet'] };
  if (command === 'fix' && stdin !== undefined && !isDiff) {
    await print(report.changes[0]?.after ?? stdin);
    return exitCode;
  }
  await emit(report, reporting);
  process.stderr.write(`${report.notices.map((notice) => `qlik-users-migrate: ${flat(notice)}.\n`).join('')}${statisticsText(report)}`);
  return isDiff ? 0 : exitCode;
}

function readStdin(given: Given): string {
  if (given['stdin-filename'] === undefined) throw new UsageError('--stdin needs --stdin-filename, so that the language and the neighbours are known');
  return fs.readFileSync(0, 'utf8');
}

async function printConfig(given: Given, found: Awaited<ReturnType<typeof readConfig>>): Promise<number> {
  await print(`${JSON.stringify({ file: found.file ?? null, ...effectiveConfig(given, found) }, null, 2)}\n`);
  return 0;
}
