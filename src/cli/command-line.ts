import fs from 'node:fs';
import yargs, { type Argv } from 'yargs';
import manifest from '../../package.json' with { type: 'json' };
import { safe } from '../reporters/report.ts';
import { UsageError } from '../usage-error.ts';
import { explanation, listOfRules } from './known-rules.ts';
import { checking, fixing, optionNames, recording, shared } from './options.ts';
import { print } from './output.ts';
import type { Given } from './run-options.ts';
import { hint } from './suggest.ts';
import { hooks, pipelines } from './templates.ts';

const commands: readonly string[] = ['check', 'fix', 'baseline', 'undo', 'rules', 'explain', 'init', 'completion'];

/** Runs the command line and returns the exit code: 0 nothing that fails, 1 problems remain, 2 could not run. */
export async function main(argv: readonly string[]): Promise<number> {
  const chosen: { action: Action | undefined } = { action: undefined };
  const act: Act = (action) => {
    chosen.action = action;
  };
  try {
    const lint =
      (command: 'check' | 'fix', given: unknown): Action =>
      async () =>
        (await import('./lint-command.ts')).lintCommand(command, withoutTypos(given as Given));
    await withOthers(withLint(parser(withoutDefault(argv)), lint, act), act).parseAsync();
    return (await chosen.action?.()) ?? 0;
  } catch (error) {
    return failed(error);
  }
}

/** `check` is what the tool does anyway, and yargs renders the help of every command that is named. */
function withoutDefault(argv: readonly string[]): readonly string[] {
  const [first, next = ''] = argv;
  return first === 'check' && ![...commands, '--'].includes(next) && !argv.some((word) => /^(?:--help|-h)$/.test(word)) ? argv.slice(1) : argv;
}

type Action = () => Promise<number>;
/** Takes what a command does, to be done once the whole line is understood. */
type Act = (action: Action) => void;

const printed =
  (text: string): Action =>
  async () => {
    await print(text);
    return 0;
  };

function withLint(parser: Argv, lint: (command: 'check' | 'fix', given: unknown) => Action, act: Act): Argv {
  return parser
    .command(
      ['check [paths..]', '$0'],
      'find uses of the deprecated users API',
      (command) =>
        withPaths(command)
          .options(shared)
          .options(checking)
          .example('$0 check src --why', 'show why each finding is believed')
          .example('$0 check --staged', 'in a hook: judge what is about to be committed')
          .example('$0 check --since origin/main', 'on a branch: judge what it changes')
          .example('$0 check -f sarif=out.sarif -f github', 'in CI: several reports in one run'),
      (given) => (isCompletion(given as Given) ? undefined : act(lint('check', given))),
    )
    .command(
      'fix [paths..]',
      'rewrite what can be rewritten',
      (command) =>
        withPaths(command)
          .options(shared)
          .options(fixing)
          .example('$0 fix --diff', 'show what would be rewritten')
          .example('$0 fix --interactive', 'decide one by one')
          .example('$0 fix --rule user-roles', 'one rule at a time')
          .example('$0 fix --suppress user-roles --reason "the mirror still sends names"', 'keep places as they are')
          .example('cat a.ts | $0 fix --stdin --stdin-filename src/a.ts', 'in an editor'),
      (given) => act(lint('fix', given)),
    );
}

function withOthers(parser: Argv, act: Act): Argv {
  return parser
    .command(
      'baseline [paths..]',
      "record today's findings, so that only new ones fail",
      (command) => withPaths(command).options(recording).example('$0 baseline', 'write qlik-users-migrate.baseline').example('$0 baseline --prune', 'take off what is gone'),
      (given) => act(async () => (await import('./baseline-command.ts')).baselineCommand(given as unknown as Given)),
    )
    .command(
      'undo',
      'restore what the last fix wrote, where nothing touched it since',
      (command) => command,
      () => act(async () => (await import('./undo-command.ts')).undoCommand()),
    )
    .command(
      'rules',
      'list the rules',
      (command) => command,
      () => act(printed(listOfRules())),
    )
    .command(
      'explain <rule>',
      'what a rule finds, why, and what it rewrites',
      (command) => command.positional('rule', { type: 'string', demandOption: true, describe: 'the id of the rule' }).example('$0 explain sort-params', 'all about one rule'),
      (given) => act(printed(explanation(given.rule))),
    )
    .command(
      'init',
      'write a configuration, and a hook or a pipeline',
      (command) =>
        command
          .option('hook', { choices: Object.keys(hooks), describe: 'a hook that judges what is about to be committed' })
          .option('ci', { choices: Object.keys(pipelines), describe: 'a pipeline that judges every change' })
          .example('$0 init --hook husky --ci github', 'a hook and a workflow'),
      (given) => act(async () => (await import('./init-command.ts')).initCommand(given as unknown as Given)),
    )
    .completion('completion', 'print the completion script for bash or zsh: add it to ~/.bashrc');
}

function parser(argv: readonly string[]): Argv {
  return yargs([...argv])
    .scriptName('qlik-users-migrate')
    .usage('$0 [check] [paths..]\n$0 fix [paths..]\n\nFinds and rewrites uses of the deprecated users API of Qlik Cloud.')
    .example('$0', 'check the project in this folder')
    .example('$0 fix --diff', 'show what would be rewritten')
    .example('$0 fix', 'rewrite it')
    .example('$0 --format json -o report.json', 'a report for programs')
    .epilogue('Exit codes: 0 nothing that fails, 1 problems remain, 2 could not run.')
    .version(manifest.version)
    .alias('v', 'version')
    .help()
    .alias('h', 'help')
    .parserConfiguration({ 'greedy-arrays': false })
    .strict()
    .wrap(Math.min(110, process.stdout.columns || 100))
    .fail((message, error) => {
      throw error && error.name !== 'YError' ? error : new UsageError(withHint(message ?? error?.message ?? '', argv));
    })
    .exitProcess(false);
}

const withPaths = (command: Argv) => command.positional('paths', { type: 'string', array: true, describe: 'files, folders or patterns [default: the project]' });

/** yargs prints the completion script by itself, and then takes the word for a path. */
const isCompletion = (given: Given): boolean => given.paths?.[0] === 'completion';

/** A first word that is no path but nearly a command is a slip. */
function withoutTypos(given: Given): Given {
  const [word = ''] = given.paths ?? [];
  const near = /^[a-z-]+$/.test(word) && !fs.existsSync(word) ? hint(word, commands) : '';
  if (near !== '') throw new UsageError(`${word}: no such file, folder or command.${near}`);
  return given;
}

/** Unknown options get the nearest known one. */
function withHint(message: string, argv: readonly string[]): string {
  const bare = /Not enough arguments following: (\S+)/.exec(message)?.[1];
  if (bare !== undefined) return `${bare.length === 1 ? '-' : '--'}${bare} needs a value`;
  const wrong = argv
    .filter((word) => word.startsWith('--'))
    .map((word) => word.slice(2).split('=')[0] ?? '')
    .find((word) => !optionNames.includes(word.replace(/^no-/, '')));
  return /Unknown argument/.test(message) && wrong ? `${message}.${hint(wrong, optionNames, '--')}` : message;
}

function failed(error: unknown): number {
  const isUsage = error instanceof UsageError;
  const text = error instanceof Error ? error.message : String(error);
  process.stderr.write(`qlik-users-migrate: ${safe(text)}\n${isUsage ? '' : `${safe((error instanceof Error && error.stack) || '')}\nThis is a fault of the tool; please report it.\n`}`);
  return 2;
}
