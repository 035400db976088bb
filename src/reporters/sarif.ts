import type { Edit, Range } from '../facts.ts';
import type { Finding } from '../rule.ts';
import { advice, fails, fromTop, place, type Report, type Reporter, type RuleInfo } from './report.ts';

/** SARIF 2.1.0, for code scanning: rules with their pages, code flows from the trails, and the fixes. */
export const sarif: Reporter = (report) => {
  const results = [...report.findings.map((finding) => result(report, finding, report.known ? 'new' : undefined)), ...(report.known ?? []).map((finding) => result(report, finding, 'unchanged'))];
  const run = {
    tool: { driver: { name: report.tool.name, semanticVersion: report.tool.version, rules: report.rules.map(descriptor) } },
    columnKind: 'utf16CodeUnits',
    originalUriBaseIds: { SRCROOT: { description: { text: 'The top of the repository.' } } },
    invocations: [{ executionSuccessful: true, toolExecutionNotifications: report.errors.map((error) => notification(report, error)) }],
    results,
  };
  return `${JSON.stringify({ $schema: 'https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json', version: '2.1.0', runs: [run] }, null, 2)}\n`;
};

function descriptor(rule: RuleInfo): object {
  const link = /https:\/\/[^\s()]+/.exec(rule.source)?.[0];
  return {
    id: rule.id,
    shortDescription: { text: plain(rule.summary) },
    help: { text: plain(rule.page), markdown: rule.page },
    ...(link ? { helpUri: link } : {}),
    defaultConfiguration: { level: 'error' },
    properties: { tags: ['deprecated-api', 'qlik-cloud'] },
  };
}

/** Markdown without its marks, for viewers that show text only. */
const plain = (markdown: string): string =>
  markdown
    .replace(/^```.*\n/gm, '')
    .replace(/[`*]/g, '')
    .replace(/^#+ /gm, '')
    .trim();

function result(report: Report, finding: Finding, baselineState: 'new' | 'unchanged' | undefined): object {
  const index = report.rules.findIndex((rule) => rule.id === finding.ruleId);
  return {
    ruleId: finding.ruleId,
    ...(index < 0 ? {} : { ruleIndex: index }),
    level: fails(finding, report.minConfidence) ? 'error' : 'note',
    message: { text: linkless(advice(finding)) },
    locations: [location(report, finding.at)],
    partialFingerprints: { 'qlikUsersMigrate/v1': report.fingerprint(finding) },
    ...(finding.evidence.trail.length === 0 ? {} : { codeFlows: [codeFlow(report, finding)] }),
    ...(finding.edits.length === 0 ? {} : { fixes: [fix(report, finding)] }),
    ...(baselineState === undefined ? {} : { baselineState }),
    properties: { confidence: finding.evidence.confidence, fixable: finding.fixable },
  };
}

/** Trails run from the place back to its origin; a code flow runs with the data. */
function codeFlow(report: Report, finding: Finding): object {
  const steps = [...finding.evidence.trail].reverse();
  return { threadFlows: [{ locations: steps.map((step) => ({ location: { ...location(report, step), message: { text: linkless(step.note) } } })) }] };
}

function fix(report: Report, finding: Finding): object {
  const files = [...new Set(finding.edits.map((edit) => edit.file))];
  return {
    description: { text: finding.fixable === 'suggestion' ? 'A suggestion: look at it before you apply it.' : "Rewrites it by the changelog's rules." },
    artifactChanges: files.map((file) => ({ artifactLocation: artifact(report, file), replacements: finding.edits.filter((edit) => edit.file === file).map((edit) => replacement(report, edit)) })),
  };
}

const replacement = (report: Report, edit: Edit): object => ({ deletedRegion: region(report, edit), insertedContent: { text: edit.text } });

function location(report: Report, range: Range): object {
  return { physicalLocation: { artifactLocation: artifact(report, range.file), region: region(report, range) } };
}

function region(report: Report, { file, start, end }: Range): object {
  const [first, last] = [place(report, file, start), place(report, file, end)];
  return { startLine: first.line, startColumn: first.column, endLine: last.line, endColumn: last.column };
}

/** Viewers make links of `[text](target)`; a message holds none. */
const linkless = (text: string): string => text.replaceAll('](', '\\](');

/** A relative address: every part percent-encoded. */
function artifact(report: Report, file: string): object {
  return {
    uri: fromTop(report, file)
      .split('/')
      .map((part) => encodeURIComponent(part.replace(/[\ud800-\udfff]/gu, '\ufffd')))
      .join('/'),
    uriBaseId: 'SRCROOT',
  };
}

function notification(report: Report, error: Report['errors'][number]): object {
  const at = { physicalLocation: { artifactLocation: artifact(report, error.file), ...(error.line ? { region: { startLine: error.line } } : {}) } };
  return { level: 'warning', message: { text: linkless(error.message) }, locations: [at] };
}
