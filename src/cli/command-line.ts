import fs from 'node:fs';
import yargs, { type Argv } from 'yargs';
import manifest from '../../package.json' with { type: 'json' };
import { ruleDocs } from './rule-docs.ts';
import { UsageError } from '../files/list.ts';

const ruleIds = Object.keys(ruleDocs);

const shared = {
  format: { alias: 'f', choices: ['stylish', 'json', 'diff'] as const, default: 'stylish' as const, describe: 'how to tell what was found' },
  'output-file': { alias: 'o', type: 'string', describe: 'write the report to a file instead of stdout' },
  rule: { alias: 'r', type: 'string', array: true, describe: 'only these rules (repeat for several)' },
  'min-confidence': { choices: ['certain', 'likely', 'possible'] as const, describe: 'what makes the run fail, from this confidence up [default: likely]' },
  'assume-qlik': { type: 'boolean', describe: 'take requests for Qlik Cloud even though nothing in the project says so' },
  config: { alias: 'c', type: 'string', describe: 'configuration file' },
  target: { choices: ['today', '2022-11'] as const, describe: 'which state of the API to judge by [default: today]' },
  'keep-active-default': { type: 'boolean', describe: 'add `status eq "active"` to filters that replace the old default' },
  why: { alias: 'w', type: 'boolean', default: false, describe: 'show the trail of every finding, and what was left alone' },
  quiet: { alias: 'q', type: 'boolean', default: false, describe: 'only what fails' },
} as const;

const fixing = {
  'dry-run': { type: 'boolean', default: false, describe: 'write nothing, tell what would change' },
  diff: { type: 'boolean', default: false, describe: 'write nothing, print a unified diff' },
  suggestions: { type: 'boolean', default: false, describe: 'also apply suggestions, which need a look' },
  force: { type: 'boolean', default: false, describe: 'write although the git tree has uncommitted changes' },
} as const;

type Arguments = { paths?: string[]; [name: string]: unknown };

/** Runs the command line and returns the exit code: 0 nothing that fails, 1 problems remain, 2 could not run. */
export async function main(argv: readonly string[]): Promise<number> {
  let code = 0;
  const act = (action: () => Promise<number>) => async (): Promise<void> => {
    code = await action();
  };
  try {
    await parser(argv)
      .command(
        ['check [paths..]', '$0'],
        'find uses of the deprecated users API',
        (command) => withPaths(command).options(shared),
        (given) => act(() => lintCommand('check', given as Arguments))(),
      )
      .command(
        'fix [paths..]',
        'rewrite what can be rewritten',
        (command) => withPaths(command).options(shared).options(fixing),
        (given) => act(() => lintCommand('fix', given as Arguments))(),
      )
      .command(
        'rules',
        'list the rules',
        (command) => command,
        () => {
          process.stdout.write(listOfRules());
        },
      )
      .command(
        'explain <rule>',
        'what a rule finds, why, and what it rewrites',
        (command) => command.positional('rule', { type: 'string', demandOption: true }),
        (given) => {
          process.stdout.write(explanation(given.rule));
        },
      )
      .parseAsync();
    return code;
  } catch (error) {
    return failed(error);
  }
}

function parser(argv: readonly string[]): Argv {
  return yargs([...argv])
    .scriptName('qlik-users-migrate')
    .usage('$0 [check] [paths..]\n$0 fix [paths..]\n\nFinds and rewrites uses of the deprecated users API of Qlik Cloud.')
    .example('$0', 'check the project in this folder')
    .example('$0 check src --why', 'and show why each finding is believed')
    .example('$0 fix --diff', 'show what would be rewritten')
    .example('$0 fix', 'rewrite it')
    .example('$0 --format json -o report.json', 'a report for programs')
    .example('$0 explain sort-params', 'all about one rule')
    .epilogue('Exit codes: 0 nothing that fails, 1 problems remain, 2 could not run.')
    .version(manifest.version)
    .alias('v', 'version')
    .help()
    .alias('h', 'help')
    .strict()
    .recommendCommands()
    .wrap(Math.min(110, process.stdout.columns ?? 100))
    .fail((message, error, instance) => {
      throw error ?? new UsageError(withHint(message, argv, instance));
    })
    .exitProcess(false);
}

const withPaths = (command: Argv) => command.positional('paths', { type: 'string', array: true, describe: 'files, folders or patterns [default: the project]' });

/** Unknown options get the nearest known one. */
function withHint(message: string, argv: readonly string[], _instance: unknown): string {
  const known = [...Object.keys(shared), ...Object.keys(fixing), 'help', 'version'];
  const wrong = argv
    .filter((word) => word.startsWith('--'))
    .map((word) => word.slice(2).split('=')[0] ?? '')
    .find((word) => !known.includes(word.replace(/^no-/, '')));
  const near = /Unknown argument/.test(message) && wrong ? nearest(wrong, known) : undefined;
  return near ? `${message}. Did you mean --${near}?` : message;
}

/** The known word with the fewest changed letters, when it is close. */
function nearest(word: string, known: readonly string[]): string | undefined {
  const [best] = known.map((candidate) => ({ candidate, distance: distance(word, candidate) })).sort((a, b) => a.distance - b.distance);
  return best && best.distance <= Math.max(2, word.length / 3) ? best.candidate : undefined;
}

function distance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (let i = 1; i <= a.length; i += 1) {
    const next = [i];
    for (let j = 1; j <= b.length; j += 1) next[j] = Math.min((row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1, (row[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1));
    row = next;
  }
  return row[b.length] ?? 0;
}

function knownRule(id: string): string {
  if (ruleIds.includes(id)) return id;
  const near = nearest(id, ruleIds);
  throw new UsageError(`unknown rule "${id}"${near ? `. Did you mean ${near}?` : ''} Known are ${ruleIds.join(', ')}.`);
}

function listOfRules(): string {
  return `${ruleIds.map((id) => `${id.padEnd(18)}${/^# [^\n]*\n+([^\n]+)/.exec(ruleDocs[id] ?? '')?.[1] ?? ''}`).join('\n')}\n`;
}

const explanation = (id: string): string => `${(ruleDocs[knownRule(id)] ?? '').trimEnd()}\n`;

async function lintCommand(command: 'check' | 'fix', given: Arguments): Promise<number> {
  const { readConfig } = await import('./config.ts');
  const config = readConfig(process.cwd(), given['config'] as string | undefined);
  const wanted = ((given['rule'] as string[] | undefined) ?? config.rules)?.map((id) => knownRule(id));
  const [{ run }, { rules }] = await Promise.all([import('../run.ts'), import('../../rules/index.ts')]);
  const isDiff = !!given['diff'];
  const result = run(
    {
      command,
      paths: (given.paths ?? []).map(String),
      ignore: config.ignore ?? [],
      format: isDiff ? 'diff' : (given['format'] as 'stylish'),
      rules: rules.filter((rule) => !wanted || wanted.includes(rule.id)),
      ruleOptions: { target: (given['target'] as 'today' | undefined) ?? config.target ?? 'today', keepActiveDefault: (given['keep-active-default'] as boolean | undefined) ?? config.keepActiveDefault ?? false },
      assumeQlik: (given['assume-qlik'] as boolean | undefined) ?? config.assumeQlik ?? false,
      hosts: config.hosts ?? [],
      minConfidence: (given['min-confidence'] as 'likely' | undefined) ?? config.minConfidence ?? 'likely',
      why: !!given['why'],
      quiet: !!given['quiet'],
      dryRun: isDiff || !!given['dry-run'],
      suggestions: !!given['suggestions'],
      force: !!given['force'],
      version: manifest.version,
      ...(process.stderr.isTTY ? { progress: showProgress(performance.now()) } : {}),
    },
    { cwd: process.cwd(), colour: wantsColour(given['output-file'] !== undefined), columns: process.stdout.columns ?? 100, now: () => performance.now() },
  );
  finishProgress();
  await emit(result.output, given['output-file'] as string | undefined);
  return isDiff ? 0 : result.exitCode;
}

let isProgressShown = false;

/** One line on a terminal, once the run takes longer than a second. */
function showProgress(started: number): (done: number, total: number) => void {
  let last = started;
  return (done, total) => {
    const now = performance.now();
    if (now - started < 1000 || now - last < 100) return;
    last = now;
    isProgressShown = true;
    process.stderr.write(`\r\u001b[Kreading ${done} of ${total} files`);
  };
}

function finishProgress(): void {
  if (isProgressShown) process.stderr.write('\r\u001b[K');
}

function wantsColour(isFile: boolean): boolean {
  const { NO_COLOR, FORCE_COLOR, TERM } = process.env;
  if (isFile || NO_COLOR) return false;
  return FORCE_COLOR ? FORCE_COLOR !== '0' : !!process.stdout.isTTY && TERM !== 'dumb';
}

async function emit(output: string, file: string | undefined): Promise<void> {
  if (file === undefined) {
    await new Promise<void>((resolve) => {
      process.stdout.write(output, () => resolve());
    });
    return;
  }
  try {
    fs.writeFileSync(file, output);
  } catch (error) {
    throw new UsageError(`${file}: the report cannot be written (${(error as Error).message})`);
  }
}

function failed(error: unknown): number {
  const isUsage = error instanceof UsageError;
  const text = error instanceof Error ? error.message : String(error);
  process.stderr.write(`qlik-users-migrate: ${text}\n${isUsage ? '' : `${error instanceof Error ? error.stack : ''}\nThis is a fault of the tool; please report it.\n`}`);
  return 2;
}
