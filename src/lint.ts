import type { Surroundings } from './evidence.ts';
import { mocksServers, ownRoute, ownRouteFile, qlikEvidence, sameRoute } from './evidence.ts';
import { clients } from './clients/index.ts';
import type { FileSet } from './files/file-set.ts';
import { prose } from './files/list.ts';
import { readFacts } from './read-facts.ts';
import type { AnyRule, LintResult, RuleOptions } from './rule.ts';
import { findingsOf } from './findings.ts';
import { withinSelection } from './selection.ts';
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
  /** Every rule id there is, also where only some rules judge. */
  readonly ruleIds?: readonly string[];
  /** Told the name of each part of the work when it is done. */
  readonly phase?: (name: string) => void;
}

/** Bytes without which a file can make no request for users. */
const usersPath = /["'`/]users(?:["'`/?$*\\]|$)|@qlik\/(?:sdk|api)\b|qlik-(?:saas|rest)-api\b/m;

/** Bytes of files that make requests, or that pass on what other files export. */
const requestWords =
  /\b(?:\w*[fF]etch|axios|got|ky|superagent|https?|ajax|request|needle|wretch|XMLHttpRequest|HttpClient|HttpService|puppeteer|Qlik|qlik)\b|\busers\s*[!?]?\.\s*\w+\s*\(|\.(?:Get|Post|Patch)(?:<[^()]*>)?\(|\b(?:getUsers|patchUser|createUser|countUsers|filterUsers|getMyUser)\b|\bexport\b[^;]*\bfrom\b/;

/** Texts for people: what they mention, the project need not do. */
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

/** What the bytes of every file are searched for. */
export function marksOf({ rules }: Pick<LintOptions, 'rules'>): Readonly<Record<string, RegExp>> {
  return {
    usersPath,
    tables: /\.json["']/,
    names: /["'`](?:roles|created|lastUpdated)["'`]|\b(?:created|lastUpdated|roles)\s*:/,
    keyed: /[\w)\]]\[[A-Za-z_$][\w$.]*\]/,
    words: new RegExp(`\\b(?:${[...new Set(rules.flatMap((rule) => rule.words))].map((word) => word.replace(/\W/g, '\\$&')).join('|')})`),
    directives: directiveMark,
    qlik: qlikEvidence,
    ownRoute,
    sameRoute,
    mocksServers,
    requests: requestWords,
    programs: programMarks,
    fields: /\b(?:roles|created|lastUpdated|valid_roles|startingAfter|endingBefore)\b/,
  };
}

/** Files -> facts -> rules -> findings, sorted by place. Nothing is parsed unless a file names a users path. */
export function lint(files: FileSet, options: LintOptions): LintResult {
  const marks = files.scan(marksOf(options));
  const filesWith = (mark: string): string[] =>
    [...marks]
      .filter(([file, found]) => found.has(mark) && (mark === 'qlik' || found.has('programs') || !pages.test(file)))
      .map(([file]) => file)
      .sort();
  const hasQlikEvidence = filesWith('qlik').some((file) => !prose.test(file));
  const isQlik = hasQlikEvidence || options.assumeQlik || options.hosts.length > 0;
  const named = filesWith('usersPath').filter((file) => isQlik || marks.get(file)?.has('words'));
  const project = new Project(files, isQlik ? undefined : new Set(named));
  const seeds: readonly string[] = isQlik ? [...new Set([...named, ...filesWith('tables').filter((file) => namesPath(project, file))])].sort() : named;
  project.preferred = new Set(seeds);
  options.phase?.('search');
  const judged = new Set(files.selected);
  const active = new Set(options.rules.map((rule) => rule.id));
  const suppressions = { files: filesWith('directives'), active, known: new Set(options.ruleIds ?? active) };
  const result = (findings: LintResult['findings'], refusals: LintResult['refusals']): LintResult => ({
    findings: withSuppressions(project, withinSelection(files, findings), suppressions).filter((finding) => judged.has(finding.at.file) || finding.at.file.endsWith('.json')),
    refusals,
    errors: [...files.errors, ...project.faults].sort((a, b) => (a.file < b.file ? -1 : 1)),
    skipped: { ...files.skipped },
    hasQlikEvidence,
    counters: { files: files.selected.length, read: marks.size, parsed: project.parsed, typed: 0 },
  });
  if (seeds.length === 0 || filesWith('words').length === 0) return result([], []);
  const isServer = (file: string): boolean => !prose.test(file) && !marks.get(file)?.has('mocksServers');
  const surroundings: Surroundings = {
    hasQlik: hasQlikEvidence || options.hosts.length > 0,
    assumeQlik: options.assumeQlik,
    hosts: options.hosts,
    hasOwnRoute: filesWith('ownRoute').some(isServer) || files.all.some((file) => ownRouteFile.test(file)),
    hasSameRoute: filesWith('sameRoute').some(isServer),
    qlikFiles: new Set(filesWith('qlik')),
  };
  const trace = new Trace(project, clients, isQlik ? 1_500_000 : 100_000, options.hosts);
  const fields = filesWith('fields').filter((file) => isQlik || seeds.includes(file));
  const reach = { seeds, requests: new Set(isQlik ? filesWith('requests') : seeds), fields, keyed: isQlik ? keyedFiles(project, filesWith('names'), filesWith('keyed')) : fields };
  const { facts, refusals } = readFacts(trace, reach, surroundings, options);
  options.phase?.('trace');
  return result(
    findingsOf(project, facts, options),
    refusals.filter((refusal) => judged.has(refusal.at.file)),
  );
}
