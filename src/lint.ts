import { byPlace } from './source/ranges.ts';
import type { Surroundings } from './evidence.ts';
import { mocksServers, ownRoute, isOwnRouteFile, qlikEvidence, sameRoute } from './evidence.ts';
import { type Configured, configuredClients, configuredMark } from './clients/configured.ts';
import { clients } from './clients/index.ts';
import type { FileSet } from './files/file-set.ts';
import { prose } from './files/list.ts';
import { readFacts } from './read-facts.ts';
import type { AnyRule, LintResult, RuleOptions } from './rule.ts';
import { findingsOf } from './findings.ts';
import { limitNotices, withinLimits } from './limits.ts';
import { withinSelection } from './selection.ts';
import type { Statistics } from './statistics.ts';
import { directiveMark, withSuppressions } from './suppressions.ts';
import { Project } from './trace/project.ts';
import { Trace } from './trace/trace.ts';

export interface LintOptions {
  readonly rules: readonly AnyRule[];
  readonly ruleOptions: RuleOptions;
  /** Treats a project that nowhere says Qlik as if it did. */
  readonly assumeQlik: boolean;
  /** Told which file is being read, and how many there are. */
  readonly progress?: (done: number, total: number) => void;
  /** TypeScript files in which new callbacks must name their parameter's type, because nothing else tells it. */
  readonly annotated?: ReadonlySet<string>;
  /** Host names to take for Qlik tenants. */
  readonly hosts: readonly string[];
  /** Clients and types that the configuration describes. */
  readonly configured?: Configured;
  /** Every rule id there is, also where only some rules judge. */
  readonly ruleIds?: readonly string[];
  /** Told where the time goes and how much was looked at. */
  readonly statistics?: Statistics | undefined;
}

export type { ClientConfig, TypeConfig } from './clients/configured.ts';

/** Bytes without which a file can make no request for users. */
const usersPath = /["'`/]users(?:["'`/?$*\\]|$)|@qlik\/(?:sdk|api)\b|qlik-(?:saas|rest)-api\b/m;

/** Bytes of files that make requests, or that pass on what other files export. */
const requestWords =
  /\b(?:\w*[fF]etch|axios|got|ky|superagent|https?|ajax|request|needle|wretch|XMLHttpRequest|HttpClient|HttpService|puppeteer|Qlik|qlik)\b|\busers\s*[!?]?\.\s*\w+\s*\(|\.(?:Get|Post|Patch)[<(]|\b(?:getUsers|patchUser|createUser|countUsers|filterUsers|getMyUser)\b|\bexport\s+(?:type\s*)?(?:\*|\{[^{}]*\}\s*from\b)/;

/** Files that may hold no program at all, and bytes without which they hold none. */
const pages = /\.(?:html?|hbs|handlebars|ejs|mdx?|markdown)$/;
const programMarks = /<script\b|\son[a-z]+\s*=|```|~~~/i;

/** Files that read members by name, and that import a file with old names or are imported by one. */
function keyedFiles(project: Project, named: readonly string[], reading: readonly string[]): string[] {
  const names = new Set(named);
  const wanted = new Set([...named, ...named.flatMap((file) => [...project.importsOf(file)])]);
  return reading.filter((file) => wanted.has(file) || [...project.importsOf(file)].some((other) => names.has(other)));
}

/** True for a file that imports or reads a table in which a users path stands. */
function namesPath(project: Project, file: string): boolean {
  const tables = [...(project.files.read(file) ?? '').matchAll(/(["'])([^"'\n]+\.json)\1/g)].map((match) => match[2] as string);
  return tables.some((name) => {
    const table = project.resolve(file, name) ?? project.dataNear(file, name);
    return table !== undefined && usersPath.test(project.files.read(table) ?? '');
  });
}

/** What the bytes of every file are searched for, by the name under which `lint` asks for it. */
export const marksOf = ({ rules, configured }: Pick<LintOptions, 'rules' | 'configured'>): Readonly<Record<string, RegExp>> => ({
  usersPath,
  // The members of a proxy may be the parts of a path.
  proxies: /\bnew Proxy\(/,
  usersMember: /\.\s*users\b/,
  tables: /\.json["']/,
  names: /["'`](?:roles|created|lastUpdated)["'`]|\b(?:created|lastUpdated|roles)\s*:/,
  keyed: /[\w)\]]\[[A-Za-z_$][\w$.]*\]|[,{]\s*\[[A-Za-z_$][\w$.]*\]\s*:/,
  words: new RegExp(`\\b(?:${[...new Set(rules.flatMap((rule) => rule.words))].map((word) => word.replace(/\W/g, '\\$&')).join('|')})`),
  directives: directiveMark,
  qlik: qlikEvidence,
  ownRoute,
  sameRoute,
  mocksServers,
  requests: requestWords,
  programs: programMarks,
  fields: /\b(?:roles|created|lastUpdated|valid_roles|startingAfter|endingBefore)\b/,
  ...(isStated(configured) ? { configured: configuredMark(configured) } : {}),
});

const sorted = (files: readonly string[]): string[] => [...new Set(files)].sort();
const isStated = (configured: Configured | undefined): configured is Configured => !!configured && configured.clients.length + configured.types.length > 0;

function countUp(statistics: Statistics | undefined, counters: Readonly<Record<string, number>>): void {
  for (const [name, amount] of Object.entries(counters)) statistics?.count(name, amount);
}

/** Files -> facts -> rules -> findings, sorted by place. Nothing is parsed unless a file names a users path. */
export function lint(files: FileSet, options: LintOptions): LintResult {
  const configured = isStated(options.configured) ? options.configured : undefined;
  const marks = files.scan(marksOf(options));
  const filesWith = (mark: string): string[] =>
    [...marks]
      .filter(([file, found]) => found.has(mark) && (mark === 'qlik' || found.has('programs') || !pages.test(file)))
      .map(([file]) => file)
      .sort();
  const hasQlikEvidence = configured !== undefined || options.hosts.length > 0 || filesWith('qlik').some((file) => !prose.test(file));
  const isQlik = hasQlikEvidence || options.assumeQlik;
  const named = sorted([...filesWith('usersPath'), ...filesWith('configured'), ...(filesWith('proxies').length > 0 ? filesWith('usersMember') : [])]).filter((file) => isQlik || marks.get(file)?.has('words'));
  const project = new Project(files, isQlik ? undefined : new Set(named));
  const seeds: readonly string[] = isQlik ? sorted([...named, ...filesWith('tables').filter((file) => namesPath(project, file))]) : named;
  project.preferred = new Set(seeds);
  options.statistics?.phase('search');
  const judged = new Set(files.selected);
  const active = new Set(options.rules.map((rule) => rule.id));
  const suppressions = { files: filesWith('directives'), active, known: new Set(options.ruleIds ?? active) };
  const result = (findings: LintResult['findings'], refusals: LintResult['refusals'], notices: LintResult['notices']): LintResult => ({
    findings: withSuppressions(project, withinSelection(files, findings), suppressions).filter((finding) => judged.has(finding.at.file) || finding.at.file.endsWith('.json')),
    refusals,
    errors: [...files.errors, ...project.faults].sort((a, b) => (a.file < b.file ? -1 : 1)),
    skipped: { ...files.skipped },
    hasQlikEvidence,
    counters: { parsed: project.parsed },
    notices,
  });
  if (seeds.length === 0 || filesWith('words').length === 0) return result([], [], []);
  const isServer = (file: string): boolean => !prose.test(file) && !marks.get(file)?.has('mocksServers');
  const surroundings: Surroundings = {
    hasQlik: hasQlikEvidence,
    assumeQlik: options.assumeQlik,
    hosts: options.hosts,
    hasOwnRoute: filesWith('ownRoute').some(isServer) || files.all.some((file) => isOwnRouteFile(file)),
    hasSameRoute: filesWith('sameRoute').some(isServer),
    qlikFiles: new Set(filesWith('qlik')),
  };
  const described = configured ? configuredClients(configured, (module) => project.resolve(`${configured.from}/-`, module)) : [];
  const trace = new Trace(project, [...described, ...clients], isQlik ? 1_500_000 : 100_000, options.hosts);
  const fields = filesWith('fields').filter((file) => isQlik || seeds.includes(file));
  const reach = { seeds, requests: new Set(isQlik ? [...filesWith('requests'), ...filesWith('configured')] : seeds), fields, keyed: isQlik ? keyedFiles(project, filesWith('names'), filesWith('keyed')) : fields };
  const { facts, refusals, requests } = readFacts(trace, reach, surroundings, options);
  options.statistics?.phase('trace');
  countUp(options.statistics, { requests, facts: facts.length, questions: trace.questions, steps: trace.steps });
  return result(
    withinLimits(trace, findingsOf(project, facts, options)),
    refusals.filter((refusal) => judged.has(refusal.at.file)).sort((a, b) => byPlace(a.at, b.at)),
    isQlik ? limitNotices(trace) : [],
  );
}
