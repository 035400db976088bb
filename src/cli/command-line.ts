import yargs, { type Argv } from 'yargs';
import manifest from '../../package.json' with { type: 'json' };
import { UsageError } from '../usage-error.ts';
import { explanation, listOfRules } from './known-rules.ts';
import type { Given } from './lint-command.ts';
import { fixing, optionNames, shared } from './options.ts';
import { print } from './output.ts';
import { hint } from './suggest.ts';

/** Runs the command line and returns the exit code: 0 nothing that fails, 1 problems remain, 2 could not run. */
export async function main(argv: readonly string[]): Promise<number> {
  let code = 0;
  const act = async (action: () => Promise<number>): Promise<void> => {
    code = await action();
  };
  const lint = async (command: 'check' | 'fix', given: unknown): Promise<number> => (await import('./lint-command.ts')).lintCommand(command, given as Given);
  try {
    await parser(argv)
      .command(
        ['check [paths..]', '$0'],
        'find uses of the deprecated users API',
        (command) => withPaths(command).options(shared),
        (given) => act(() => lint('check', given)),
      )
      .command(
        'fix [paths..]',
        'rewrite what can be rewritten',
        (command) => withPaths(command).options(shared).options(fixing),
        (given) => act(() => lint('fix', given)),
      )
      .command(
        'rules',
        'list the rules',
        (command) => command,
        () => print(listOfRules()),
      )
      .command(
        'explain <rule>',
        'what a rule finds, why, and what it rewrites',
        (command) => command.positional('rule', { type: 'string', demandOption: true }),
        (given) => print(explanation(given.rule)),
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
    .parserConfiguration({ 'greedy-arrays': false })
    .strict()
    .recommendCommands()
    .wrap(Math.min(110, process.stdout.columns ?? 100))
    .fail((message, error) => {
      throw error ?? new UsageError(withHint(message, argv));
    })
    .exitProcess(false);
}

const withPaths = (command: Argv) => command.positional('paths', { type: 'string', array: true, describe: 'files, folders or patterns [default: the project]' });

/** Unknown options get the nearest known one. */
function withHint(message: string, argv: readonly string[]): string {
  const wrong = argv
    .filter((word) => word.startsWith('--'))
    .map((word) => word.slice(2).split('=')[0] ?? '')
    .find((word) => !optionNames.includes(word.replace(/^no-/, '')));
  return /Unknown argument/.test(message) && wrong ? `${message}.${hint(wrong, optionNames, '--')}` : message;
}

function failed(error: unknown): number {
  const isUsage = error instanceof UsageError;
  const text = error instanceof Error ? error.message : String(error);
  process.stderr.write(`qlik-users-migrate: ${text}\n${isUsage ? '' : `${error instanceof Error ? error.stack : ''}\nThis is a fault of the tool; please report it.\n`}`);
  return 2;
}
