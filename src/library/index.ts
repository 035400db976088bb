import manifest from '../../package.json' with { type: 'json' };
import { rules as allRules } from '../../rules/index.ts';
import type { Confidence } from '../facts.ts';
import { type Format, type Report, reporters, type ReporterOptions, type RuleInfo } from '../reporters/index.ts';
import type { ClientConfig, TypeConfig } from '../clients/described.ts';
import { run } from '../run.ts';
import { UsageError } from '../usage-error.ts';
import { ruleInfos } from './rule-infos.ts';

export type { Confidence, Edit, Evidence, Range, TrailStep } from '../facts.ts';
export type { FileError, Finding, Refusal } from '../rule.ts';
export type { ClientConfig, TypeConfig } from '../clients/described.ts';
export type { Gone } from '../reporters/report.ts';
export type { Format, Report, ReporterOptions, RuleInfo };
export { UsageError };

/** What to judge, and how. Nothing is read from the environment and no configuration file is looked for. */
export interface Options {
  /** The folder to work in; relative paths count from here. */
  readonly cwd: string;
  /** Files, folders and patterns; the whole project when left out. */
  readonly paths?: readonly string[];
  /** What is staged in git, as it is staged. */
  readonly staged?: boolean;
  /** What changed since this branch left a git reference. */
  readonly since?: string;
  /** One text in the place of a file. */
  readonly text?: { readonly file: string; readonly text: string };
  readonly ignore?: readonly string[];
  readonly rules?: readonly string[];
  readonly hosts?: readonly string[];
  /** Ways of calling the API that the code does not show; files count from `cwd`. */
  readonly clients?: readonly ClientConfig[];
  /** Declared types that describe users. */
  readonly types?: readonly TypeConfig[];
  readonly assumeQlik?: boolean;
  readonly target?: 'today' | '2022-11';
  readonly keepActiveDefault?: boolean;
  readonly minConfidence?: Confidence;
  /** A file of known findings; false for none. By default the one at the root, when it exists. */
  readonly baseline?: string | false;
}

export interface FixOptions extends Options {
  /** Also apply suggestions, which need a look. */
  readonly suggestions?: boolean;
  /** Write the files; otherwise the changes are only told. */
  readonly write?: boolean;
  /** Write although the git tree has uncommitted changes. */
  readonly force?: boolean;
}

/** Every rule, with its page. */
export const rules: readonly RuleInfo[] = ruleInfos;

/**
 * Finds uses of the deprecated users API.
 * @throws {UsageError} when it cannot run: an unknown rule, a path that is not there.
 */
export async function lint(options: Options): Promise<Report> {
  return report('check', options);
}

/**
 * Finds them and works out the rewrites: `report.changes` has the texts before and after, `report.findings` what stays.
 * @throws {UsageError} also when `write` is set and the git tree has uncommitted changes.
 */
export async function fix(options: FixOptions): Promise<Report> {
  return report('fix', options);
}

/** A rule's page, in Markdown. @throws {UsageError} when there is no such rule. */
export function explain(rule: string): string {
  return known(rule).page;
}

/** A report in one of the formats of the command line. */
export function format(told: Report, name: Format, options: Partial<ReporterOptions> = {}): string {
  return reporters[name](told, { colour: false, columns: 100, why: false, quiet: false, ...options });
}

function known(id: string): RuleInfo {
  const rule = ruleInfos.find((info) => info.id === id);
  if (!rule) throw new UsageError(`unknown rule "${id}"; known are ${ruleInfos.map((info) => info.id).join(', ')}`);
  return rule;
}

async function report(command: 'check' | 'fix', options: FixOptions): Promise<Report> {
  const wanted = options.rules?.map((id) => known(id).id);
  const { cwd, paths = [], ignore = [], staged, since, text } = options;
  const settings = {
    command,
    selection: { paths, ignore, ...(staged ? { staged } : {}), ...(since === undefined ? {} : { since }), ...(text ? { text } : {}) },
    rules: allRules.filter((rule) => !wanted || wanted.includes(rule.id)),
    ruleIds: allRules.map((rule) => rule.id),
    ruleOptions: { target: options.target ?? ('today' as const), keepActiveDefault: options.keepActiveDefault ?? false },
    assumeQlik: options.assumeQlik ?? false,
    hosts: options.hosts ?? [],
    configured: { clients: options.clients ?? [], types: options.types ?? [], from: cwd.replaceAll('\\', '/') },
    minConfidence: options.minConfidence ?? ('likely' as const),
    dryRun: !options.write || text !== undefined,
    suggestions: options.suggestions ?? false,
    force: options.force ?? false,
    ...(options.baseline === undefined ? {} : { baseline: options.baseline }),
    version: manifest.version,
    ruleInfos,
  };
  return (await run(settings, { cwd, now: () => 0 })).report;
}
