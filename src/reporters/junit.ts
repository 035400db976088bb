import type { Finding } from '../rule.ts';
import { advice, fails, fromTop, type Report, type Reporter, shown } from './report.ts';

/** JUnit: a suite for each file, a case for each finding; one passing case when there is nothing. */
export const junit: Reporter = (report, options) => {
  const findings = shown(report, options);
  const files = [...new Set([...findings.map((finding) => finding.at.file), ...report.errors.map((error) => error.file)])].sort();
  const suites =
    files.length === 0
      ? [`  <testsuite name="${report.tool.name}" tests="1" failures="0" errors="0">`, '    <testcase name="no use of the deprecated users API" />', '  </testsuite>']
      : files.flatMap((file) => suite(report, file, findings));
  const failures = findings.filter((finding) => fails(finding, report.minConfidence)).length;
  const tests = Math.max(1, findings.length + report.errors.length);
  return `${['<?xml version="1.0" encoding="UTF-8"?>', `<testsuites name="${report.tool.name}" tests="${tests}" failures="${failures}" errors="${report.errors.length}">`, ...suites, '</testsuites>'].join('\n')}\n`;
};

function suite(report: Report, file: string, all: readonly Finding[]): string[] {
  const name = fromTop(report, file);
  const findings = all.filter((finding) => finding.at.file === file);
  const errors = report.errors.filter((error) => error.file === file);
  const failures = findings.filter((finding) => fails(finding, report.minConfidence)).length;
  return [
    `  <testsuite name="${xml(name)}" tests="${findings.length + errors.length}" failures="${failures}" errors="${errors.length}">`,
    ...findings.flatMap((finding) => testCase(report, name, finding)),
    ...errors.flatMap((error) => [`    <testcase name="reading" classname="${xml(name)}">`, `      <error message="${xml(error.message)}" />`, '    </testcase>']),
    '  </testsuite>',
  ];
}

function testCase(report: Report, name: string, finding: Finding): string[] {
  const where = `${name}:${finding.line}:${finding.column}`;
  const open = `    <testcase name="${xml(`${finding.ruleId} at ${finding.line}:${finding.column}`)}" classname="${xml(name)}">`;
  const inner = fails(finding, report.minConfidence)
    ? `      <failure type="${finding.ruleId}" message="${xml(finding.message)}">${xml(`${where} ${finding.evidence.confidence}: ${advice(finding)}`)}</failure>`
    : `      <system-out>${xml(`${where} ${finding.evidence.confidence}: ${advice(finding)}`)}</system-out>`;
  return [open, inner, '    </testcase>'];
}

const entities: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&apos;', '\n': '&#10;', '\r': '&#13;', '\t': '&#9;' };

/** Escaped, and without the characters that XML cannot carry. */
function xml(text: string): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: XML 1.0 forbids these characters
  return text.replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]|(?<![\ud800-\udbff])[\udc00-\udfff]|[\ud800-\udbff](?![\udc00-\udfff])/g, '\ufffd').replace(/[&<>"'\n\r\t]/g, (char) => entities[char] ?? char);
}
