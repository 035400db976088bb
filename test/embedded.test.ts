import fs from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { noteAbove, suppressionsFor, withoutMarks } from '../src/comments/write.ts';
import { splice } from '../src/fix/splice.ts';
import { parseSource } from '../src/source/source.ts';
import { fixTexts, lintTexts } from './harness/memory-files.ts';
import { reported } from './harness/pairs.ts';

const root = path.resolve(import.meta.dirname, '../fixtures/embedded');
const read = (file: string): string => fs.readFileSync(file, 'utf8');

/** Findings that count, as `line:column rule fixable`. */
function firm(name: string, text: string): string[] {
  return lintTexts({ [name]: text })
    .findings.filter((finding) => finding.evidence.confidence !== 'possible')
    .map((finding) => `${finding.line}:${finding.column} ${finding.ruleId} ${finding.fixable}`);
}

for (const format of fs.readdirSync(root)) {
  const folder = path.join(root, format);
  const files = fs.readdirSync(folder);
  describe(format, () => {
    for (const file of files.filter((name) => name.includes('.input.'))) {
      const [story = '', extension = ''] = file.split('.input.');
      const name = `${story}.${extension}`;
      const input = read(path.join(folder, file));
      if (files.includes(`${story}.output.${extension}`)) fixable(name, input, read(path.join(folder, `${story}.output.${extension}`)));
      else reported(name, input, read(path.join(folder, `${story}.report.txt`)));
    }
    const silent = files.filter((name) => name.includes('.valid.'));
    it.each(silent)('says nothing about %s', (file) => {
      const text = read(path.join(folder, file));
      const { findings, errors } = lintTexts({ [file]: text });
      expect({ findings, errors }).toEqual({ findings: [], errors: [] });
      expect(fixTexts({ [file]: text }).texts[file]).toBe(text);
    });
    it('has as many silent fixtures as findings', () => {
      expect(silent.length).toBeGreaterThanOrEqual(files.filter((name) => name.includes('.input.')).length);
    });
  });
}

/** The old words of users, where they are read, written or declared. */
const old = /\b(?:roles|created|lastUpdated|sortBy|sortOrder)\b/g;

function fixable(name: string, input: string, output: string): void {
  it(`rewrites ${name}`, () => {
    expect(fixTexts({ [name]: input }).texts[name]).toBe(output);
  });
  it(`reports ${name} where the old words stand`, () => {
    const { findings, errors } = lintTexts({ [name]: input });
    expect(errors).toEqual([]);
    const lines = input.split('\n');
    for (const finding of findings) {
      expect(finding.evidence.trail.at(-1)?.note).toBeTruthy();
      old.lastIndex = finding.column - 1;
      const found = old.exec(lines[finding.line - 1] ?? '');
      expect(found?.index, `${finding.line}:${finding.column}`).toBe(finding.column - 1);
    }
  });
  it(`comes to rest and parses: ${name}`, () => {
    expect(parseSource(`/project/${name}`, output).faults).toEqual([]);
    expect(firm(name, output)).toEqual([]);
    expect(fixTexts({ [name]: output }).texts[name]).toBe(output);
  });
  it(`changes only lines that a finding names: ${name}`, () => {
    const named = new Set(lintTexts({ [name]: input }).findings.flatMap((finding) => [finding.line, ...finding.edits.map((edit) => input.slice(0, edit.start).split('\n').length)]));
    const after = output.split('\n');
    const changed = input.split('\n').flatMap((line, index) => (line === after[index] ? [] : [index + 1]));
    expect(changed.filter((line) => !named.has(line))).toEqual([]);
  });
  it(`is silenced by comments with a reason: ${name}`, () => {
    const silenced = suppressed(name, input);
    expect(firm(name, silenced)).toEqual([]);
    expect(fixTexts({ [name]: silenced }).texts[name]).toBe(silenced);
  });
  const variants: [string, (text: string) => string][] = [
    ['CRLF', (text) => text.replaceAll('\n', '\r\n')],
    ['a byte order mark', (text) => `\ufeff${text}`],
    ['both', (text) => `\ufeff${text.replaceAll('\n', '\r\n')}`],
    ['no line at the end', (text) => text.trimEnd()],
  ];
  for (const [variant, change] of variants) {
    it(`gives the same edit with ${variant}: ${name}`, () => {
      expect(fixTexts({ [name]: change(input) }).texts[name]).toBe(change(output));
    });
  }
}

/** The text with a suppression above every line that has a finding, in a comment that fits the language around it. */
function suppressed(name: string, text: string): string {
  const { findings } = lintTexts({ [name]: text });
  let isMarkup = !/\.(?:astro|mdx?)$/.test(name);
  return text
    .split('\n')
    .flatMap((line, index) => {
      if (/<script|<\/script>/.test(line) || (name.endsWith('.astro') && line === '---' && index > 0)) isMarkup = !line.includes('<script');
      const rules = new Set(findings.filter((finding) => finding.line === index + 1).map((finding) => finding.ruleId));
      const comment = `qlik-users-migrate-ignore-next-line ${[...rules].join(', ')} -- kept for now`;
      const quote = /^(?:> )?\s*/.exec(line)?.[0] ?? '';
      return rules.size > 0 ? [isMarkup ? `<!-- ${comment} -->` : `${quote}// ${comment}`, line] : [line];
    })
    .join('\n');
}

describe('a file with several programs', () => {
  const broken = ['<script>', '  let = = broken;', '</script>', '<script>', "  fetch('https://acme.eu.qlikcloud.com/api/v1/users?sortBy=name');", '</script>', ''].join('\n');
  it('is read as far as it can be, and says where it cannot', () => {
    const { findings, errors } = lintTexts({ 'page.html': broken });
    expect(findings.map(({ line, column, ruleId }) => `${line}:${column} ${ruleId}`)).toEqual(['5:53 sort-params']);
    expect(errors).toEqual([{ file: '/project/page.html', line: 2, message: expect.any(String) }]);
    expect(fixTexts({ 'page.html': broken }).texts['page.html']).toBe(broken.replace('sortBy=', 'sort='));
  });
  it('does not make the project one of Qlik by what a text says', () => {
    const call = "export const list = (base) => fetch(base + '/api/v1/users?sortBy=name');\n";
    const confidence = (file: string) => lintTexts({ 'a.mjs': call, [file]: 'Users of Qlik Cloud.\n' }).findings.map((finding) => finding.evidence.confidence);
    expect(confidence('README.md')).toEqual(['possible']);
    expect(confidence('index.html')).toEqual(['likely']);
  });
  it('annotates only where types may be named', () => {
    const text = '<script setup lang="ts">\nconst me: any = await (await fetch(\'https://acme.eu.qlikcloud.com/api/v1/users/me\')).json();\nconst names = me.roles.join();\n</script>\n<template>{{ me.roles.join() }}</template>\n';
    expect(fixTexts({ 'Me.vue': text }).texts['Me.vue']).toBe(text.replace('names = me.roles', 'names = me.assignedRoles.map((role: { name: string }) => role.name)').replace('{{ me.roles', '{{ me.assignedRoles.map((role) => role.name)'));
  });
});

describe('a script of a shell', () => {
  const ask = 'curl "https://acme.eu.qlikcloud.com/api/v1/users?sortBy=name"';
  const long = '#!/bin/sh\nif true; then\n  curl -G \\\n    -d sortBy=name \\\n    "https://acme.eu.qlikcloud.com/api/v1/users"\nfi\n';
  const places = (text: string): string[] => lintTexts({ 'a.sh': text }).findings.map(({ line, column, ruleId }) => `${line}:${column} ${ruleId}`);
  it('is read as far as it can be, and says where it cannot, if it speaks of users', () => {
    const broken = `${ask}\nif true\n`;
    expect(places(broken)).toEqual(['1:50 sort-params']);
    expect(lintTexts({ 'a.sh': broken }).errors).toEqual([{ file: '/project/a.sh', line: 3, message: expect.stringContaining('cannot be read as a script of a shell') }]);
    expect(lintTexts({ 'a.sh': `${ask}\n`, 'b.sh': 'QLIK_HOST=x\nif true\n' }).errors).toEqual([]);
  });
  it('has its places whatever its lines end with', () => {
    expect(places(long)).toEqual(['4:8 sort-params']);
    expect(places(`\ufeff${long.replaceAll('\n', '\r\n')}`)).toEqual(['4:8 sort-params']);
    expect(places(ask)).toEqual(['1:50 sort-params']);
  });
  it('takes comments around a whole command, never between its lines', () => {
    const source = parseSource('/project/a.sh', long);
    expect(splice(long, suppressionsFor(source, 4, ['sort-params'], 'kept'))).toBe(
      long.replace('  curl', '  # qlik-users-migrate-ignore-start sort-params -- kept\n  curl').replace('users"\n', 'users"\n  # qlik-users-migrate-ignore-end\n'),
    );
    const marked = splice(long, noteAbove(source, 4, 'qlik-users-migrate: sort-params: sort'));
    expect(marked).toBe(long.replace('  curl', '  # qlik-users-migrate: sort-params: sort\n  curl'));
    expect(withoutMarks('a.sh', marked)).toBe(long);
    expect(withoutMarks('a.md', '# qlik-users-migrate: what it is\n')).toBe('# qlik-users-migrate: what it is\n');
  });
  it('that is nested too deeply is told, and one that is long is read', () => {
    const deep = `${ask}\nx=${'$(echo \n'.repeat(5000)}a${')\n'.repeat(5000)}\n`;
    expect(lintTexts({ 'a.sh': deep }).errors).toEqual([{ file: '/project/a.sh', line: 1, message: 'is nested too deeply to be judged' }]);
    expect(places(`${ask}\n${'echo "$X" | tr a b; Y=$(date)\n'.repeat(5000)}`)).toEqual(['1:50 sort-params']);
  });
});
