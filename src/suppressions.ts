import type { Finding } from './rule.ts';
import type { Project } from './trace/project.ts';

/** `qlik-users-migrate-ignore-next-line <rule>, <rule> -- reason`, in a comment of any kind. The reason is required. */
const directive = /qlik-users-migrate-ignore-next-line\s+([\w-]+(?:\s*,\s*[\w-]+)*)\s+--\s+\S/;

/**
 * Leaves out what a comment on the line above suppresses.
 * What changes together with a suppressed place is reported, but not rewritten without it.
 */
export function withoutSuppressed(project: Project, findings: readonly Finding[]): Finding[] {
  const suppressed = new Set(findings.filter((finding) => isSuppressed(project, finding)));
  const groups = new Set([...suppressed].map((finding) => finding.group));
  return findings
    .filter((finding) => !suppressed.has(finding))
    .map((finding) => (groups.has(finding.group) && finding.fixable !== 'none' ? { ...finding, fixable: 'none' as const, edits: [], blocked: 'it changes together with a place that a comment suppresses' } : finding));
}

function isSuppressed(project: Project, finding: Finding): boolean {
  const source = project.source(finding.at.file);
  const above = source?.text.split(/\r\n|[\n\r]/)[finding.line - 2];
  const rules = directive.exec(above ?? '')?.[1] ?? '';
  return rules.split(/\s*,\s*/).includes(finding.ruleId);
}
