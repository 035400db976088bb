import path from 'node:path';
import manifest from '../../package.json' with { type: 'json' };
import { rules } from '../../rules/index.ts';
import type { Selection } from '../files/choose.ts';
import { ruleInfos } from '../library/rule-infos.ts';
import type { RunOptions } from '../prepare.ts';
import { UsageError } from '../usage-error.ts';
import type { Config, Found } from './config.ts';
import { knownRule, ruleIds } from './known-rules.ts';
import { typedAgain } from './options.ts';

/** What yargs read. */
export type Given = { readonly paths?: readonly string[]; readonly [name: string]: unknown };

const commandNames = new Set(['check', 'fix', 'baseline']);

/** The paths, also those behind `--`, which yargs leaves with the command's name. */
function pathsOf(given: Given): string[] {
  const [first, ...rest] = (given['_'] as (string | number)[] | undefined) ?? [];
  const behind = first === undefined || commandNames.has(String(first)) ? rest : [first, ...rest];
  return [...(given.paths ?? []), ...behind].map(String);
}

/** The configuration that applies: the command line beats the file. */
export function effectiveConfig(given: Given, { config, file }: Found): Required<Omit<Config, 'baseline' | 'rules'>> & Pick<Config, 'baseline' | 'rules'> {
  const pick = <Key extends keyof Config>(option: string, key: Key): Config[Key] => (given[option] as Config[Key] | undefined) ?? config[key];
  const own = pick('rule', 'rules');
  const fromFile = typeof config.baseline === 'string' && file !== undefined ? path.resolve(path.dirname(file), config.baseline) : config.baseline;
  const baseline = (given['baseline'] as string | false | undefined) ?? fromFile;
  return {
    ...(own === undefined ? {} : { rules: own.map(knownRule) }),
    hosts: config.hosts ?? [],
    clients: config.clients ?? [],
    types: config.types ?? [],
    ignore: [...(config.ignore ?? []), ...((given['ignore'] as string[] | undefined) ?? [])],
    minConfidence: pick('min-confidence', 'minConfidence') ?? 'likely',
    assumeQlik: pick('assume-qlik', 'assumeQlik') ?? false,
    target: pick('target', 'target') ?? 'today',
    keepActiveDefault: pick('keep-active-default', 'keepActiveDefault') ?? false,
    ...(baseline === undefined ? {} : { baseline }),
  };
}

/** Everything a run needs to know. @throws {UsageError} when options contradict each other. */
export function runOptions(command: 'check' | 'fix', given: Given, found: Found, stdin: string | undefined): RunOptions {
  const config = effectiveConfig(given, found);
  const wanted = config.rules;
  return {
    command,
    selection: selectionOf(given, config, found.file, stdin),
    rules: rules.filter((rule) => !wanted || wanted.includes(rule.id)),
    ruleIds,
    ruleOptions: { target: config.target, keepActiveDefault: config.keepActiveDefault },
    assumeQlik: config.assumeQlik,
    hosts: config.hosts,
    configured: { clients: config.clients, types: config.types, from: (found.file === undefined ? process.cwd() : path.dirname(found.file)).replaceAll('\\', '/') },
    minConfidence: config.minConfidence,
    dryRun: !!given['diff'] || !!given['dry-run'] || stdin !== undefined,
    suggestions: !!given['suggestions'] || !!given['interactive'],
    force: !!given['force'],
    ...suppressOf(given),
    mark: !!given['mark'],
    ...(config.baseline === undefined ? {} : { baseline: config.baseline }),
    stats: !!given['stats'],
    threads: { count: threadsOf(given), script: new URL('./worker.js', import.meta.url) },
    asked: typedAgain(given, pathsOf(given)),
    version: manifest.version,
    ruleInfos,
  };
}

function threadsOf(given: Given): number {
  const asked = given['threads'];
  if (asked === undefined) return 1;
  if (!Number.isInteger(asked) || Number(asked) < 1) throw new UsageError('--threads needs a whole number, at least 1');
  return Math.min(Number(asked), 64);
}

function selectionOf(given: Given, config: Pick<Required<Config>, 'ignore'>, file: string | undefined, stdin: string | undefined): Selection {
  const ways = ['staged', 'since', 'stdin'].filter((name) => given[name] !== undefined && given[name] !== false);
  if (ways.length > 1) throw new UsageError(`--${ways.join(' and --')} say different things about which files to judge; give one of them`);
  const paths = pathsOf(given);
  if (stdin !== undefined && paths.length > 0) throw new UsageError('--stdin judges one text; give no paths with it');
  return {
    paths,
    ignore: config.ignore,
    ...(file === undefined ? {} : { ignoreFrom: path.dirname(file) }),
    ...(given['staged'] ? { staged: true } : {}),
    ...(given['since'] === undefined ? {} : { since: String(given['since']) }),
    ...(stdin === undefined ? {} : { text: { file: String(given['stdin-filename']), text: stdin } }),
  };
}

function suppressOf(given: Given): Pick<RunOptions, 'suppress'> {
  const asked = given['suppress'] as string[] | undefined;
  const reason = (given['reason'] as string | undefined)?.trim();
  if (asked === undefined) {
    if (reason !== undefined) throw new UsageError('--reason goes with --suppress <rule>');
    return {};
  }
  if (!reason) throw new UsageError('--suppress needs the reason: --suppress user-roles --reason "the mirror still sends names"');
  if (/[\r\n]|\*\/|-->/.test(reason)) throw new UsageError('the reason must be one line that does not end a comment');
  if (given['interactive'] || given['mark']) throw new UsageError('--suppress writes comments only; it does not go with --interactive or --mark');
  return { suppress: { rules: asked.map(knownRule), reason } };
}
