import { type Configured, configuredMark } from '../clients/described.ts';
import type { Surroundings } from '../evidence.ts';
import { isOwnRouteFile, mocksServers, ownRoute, qlikEvidence, qlikName, qlikSetting, sameRoute } from '../evidence-words.ts';
import { type FileSet, type Search, shellScript } from '../files/file-set.ts';
import { prose } from '../files/list.ts';
import { hasTable, keyedFiles, keyedFilesBetween, namesInTable } from './keyed-files.ts';
import { moduleWord } from '../trace/modules/module-word.ts';
import { type Part, partsOf } from './parts.ts';
import type { AnyRule, FileError, LintResult } from '../rule.ts';
import { directiveMark } from '../comments/directives.ts';
import { Imports } from '../trace/modules/imports.ts';
import { connected, nearness } from './nearness.ts';
import { Workspaces } from './workspaces.ts';

/** What decides which files are asked. */
export interface CandidateOptions {
  readonly rules: readonly AnyRule[];
  /** Treats a project that nowhere says Qlik as if it did. */
  readonly assumeQlik: boolean;
  /** Host names to take for Qlik tenants. */
  readonly hosts: readonly string[];
  /** Clients and types that the configuration describes. */
  readonly configured?: Configured;
}

/** Which files are asked, as far as bytes, names and manifests tell. Nothing is parsed for this. */
export interface Candidates {
  readonly surroundings: Surroundings;
  readonly isQlik: boolean;
  /** Files with comments that suppress something. */
  readonly directives: readonly string[];
  readonly imports: Imports;
  /** What is asked, in parts that have nothing to do with each other; none when no file can hold a finding. */
  readonly parts: readonly Part[];
}

/** The users path in a table of requests, and on the command line of qlik-cli. */
const otherPaths = /\busers:\s*(?:["'`]\?|\{\s*(?:limit|params|sortBy|status)\b)|\bqlik user (?:ls|metadata|create|patch|count)\b|["'`]user["'`]\s*,\s*["'`](?:ls|metadata)["'`]/;
/** Bytes without which a file can make no request for users. */
const usersPath = new RegExp(`["'\`/]users(?:["'\`/?$*\\\\]|$)|@qlik\\/(?:sdk|api)\\b|qlik-(?:saas|rest)-api\\b|${otherPaths.source}`, 'm');

/** The same in scripts of a shell, where words need no quotes. */
const bareUsersPath = /(?:^|[\s="'/])users(?=[\s?/"';|)&]|$)/m;

/** Bytes of the version in the path of the users API, where `/users` may follow: `/api/v1`, `v1/users`. */
const version = /\/v1(?:\/?["'`]|\/users|\/?\$\{|\/?$)|\bv1\/users/m;
/** The same as a text of its own, which `joinedPath` may follow. */
const bareVersion = /["'`]v1\/?["'`]/;
const joinedPath = /\}\/users\b|\+\s*["'`]\/?users\b|["'`]v1\/?["'`]\s*,\s*["'`]users\b/;

/** Bytes of a users path that is no bare word, as tables of databases are called as well. */
const clearPath = /\/users(?:["'`/?$*\\]|$)|["'`]users[?/$]/m;

/** Bytes of files that make requests. */
const callWords =
  /\b(?:\w*[fF]etch|axios|got|ky|superagent|https?|ajax|request|needle|wretch|XMLHttpRequest|HttpClient|HttpService|puppeteer|Qlik|qlik|curl|child_process)\b|\busers\s*[!?]?\.\s*\w+\s*\(|\.(?:Get|Post|Patch)[<(]|\b(?:getUsers|patchUser|createUser|countUsers|filterUsers|getMyUser)\b/;
/** The same, or of files that change what they are given (`user.update([…])`) or pass on what other files export. */
const requestWords = new RegExp(`${callWords.source}|\\.update(?:\\?\\.)?\\(\\s{0,80}[\\w$[]|\\bexport\\s+(?:type\\s*)?(?:\\*|\\{[^{}]*\\}\\s*from\\b)`);

/** Files that may hold no program at all, and bytes without which they hold none. */
const pages = /\.(?:html?|hbs|handlebars|ejs|mdx?|markdown)$/;
const programMarks = /<script\b|\son[a-z]+\s*=|```|~~~/i;

/** One of these stands in every file with `usersPath`, `qlik`, `named`, `version`, `ownRoute` or a directive: most files are done with this one look. */
const gate = new RegExp(`[qQ](?:[lL][iI][kK]|[cC][sS])|/users|["'\`]users|v1|${otherPaths.source}`);

const wordList = (rules: readonly AnyRule[]): string => [...new Set(rules.flatMap((rule) => rule.words))].map((word) => word.replace(/\W/g, '\\$&')).join('|');
const wordsOf = (rules: readonly AnyRule[]): RegExp => new RegExp(`\\b(?:${wordList(rules)})`);
const isStated = (configured: Configured | undefined): configured is Configured => !!configured && configured.clients.length + configured.types.length > 0;

const searches = new WeakMap<readonly AnyRule[], Map<Configured | undefined, Search>>();

/** What every file is searched for: one and the same search for the same rules and configuration. */
export function firstSearch({ rules, configured }: Pick<CandidateOptions, 'rules' | 'configured'>): Search {
  const known = searches.get(rules) ?? new Map<Configured | undefined, Search>();
  searches.set(rules, known);
  const search = known.get(configured) ?? madeSearch(rules, configured);
  known.set(configured, search);
  return search;
}

function madeSearch(rules: readonly AnyRule[], configured: Configured | undefined): Search {
  const mark = isStated(configured) ? configuredMark(configured) : undefined;
  return {
    gate: mark ? new RegExp(`${gate.source}|${mark.source}`) : gate,
    patterns: {
      users: /users/,
      usersPath,
      bareUsersPath,
      clearPath,
      version,
      bareVersion,
      joinedPath,
      qlik: qlikEvidence,
      named: qlikName,
      qlikSetting,
      ownRoute,
      sameRoute,
      mocksServers,
      directives: directiveMark,
      programs: programMarks,
      calls: callWords,
      words: wordsOf(rules),
      ...(mark ? { configured: mark } : {}),
    },
    // Routes of users name them, and what else a file holds counts only beside a path of users.
    after: { bareUsersPath: 'users', qlikSetting: 'named', ownRoute: 'users', sameRoute: 'users', clearPath: 'usersPath', calls: 'usersPath', words: 'usersPath' },
  };
}

/** True when no file of the set can hold a finding, whatever the project around them says: none holds a word that a rule goes by, or a comment of ours. */
export function holdsNothing(files: FileSet, { rules, configured }: Pick<CandidateOptions, 'rules' | 'configured'>): boolean {
  if (isStated(configured)) return false;
  const whole = new RegExp(`(?<![\\w$])(?:${wordList(rules)})(?![\\w$])`);
  return files.scan({ patterns: { words: whole, directives: directiveMark } }).size === 0;
}

/** What the files are searched for to which a question may lead. */
export const secondSearch = ({ rules }: Pick<CandidateOptions, 'rules'>): Search => ({
  patterns: {
    // The members of a proxy may be the parts of a path.
    proxies: /\bProxy\b/,
    usersMember: /(?:\.|\*\/)\s*users\b/,
    tables: /\.json["']/,
    // What is set for all requests of a program is seen by files that import nothing of it.
    shared: /\baxios\.defaults\b|\binterceptors\b|\bHttpModule\b|\bHttpInterceptor|\bhttpProvider\b|\bajaxSetup\b|\bsetGlobalDispatcher\b|\bglobalThis\b/,
    // Alone, in a list that is one text (`'name,created'`), or marked in a text that is filled in: `'since {created}'`.
    names:
      /["'`](?:[\w,;| ]{0,120}[,;| ])?(?:roles|created|lastUpdated)(?:[,;| ][\w,;| ]{0,120})?["'`]|\b(?:created|lastUpdated|roles)\s*:|\bfields=[\w,]{0,120}\b(?:roles|created|lastUpdated)\b|(?:(?<![$>=])\{|\{\{ ?|%|\[\[?)(?:roles|created|lastUpdated)(?: ?\}|%|\])/,
    keyed:
      /(?:[\w)\]]|\*\/)\[\s*(?:[A-Za-z_$][\w$.]*\s*(?:\]|\/[*/])|\/[*/])|[,{]\s*\[\s*[A-Za-z_$][\w$.]*\s*(?:\]\s*:|\/[*/])|\bObject\.(?:entries|fromEntries)\(|\b(?:pick|pickAll|omit|project|props|sortBy|orderBy|groupBy|keyBy|countBy|uniqBy|minBy|maxBy)\(\s*(?:[\w$]|\/[*/])/,
    words: wordsOf(rules),
    requests: requestWords,
    // What is bound to a path makes requests under any name.
    binds: /\.(?:get|post|put|patch|delete|request)\.bind\(/,
    programs: programMarks,
    fields: /\b(?:roles|created|lastUpdated|valid_roles|startingAfter|endingBefore)\b/,
    modules: /^[ \t]*(?:import|export)\b/m,
    types: /\b(?:interface|type|class|enum|namespace|module)\s+[\w"']/,
    globals: /\bdeclare\s+global\b/,
    required: /\brequire\s*\(|\bmodule\.exports\b|\bexports\.\w/,
    doubles: /\b(?:jest|vi)\s*\.\s*(?:mock|doMock|unstable_mockModule)\b/,
  },
});

/** Finds out which files are asked. */
export function candidates(files: FileSet, options: CandidateOptions): Candidates {
  const marked = new Marked(files.scan(firstSearch(options)));
  const isConfigured = isStated(options.configured);
  const hasQlik = isConfigured || options.hosts.length > 0 || marked.with('qlik').some((file) => !prose.test(file));
  const isQlik = hasQlik || options.assumeQlik;
  const imports = new Imports(files);
  const isServer = (file: string): boolean => !prose.test(file) && !marked.has(file, 'mocksServers');
  const surroundings: Surroundings = {
    hasQlik,
    assumeQlik: options.assumeQlik,
    hosts: options.hosts,
    hasOwnRoute: marked.with('ownRoute').some(isServer) || files.all.some((file) => isOwnRouteFile(file)),
    hasSameRoute: marked.with('sameRoute').some(isServer),
    hasQlikSetting: marked.with('qlikSetting').some((file) => !prose.test(file)),
    qlikFiles: new Set(marked.with('qlik')),
  };
  const parts = isQlik ? reachOfQlik(files, imports, marked, options) : reachOfOthers(files, imports, marked, options);
  return { surroundings, isQlik, directives: marked.with('directives'), imports, parts };
}

/** True when no file holds anything to report. */
export const isIdle = ({ parts, directives }: Candidates): boolean => parts.length === 0 && directives.length === 0;

/** The result where there is nothing to ask. */
export function nothingIn(files: FileSet, { surroundings }: { readonly surroundings: Pick<Surroundings, 'hasQlik'> }): LintResult {
  return { findings: [], refusals: [], errors: eachOnce(files.errors), skipped: { ...files.skipped }, hasQlikEvidence: surroundings.hasQlik, counters: { parsed: 0 }, notices: [] };
}

/** Each error once, sorted by file. */
export function eachOnce(errors: readonly FileError[]): FileError[] {
  const known = new Map(errors.map((error) => [`${error.file}\0${error.line ?? ''}\0${error.message}`, error]));
  return [...known.values()].sort((a, b) => (a.file < b.file ? -1 : a.file > b.file ? 1 : 0));
}

/** What a search found. */
class Marked {
  readonly #byMark = new Map<string, string[]>();

  constructor(readonly files: ReadonlyMap<string, ReadonlySet<string>>) {}

  has(file: string, mark: string): boolean {
    return this.files.get(file)?.has(mark) ?? false;
  }

  /** Files with the mark, sorted: pages only where they hold a program; what speaks of Qlik does so in any text. */
  with(mark: string): readonly string[] {
    let found = this.#byMark.get(mark);
    if (!found) {
      found = [...this.files]
        .filter(([file, marks]) => marks.has(mark) && (mark === 'qlik' || marks.has('programs') || !pages.test(file)))
        .map(([file]) => file)
        .sort();
      this.#byMark.set(mark, found);
    }
    return found;
  }
}

const sorted = (files: readonly string[]): string[] => [...new Set(files)].sort();

/** In a project that speaks of Qlik, the packages are asked that have to do with one that does; of the others only what a project without Qlik is asked. */
function reachOfQlik(files: FileSet, imports: Imports, marked: Marked, options: CandidateOptions): readonly Part[] {
  const named = sorted([...marked.with('usersPath'), ...marked.with('bareUsersPath').filter((file) => shellScript.test(file)), ...marked.with('configured')]);
  const within = packagesAsked(files, imports, marked, named, options);
  const others = within ? nearSeeds(files, imports, marked).filter((file) => !within.has(file)) : [];
  for (const file of others) within?.add(file);
  const looked = new Marked(files.scan(secondSearch(options), within && [...within].sort()));
  const members = looked.with('proxies').length > 0 ? looked.with('usersMember') : [];
  const seeds = sorted([...named.filter((file) => !within || within.has(file)), ...members, ...looked.with('tables').filter((file) => hasTable(imports, file, usersPath))]);
  if (seeds.length === 0 || looked.with('words').length === 0) return [];
  const told = looked.with('tables').filter((file) => hasTable(imports, file, namesInTable));
  const keys = { names: sorted([...looked.with('names'), ...told]), reading: looked.with('keyed') };
  const importing = looked.with('binds').flatMap((file) => files.filesWith(moduleWord(file), within).filter((other) => imports.importsOf(other).has(file)));
  const reach = { seeds, requests: new Set([...looked.with('requests'), ...marked.with('configured'), ...others, ...importing]), fields: looked.with('fields'), keyed: keyedFiles(imports, keys) };
  const ambient = ambientFiles(looked);
  const isOpen = options.assumeQlik || options.hosts.length > 0 || isStated(options.configured) || looked.with('shared').some((file) => isTelling(marked, file));
  if (isOpen || seeds.length + reach.fields.length <= manyFiles) return [{ reach: { ...reach, keyed: keyedFilesBetween(files, imports, keys, within) }, ambient, within }];
  const whole = narrowed(files, imports, marked, { reach, ambient, within });
  const loose = [...whole.within].filter((file) => !looked.has(file, 'modules') && !looked.has(file, 'required'));
  const isJoined = [...whole.within].some((file) => marked.has(file, 'mocksServers') || looked.has(file, 'doubles')) || ambient.some((file) => looked.has(file, 'fields'));
  return isJoined ? [whole] : partsOf(imports, whole, loose);
}

/** Packages with more files than this that name a users path or an old field are asked only along their imports. */
const manyFiles = 240;

/** True for a file that says Qlik, or the version in the path of the users API. */
const isTelling = (marked: Marked, file: string): boolean => ['qlik', 'named', 'version'].some((mark) => marked.has(file, mark));

/** Of very many files, those with a users path that imports connect with something that says Qlik or the version, and what imports connect with them. */
function narrowed(files: FileSet, imports: Imports, marked: Marked, { reach, ambient, within }: Part): Part & { readonly within: ReadonlySet<string> } {
  const all = within ? [...within].sort() : files.all;
  const seeds = nearOf(
    files,
    imports,
    marked,
    reach.seeds,
    all.filter((file) => isTelling(marked, file)),
  );
  const reached = connected(imports, seeds, all);
  const isReached = (file: string): boolean => reached.has(file);
  return { reach: { seeds, requests: new Set([...reach.requests].filter(isReached)), fields: reach.fields.filter(isReached), keyed: reach.keyed.filter(isReached) }, ambient, within: reached };
}

/** TypeScript files that are scripts, or that declare something global. */
const ambientFiles = (looked: Marked): string[] => looked.with('types').filter((file) => /\.[cm]?ts$/.test(file) && (!looked.has(file, 'modules') || looked.has(file, 'globals')));

/** The files of the packages that are asked; undefined for all. */
function packagesAsked(files: FileSet, imports: Imports, marked: Marked, named: readonly string[], options: CandidateOptions): Set<string> | undefined {
  if (options.assumeQlik || options.hosts.length > 0 || isStated(options.configured)) return undefined;
  const workspaces = new Workspaces(files);
  if (workspaces.members.size === 1) return undefined;
  const speaking = marked.with('qlik').filter((file) => !prose.test(file));
  const asked = new Set(speaking.flatMap((file) => [...workspaces.around(workspaces.areaOf(file))]));
  const seeds = named.filter((file) => asked.has(workspaces.areaOf(file)));
  for (const file of [...speaking, ...seeds]) for (const other of imports.importsOf(file)) asked.add(workspaces.areaOf(other));
  return new Set([...asked].flatMap((area) => workspaces.members.get(area) ?? []));
}

/**
 * What a project that nowhere says Qlik is asked: files with a users path and a deprecated word that, with what they import or what imports them,
 * also hold the version of the path or a name that speaks of Qlik. Nothing there is more than possible.
 */
function nearSeeds(files: FileSet, imports: Imports, marked: Marked): string[] {
  const named = marked.with('usersPath').filter((file) => marked.has(file, 'words') && (marked.has(file, 'clearPath') || marked.has(file, 'calls')));
  return nearOf(files, imports, marked, named, [...marked.with('version'), ...marked.with('named')]);
}

/** Those of the files that tell of Qlik or of the version themselves, join the version and the path out of parts, or are near to one that tells. */
function nearOf(files: FileSet, imports: Imports, marked: Marked, from: readonly string[], telling: readonly string[]): string[] {
  const told = new Set(telling);
  const programs = [...told].filter((file) => !prose.test(file));
  const isNear = nearness(files, imports, programs);
  return from.filter((file) => told.has(file) || (marked.has(file, 'bareVersion') && marked.has(file, 'joinedPath')) || (!prose.test(file) && isNear(file)));
}

function reachOfOthers(files: FileSet, imports: Imports, marked: Marked, options: CandidateOptions): readonly Part[] {
  const seeds = nearSeeds(files, imports, marked);
  if (seeds.length === 0) return [];
  const looked = new Marked(files.scan(secondSearch(options), seeds));
  const fields = looked.with('fields');
  return [{ reach: { seeds, requests: new Set(seeds), fields, keyed: fields }, ambient: ambientFiles(looked), within: new Set(seeds) }];
}
