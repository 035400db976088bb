import { expect, it } from 'vitest';
import { parseSource } from '../../src/source/source.ts';
import { fixTexts, lintTexts } from './memory-files.ts';

/** Files beside the one in question: a package.json that says which version of a package is there. */
type Beside = Readonly<Record<string, string>>;

/** Findings that count, as `line:column rule fixable`. A file at which the tool itself fails makes the test fail. */
function firm(name: string, text: string, beside: Beside): string[] {
  const { findings, errors } = lintTexts({ ...beside, [name]: text });
  expect(errors).toEqual([]);
  return findings.filter((finding) => finding.evidence.confidence !== 'possible').map((finding) => `${finding.line}:${finding.column} ${finding.ruleId} ${finding.fixable}`);
}

/** Nothing is found, nothing changes. */
export function silent(name: string, text: string, beside: Beside = {}): void {
  it(`says nothing about ${name}`, () => {
    expect(firm(name, text, beside)).toEqual([]);
    expect(fixTexts({ ...beside, [name]: text }).texts[name]).toBe(text);
  });
}

/** Everything that holds for every pair, without anyone writing it down. */
export function fixable(name: string, input: string, output: string, { rule, beside = {} }: { readonly rule?: string; readonly beside?: Beside } = {}): void {
  const texts = (text: string) => ({ ...beside, [name]: text });
  it(`rewrites ${name}`, () => {
    expect(fixTexts(texts(input)).texts[name]).toBe(output);
  });
  if (rule !== undefined)
    it(`reports ${name} under its own rule only`, () => {
      const rules = new Set(lintTexts(texts(input)).findings.map((finding) => finding.ruleId));
      expect([...rules]).toEqual([rule]);
    });
  it(`comes to rest and parses: ${name}`, () => {
    expect(() => parseSource(`/project/${name}`, output)).not.toThrow();
    expect(firm(name, output, beside)).toEqual([]);
    expect(fixTexts(texts(output)).texts[name]).toBe(output);
  });
  it(`changes only lines that a finding names or edits: ${name}`, () => {
    const { findings } = lintTexts(texts(input));
    const named = new Set(findings.flatMap((finding) => [finding.line, ...finding.edits.flatMap((edit) => linesOf(input, edit.start, edit.end))]));
    const kept = input.split('\n').filter((_, index) => !named.has(index + 1));
    const left = output.split('\n');
    let at = 0;
    for (const line of kept) {
      at = left.indexOf(line, at) + 1;
      expect(at, `the line is gone: ${line}`).toBeGreaterThan(0);
    }
  });
  it(`is silenced by comments with a reason: ${name}`, () => {
    const silenced = suppressed(name, input, ' -- kept for now', beside);
    expect(firm(name, silenced, beside)).toEqual([]);
    expect(fixTexts(texts(silenced)).texts[name]).toBe(silenced);
    expect(firm(name, suppressed(name, input, '', beside), beside)).not.toEqual([]);
  });
  const variants: [string, (text: string) => string][] = [
    ['CRLF', (text) => text.replaceAll('\n', '\r\n')],
    ['tabs', (text) => text.replace(/^( {2})+/gm, (spaces) => '\t'.repeat(spaces.length / 2))],
    ['a byte order mark', (text) => `\ufeff${text}`],
  ];
  for (const [variant, change] of variants) {
    it(`gives the same edit with ${variant}: ${name}`, () => {
      expect(fixTexts(texts(change(input))).texts[name]).toBe(change(output));
    });
  }
}

/** The text with a suppression above every line that has a finding. */
function suppressed(name: string, text: string, reason: string, beside: Beside): string {
  const { findings } = lintTexts({ ...beside, [name]: text });
  return text
    .split('\n')
    .flatMap((line, index) => {
      const rules = new Set(findings.filter((finding) => finding.line === index + 1).map((finding) => finding.ruleId));
      return rules.size > 0 ? [`// qlik-users-migrate-ignore-next-line ${[...rules].join(', ')}${reason}`, line] : [line];
    })
    .join('\n');
}

function linesOf(text: string, start: number, end: number): number[] {
  const first = text.slice(0, start).split('\n').length;
  const last = text.slice(0, end).split('\n').length;
  return Array.from({ length: last - first + 1 }, (_, index) => first + index);
}

/** Found, explained, and left as it is. */
export function reported(name: string, input: string, report: string, beside: Beside = {}): void {
  it(`reports ${name} and leaves it`, () => {
    const { findings } = lintTexts({ ...beside, [name]: input });
    const wanted = report
      .trim()
      .split('\n')
      .map((line) => /^(\d+:\d+) (\S+) (\S+) (.*)$/.exec(line) as RegExpExecArray);
    expect(findings.map((finding) => `${finding.line}:${finding.column} ${finding.ruleId} ${finding.fixable}`)).toEqual(wanted.map(([, place, rule, kind]) => `${place} ${rule} ${kind}`));
    findings.forEach((finding, index) => {
      expect(finding.blocked).toContain(wanted[index]?.[4]);
    });
    expect(fixTexts({ ...beside, [name]: input }).texts[name]).toBe(input);
  });
}
