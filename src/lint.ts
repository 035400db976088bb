import { type CandidateOptions, type Candidates, candidates } from './candidates.ts';
import { configuredClients } from './clients/configured.ts';
import { clients } from './clients/index.ts';
import type { FileSet } from './files/file-set.ts';
import { findingsOf } from './findings.ts';
import { limitNotices, withinLimits } from './limits.ts';
import { readFacts } from './read-facts.ts';
import type { LintResult, RuleOptions } from './rule.ts';
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
  /** TypeScript files in which new callbacks must name their parameter's type, because nothing else tells it. */
  readonly annotated?: ReadonlySet<string>;
  /** Every rule id there is, also where only some rules judge. */
  readonly ruleIds?: readonly string[];
  /** Told where the time goes and how much was looked at. */
  readonly statistics?: Statistics | undefined;
}

export type { ClientConfig, TypeConfig } from './clients/configured.ts';

function countUp(statistics: Statistics | undefined, counters: Readonly<Record<string, number>>): void {
  for (const [name, amount] of Object.entries(counters)) statistics?.count(name, amount);
}

/** Files -> facts -> rules -> findings, sorted by place. Nothing is parsed unless a file names a users path. */
export function lint(files: FileSet, options: LintOptions): LintResult {
  const found = candidates(files, options);
  options.statistics?.phase('search');
  return judge(files, found, options);
}

/** The second half: what the candidates hold. */
export function judge(files: FileSet, { surroundings, isQlik, directives, imports, reach, ambient, within }: Candidates, options: LintOptions): LintResult {
  const project = new Project(imports, within);
  project.preferred = new Set(reach?.seeds);
  project.ambient = ambient;
  const judged = new Set(files.selected);
  const active = new Set(options.rules.map((rule) => rule.id));
  const suppressions = { files: directives, active, known: new Set(options.ruleIds ?? active) };
  const result = (findings: LintResult['findings'], refusals: LintResult['refusals'], notices: LintResult['notices']): LintResult => ({
    findings: withSuppressions(project, withinSelection(files, findings), suppressions).filter((finding) => judged.has(finding.at.file) || finding.at.file.endsWith('.json')),
    refusals,
    errors: [...files.errors, ...project.faults].sort((a, b) => (a.file < b.file ? -1 : 1)),
    skipped: { ...files.skipped },
    hasQlikEvidence: surroundings.hasQlik,
    counters: { parsed: project.parsed },
    notices,
  });
  if (!reach) return result([], [], []);
  const { configured } = options;
  const described = configured ? configuredClients(configured, (module) => project.resolve(`${configured.from}/-`, module)) : [];
  const trace = new Trace(project, [...described, ...clients], isQlik ? 1_500_000 : 100_000, options.hosts);
  const { facts, refusals, requests } = readFacts(trace, reach, surroundings, options);
  options.statistics?.phase('trace');
  countUp(options.statistics, { requests, facts: facts.length, questions: trace.questions, steps: trace.steps });
  return result(
    withinLimits(trace, findingsOf(project, facts, options)),
    refusals.filter((refusal) => judged.has(refusal.at.file)).sort((a, b) => byPlace(a.at, b.at)),
    isQlik ? limitNotices(trace) : [],
  );
}
