import { byPlace } from './source/ranges.ts';
import { judgeLimited } from './evidence.ts';
import type { Range } from './facts.ts';
import type { Finding } from './rule.ts';
import type { Node } from './source/ast.ts';
import type { Trace } from './trace/trace.ts';

/** Places named in one notice. */
const mostNamed = 3;

interface Place extends Range {
  readonly line: number;
}

function placesOf(trace: Trace, nodes: readonly Node[]): Place[] {
  const places = nodes.map((node) => {
    const source = trace.project.sourceOf(node);
    return { file: source.file, start: node.start, end: node.end, line: source.place(node.start).line };
  });
  return places.sort(byPlace);
}

const isIn = (range: Range, places: readonly Range[]): boolean => places.some(({ file, start, end }) => range.file === file && range.start >= start && range.end <= end);

/** Findings where the trace stopped looking are less sure, together with everything that changes with them. */
export function withinLimits(trace: Trace, findings: readonly Finding[]): Finding[] {
  const callers = placesOf(trace, trace.limits.get('callers'));
  const steps = placesOf(trace, trace.limits.get('steps'));
  const limitOf = (finding: Finding): 'callers' | 'steps' | 'run' | undefined => {
    if ([finding.at, ...finding.edits].some((range) => isIn(range, callers))) return 'callers';
    if ([finding.at, ...finding.evidence.trail].some((range) => isIn(range, steps))) return 'steps';
    return trace.limits.has('run') ? 'run' : undefined;
  };
  const groups = new Map(findings.flatMap((finding) => (limitOf(finding) === 'callers' ? [[finding.group, 'callers' as const]] : [])));
  return findings.map((finding) => {
    const limit = groups.get(finding.group) ?? limitOf(finding);
    return limit === undefined ? finding : { ...finding, evidence: judgeLimited(finding.evidence, limit, finding.at) };
  });
}

/** What a person must know of where the trace stopped looking: one sentence for each kind. */
export function limitNotices(trace: Trace): string[] {
  const { root } = trace.project.files;
  const named = (nodes: readonly Node[]): string => {
    const places = placesOf(trace, nodes).map(({ file, line }) => `${file.slice(root.length + 1)}:${line}`);
    return `${places.slice(0, mostNamed).join(', ')}${places.length > mostNamed ? ` and ${places.length - mostNamed} more` : ''}`;
  };
  const callers = trace.limits.get('callers');
  const steps = trace.limits.get('steps');
  return [
    ...(callers.length === 0 ? [] : [`not every caller was looked at, because there are too many: ${named(callers)}. Callers that name a users path came first; what is written inside is only possible`]),
    ...(steps.length === 0 ? [] : [`not everything was followed to its end, because it takes too many steps: ${named(steps)}. What was found there is at most likely`]),
    ...(trace.limits.has('run') ? ['the project takes more steps than one run may; what came last was not looked at, and nothing is certain. Judge it in parts: name folders'] : []),
  ];
}
