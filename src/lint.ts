import { type CandidateOptions, type Candidates, candidates, eachOnce } from './candidates/candidates.ts';
import { configuredClients } from './clients/configured.ts';
import { clients } from './clients/index.ts';
import type { FileSet } from './files/file-set.ts';
import { findingsOf } from './findings.ts';
import { limitNotices, withinLimits } from './limits.ts';
import { readFacts } from './reading/read-facts.ts';
import type { Part } from './candidates/parts.ts';
import type { FileError, Finding, LintResult, Refusal, RuleOptions } from './rule.ts';
import { withinSelection } from './selection.ts';
import { byPlace } from './source/ranges.ts';
import type { Statistics } from './statistics.ts';
import { withSuppressions } from './suppressions.ts';
import { Project } from './trace/project.ts';
import { Trace } from './trace/trace.ts';

export interface LintOptions extends CandidateOptions {
  readonly ruleOptions: RuleOptions;
  /** Told which file is being read, and how many there are. */
  readonly progress?: (done: number, total: number) => void;
  /** TypeScript files in which new callbacks must name their parameter's type, because nothing else tells it, or must not, because that would be too wide. */
  readonly annotated?: ReadonlyMap<string, boolean>;
  /** Every rule id there is, also where only some rules judge. */
  readonly ruleIds?: readonly string[];
  /** Told where the time goes and how much was looked at. */
  readonly statistics?: Statistics | undefined;
}

function countUp(statistics: Statistics | undefined, counters: Readonly<Record<string, number>>): void {
  for (const [name, amount] of Object.entries(counters)) statistics?.count(name, amount);
}

/** Files -> facts -> rules -> findings, sorted by place. Nothing is parsed unless a file names a users path. */
export function lint(files: FileSet, options: LintOptions): LintResult {
  const found = candidates(files, options);
  options.statistics?.phase('search');
  return judge(files, found, options);
}

/** What one part of the candidates holds. Plain data. */
export interface Answer {
  readonly findings: readonly Finding[];
  readonly refusals: readonly Refusal[];
  readonly faults: readonly FileError[];
  readonly parsed: number;
  readonly notices: readonly string[];
  readonly counters: Readonly<Record<string, number>>;
}

/** The second half: what the candidates hold. `answers`: what is known of the parts already, by their places. */
export function judge(files: FileSet, found: Candidates, options: LintOptions, answers: ReadonlyMap<number, Answer> = new Map()): LintResult {
  const parts = found.parts.map((part, index) => answers.get(index) ?? answerOf(part, index, found, options));
  options.statistics?.phase('trace');
  for (const { counters } of parts) countUp(options.statistics, counters);
  const judged = new Set(files.selected);
  const active = new Set(options.rules.map((rule) => rule.id));
  const suppressions = { files: found.directives, active, known: new Set(options.ruleIds ?? active) };
  const project = new Project(found.imports);
  const findings = parts.flatMap((part) => part.findings).sort((a, b) => byPlace(a.at, b.at));
  const faults = parts.flatMap((part) => part.faults);
  const shown = withSuppressions(project, withinSelection(files, findings), suppressions).filter((finding) => judged.has(finding.at.file) || finding.at.file.endsWith('.json'));
  return {
    findings: shown,
    refusals: parts.flatMap(({ refusals }) => refusals.filter((refusal) => judged.has(refusal.at.file))).sort((a, b) => byPlace(a.at, b.at)),
    errors: eachOnce([...files.errors, ...faults, ...project.faults]),
    skipped: { ...files.skipped },
    hasQlikEvidence: found.surroundings.hasQlik,
    counters: { parsed: parts.reduce((sum, { parsed }) => sum + parsed, parts.length === 0 ? project.parsed : 0) },
    notices: [...new Set(parts.flatMap(({ notices }) => notices))],
  };
}

/** Asks one part. When the tool itself fails at it, that is told of its first file, and nothing of it is judged. */
export function answerOf(part: Part, index: number, found: Candidates, options: LintOptions): Answer {
  try {
    return answer(part, index, found, options);
  } catch (error) {
    const message = `could not be judged: ${error instanceof Error ? error.message : String(error)} (a fault of this tool; please report it)`;
    return { findings: [], refusals: [], faults: part.reach.seeds.slice(0, 1).map((file) => ({ file, message })), parsed: 0, notices: [], counters: {} };
  }
}

/** A part has nothing to do with the others: their findings are fixed apart. */
function answer(part: Part, index: number, { surroundings, isQlik, imports, parts }: Candidates, options: LintOptions): Answer {
  const project = new Project(imports, part.within);
  project.preferred = new Set(part.reach.seeds);
  project.ambient = part.ambient;
  const { configured } = options;
  const described = configured ? configuredClients(configured, (module) => project.resolve(`${configured.from}/-`, module)) : [];
  const trace = new Trace(project, [...described, ...clients], isQlik ? 1_500_000 : 100_000, options.hosts);
  const { facts, refusals, requests } = readFacts(trace, part.reach, surroundings, options);
  const findings = withinLimits(trace, findingsOf(project, facts, options));
  return {
    findings: parts.length === 1 ? findings : findings.map((finding) => ({ ...finding, group: `${finding.group}@${index}` })),
    refusals,
    faults: project.faults,
    parsed: project.parsed,
    notices: isQlik ? limitNotices(trace) : [],
    counters: { requests, facts: facts.length, questions: trace.questions, steps: trace.steps },
  };
}
