import fs from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { parseSource } from '../src/source/source.ts';
import { fixTexts, lintTexts } from './harness/memory-files.ts';

const root = path.resolve(import.meta.dirname, '../fixtures/rules');
const read = (file: string): string => fs.readFileSync(file, 'utf8');

/** Findings that count, as `line:column rule fixable`. */
function firm(name: string, text: string): string[] {
  return lintTexts({ [name]: text })
    .findings.filter((finding) => finding.evidence.confidence !== 'possible')
    .map((finding) => `${finding.line}:${finding.column} ${finding.ruleId} ${finding.fixable}`);
}

for (const rule of fs.readdirSync(root)) {
  const folder = path.join(root, rule);
  const files = fs.readdirSync(folder);
  describe(rule, () => {
    for (const file of files.filter((name) => name.includes('.input.'))) {
      const [story = '', extension = ''] = file.split('.input.');
      const name = `${story}.${extension}`;
      const input = read(path.join(folder, file));
      if (files.includes(`${story}.output.${extension}`)) fixable(name, rule, input, read(path.join(folder, `${story}.output.${extension}`)));
      else reported(name, input, read(path.join(folder, `${story}.report.txt`)));
    }
    for (const file of files.filter((name) => name.includes('.valid.'))) {
      it(`says nothing about ${file}`, () => {
        const text = read(path.join(folder, file));
        expect(firm(file, text)).toEqual([]);
        expect(fixTexts({ [file]: text }).texts[file]).toBe(text);
      });
    }
  });
}

/** Everything that holds for every pair, without anyone writing it down. */
function fixable(name: string, rule: string, input: string, output: string): void {
  it(`rewrites ${name}`, () => {
    expect(fixTexts({ [name]: input }).texts[name]).toBe(output);
  });
  it(`reports ${name} under its own rule only`, () => {
    const rules = new Set(lintTexts({ [name]: input }).findings.map((finding) => finding.ruleId));
    expect([...rules]).toEqual([rule]);
  });
  it(`comes to rest and parses: ${name}`, () => {
    expect(() => parseSource(`/project/${name}`, output)).not.toThrow();
    expect(firm(name, output)).toEqual([]);
    expect(fixTexts({ [name]: output }).texts[name]).toBe(output);
  });
  it(`changes only lines that a finding names or edits: ${name}`, () => {
    const { findings } = lintTexts({ [name]: input });
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
    const silenced = suppressed(name, input, ' -- kept for now');
    expect(firm(name, silenced)).toEqual([]);
    expect(fixTexts({ [name]: silenced }).texts[name]).toBe(silenced);
    expect(firm(name, suppressed(name, input, ''))).not.toEqual([]);
  });
  const variants: [string, (text: string) => string][] = [
    ['CRLF', (text) => text.replaceAll('\n', '\r\n')],
    ['tabs', (text) => text.replace(/^( {2})+/gm, (spaces) => '\t'.repeat(spaces.length / 2))],
    ['a byte order mark', (text) => `\ufeff${text}`],
  ];
  for (const [variant, change] of variants) {
    it(`gives the same edit with ${variant}: ${name}`, () => {
      expect(fixTexts({ [name]: change(input) }).texts[name]).toBe(change(output));
    });
  }
}

/** The text with a suppression above every line that has a finding. */
function suppressed(name: string, text: string, reason: string): string {
  const { findings } = lintTexts({ [name]: text });
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
function reported(name: string, input: string, report: string): void {
  it(`reports ${name} and leaves it`, () => {
    const { findings } = lintTexts({ [name]: input });
    const wanted = report
      .trim()
      .split('\n')
      .map((line) => /^(\d+:\d+) (\S+) (\S+) (.*)$/.exec(line) as RegExpExecArray);
    expect(findings.map((finding) => `${finding.line}:${finding.column} ${finding.ruleId} ${finding.fixable}`)).toEqual(wanted.map(([, place, rule, kind]) => `${place} ${rule} ${kind}`));
    findings.forEach((finding, index) => {
      expect(finding.blocked).toContain(wanted[index]?.[4]);
    });
    expect(fixTexts({ [name]: input }).texts[name]).toBe(input);
  });
}
