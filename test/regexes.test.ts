import fs from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { descendants } from '../src/source/ast.ts';
import { parseSource } from '../src/source/source.ts';
import { slowText } from './harness/attacks.ts';
import { Backtracking } from './harness/backtracking.ts';

const top = path.resolve(import.meta.dirname, '..');
const names = ['src', 'rules'].flatMap((folder) => fs.readdirSync(path.join(top, folder), { recursive: true, encoding: 'utf8' }).map((name) => `${folder}/${name}`)).filter((name) => name.endsWith('.ts') && !name.endsWith('.d.ts'));

/** Every regular expression that is written in the sources, with its place. */
const literals = names.flatMap((name) => {
  const source = parseSource(name, fs.readFileSync(path.join(top, name), 'utf8'));
  return descendants(source.program).flatMap((node) => (node.type === 'RegExpLiteral' ? [[`${name}:${source.place(node.start).line}`, new RegExp(String(node['pattern']), String(node['flags']))] as const] : []));
});

/** Those that are put together from a template, with a word for each part that is only known later. */
const templates = names.flatMap((name) => {
  const source = parseSource(name, fs.readFileSync(path.join(top, name), 'utf8'));
  return descendants(source.program).flatMap((node) => {
    const [template, flags] = node.type === 'NewExpression' && node['callee'].name === 'RegExp' ? node['arguments'] : [];
    if (template?.type !== 'TemplateLiteral') return [];
    const text = (template['quasis'] as { value: { cooked: string } }[]).map(({ value }) => value.cooked).join('name');
    return [[`${name}:${source.place(node.start).line}`, new RegExp(text, String(flags?.value ?? ''))] as const];
  });
});

describe('the counter of steps', () => {
  it.each([/(a+)+$/, /[ \t]+$/, /x*y/, /a.*b.*c/, /^a.*b.*c/, /\bexport\b[^;]*\bfrom\b/, /"(?:[^"\\]|\\.)*"x/, /(?<=^\s*)@a/, /\/\*[\s\S]*?\*\//, /^(\s*)a?\s*$/])('finds that %s is slow', (pattern) => {
    expect(slowText(pattern)).toBeDefined();
  });
  it.each([/^\s*a/, /a[^a]*b/, /\b\w+\b/g, /^(?:a|b)*c/, /"[^"\n]{0,40}"/, /(["'])[^"'\n]+\1/g])('finds that %s is not', (pattern) => {
    expect(slowText(pattern)).toBeUndefined();
  });
  it('agrees with the engine where a match ends', () => {
    expect(new Backtracking(/a(b|bc)(c|$)/).steps('xxabc', 1000)).toBeGreaterThan(5);
  });
});

describe('no regular expression', () => {
  it('takes longer than its text is long', () => {
    expect(literals.length).toBeGreaterThan(500);
    expect(literals.flatMap(([place, pattern]) => (slowText(pattern) === undefined ? [] : [`${place} ${pattern}`]))).toEqual([]);
  });
  it('does so that is made of parts', () => {
    expect(templates.length).toBeGreaterThan(10);
    expect(templates.flatMap(([place, pattern]) => (slowText(pattern) === undefined ? [] : [`${place} ${pattern}`]))).toEqual([]);
  });
});
