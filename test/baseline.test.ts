import fs from 'node:fs';
import path from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { commit, found, git, read, run, Workspaces, write } from './harness/workspace.ts';

const workspaces = new Workspaces();
afterAll(() => workspaces.remove());

const call = (query: string): string => `fetch(\`https://acme.eu.qlikcloud.com/api/v1/users?${query}\`)`;
const list = (name: string, query = 'sortBy=name'): string => `export async function ${name}() {\n  const answer = await ${call(query)};\n  return answer.json();\n}\n`;

/** A project whose findings are recorded. */
function recorded(files: Record<string, string>): string {
  const folder = workspaces.make(files);
  expect(run(folder, 'baseline').code).toBe(0);
  expect(run(folder).code).toBe(0);
  return folder;
}

describe('a baseline', () => {
  it('makes only new findings fail, and names the fixed ones', () => {
    const folder = recorded({ 'a.mjs': list('a') + list('b') });
    write(folder, { 'a.mjs': list('a').replace('sortBy', 'sort') + list('b') + list('c', 'email=x') });
    const { code, out } = run(folder);
    expect(code).toBe(1);
    expect(found(folder)).toEqual(['a.mjs:10 legacy-filters']);
    expect(out).toContain('1 new use of the deprecated users API');
    expect(out).toMatch(/1 use of the baseline is gone[\s\S]*a\.mjs {2}sort-params/);
  });
  it('never lets one fixed and one new cancel out, though their code is the same', () => {
    const folder = recorded({ 'a.mjs': list('first') + list('second') });
    write(folder, { 'a.mjs': list('first').replace('sortBy', 'sort') + list('second') + list('third') });
    expect(found(folder)).toEqual(['a.mjs:10 sort-params']);
    const statement = (name: string): string => `const ${name} = await ${call('sortBy=name')};\nconsole.log(${name}.status);\n`;
    const flat = recorded({ 'a.mjs': statement('one') });
    write(flat, { 'a.mjs': statement('one').replace('sortBy', 'sort') + statement('two') });
    expect(found(flat)).toEqual(['a.mjs:3 sort-params']);
  });
  it('counts duplicates by occurrence', () => {
    const twice = `export const both = () => [\n  ${call('sortBy=name')},\n  ${call('sortBy=name')},\n];\n`;
    const folder = recorded({ 'a.mjs': twice });
    write(folder, { 'a.mjs': twice.replace('[\n', `[\n  ${call('sortBy=name')},\n`) });
    expect(found(folder)).toHaveLength(1);
  });
  it.each<[string, (text: string) => string]>([
    ['lines are added above', (text) => `// a line\nimport fs from 'node:fs';\n\n${text}`],
    ['functions trade places', () => list('second') + list('first')],
    ['the neighbour on the same line is changed', (text) => text.replaceAll('const answer = await', 'const reply = await').replaceAll('answer.json', 'reply.json')],
    ['the code is formatted anew', (text) => text.replaceAll('await fetch(', 'await fetch(\n    ').replaceAll('`);', '`,\n  );')],
    ['it is checked out with CRLF', (text) => text.replaceAll('\n', '\r\n')],
    ['a line is put right before it', (text) => text.replace('{\n', '{\n  const started = performance.now();\n')],
  ])('stays when %s', (_, change) => {
    const folder = recorded({ 'a.mjs': list('first') + list('second') });
    write(folder, { 'a.mjs': change(read(folder, 'a.mjs')) });
    expect(found(folder)).toEqual([]);
  });
  it('follows a file to its new name, but not to a copy', () => {
    const folder = recorded({ 'a.mjs': list('a') });
    fs.renameSync(path.join(folder, 'a.mjs'), path.join(folder, 'b.mjs'));
    expect(found(folder)).toEqual([]);
    write(folder, { 'a.mjs': list('a') });
    expect(found(folder)).toEqual(['b.mjs:2 sort-params']);
  });
  it('says nothing of files and rules that were not judged', () => {
    const folder = recorded({ 'a.mjs': list('a'), 'b.mjs': list('b', 'email=x') });
    write(folder, { 'a.mjs': '', 'b.mjs': '' });
    expect(JSON.parse(run(folder, 'b.mjs', '-f', 'json').out).baseline.gone).toEqual([{ rule: 'legacy-filters', file: 'b.mjs' }]);
    expect(JSON.parse(run(folder, '--rule', 'user-roles', '-f', 'json').out).baseline.gone).toEqual([]);
  });
  it('keeps what it knows of a file that cannot be read, and does not call it fixed', () => {
    const folder = recorded({ 'a.mjs': list('a'), 'b.mjs': list('b') });
    const before = read(folder, 'qlik-users-migrate.baseline');
    write(folder, { 'b.mjs': `${list('b')}const = ;` });
    expect(run(folder)).toMatchObject({ code: 1, out: expect.not.stringContaining('gone') });
    expect(run(folder, 'baseline', '--prune').out).toContain('! b.mjs: ');
    expect(read(folder, 'qlik-users-migrate.baseline')).toBe(before);
    expect(run(folder, 'baseline').out).toContain('2 uses known');
    expect(read(folder, 'qlik-users-migrate.baseline')).toBe(before);
  });
  it('says where it cannot stand', () => {
    const folder = workspaces.make({ 'a.mjs': list('a'), 'taken/x.txt': '' });
    for (const args of [['baseline'], ['check']]) expect(run(folder, ...args, '--baseline', 'taken')).toMatchObject({ code: 2, err: 'qlik-users-migrate: taken: a folder stands where the baseline should be\n' });
    expect(run(folder, 'baseline', '--baseline', 'missing/x')).toMatchObject({ code: 2, err: 'qlik-users-migrate: missing/x: the baseline cannot be written (its folder is not there)\n' });
  });
  it('prunes what is gone and adds nothing', () => {
    const folder = recorded({ 'a.mjs': list('a') + list('b') });
    write(folder, { 'a.mjs': list('b') + list('c', 'email=x') });
    expect(run(folder, 'baseline', '--prune').out).toContain('1 use known, 1 taken off');
    expect(read(folder, 'qlik-users-migrate.baseline').trim().split('\n')).toHaveLength(3);
    expect(found(folder)).toHaveLength(1);
    expect(run(folder).out).not.toContain('gone');
  });
  it('is a sorted list without line numbers that branches can merge', () => {
    const folder = workspaces.repository({ 'a.mjs': list('a'), 'm.mjs': list('m', 'email=x'), 'z.mjs': list('z'), '.gitattributes': '*.baseline merge=union\n' });
    run(folder, 'baseline');
    commit(folder);
    const first = read(folder, 'qlik-users-migrate.baseline');
    const entries = first.split('\n').slice(2, -1);
    expect(entries).toEqual([...entries].sort());
    git(folder, 'checkout', '-q', '-b', 'left');
    write(folder, { 'b.mjs': list('b') });
    run(folder, 'baseline');
    commit(folder);
    git(folder, 'checkout', '-q', 'main');
    write(folder, { 'a.mjs': `// moved\n\n${list('a')}`, 'y.mjs': list('y') });
    run(folder, 'baseline');
    commit(folder);
    git(folder, 'merge', '-q', 'left', '-m', 'merge');
    expect(found(folder)).toEqual([]);
  });
  it('lies where it is told, and can be left out', () => {
    const folder = workspaces.make({ 'a.mjs': list('a') });
    expect(run(folder, '--baseline', 'known.txt')).toMatchObject({ code: 2, err: expect.stringContaining('there is no baseline') });
    run(folder, 'baseline', '--baseline', 'known.txt');
    expect(run(folder).code).toBe(1);
    expect(run(folder, '--baseline', 'known.txt').code).toBe(0);
    write(folder, { 'qlik-users-migrate.config.json': '{ "baseline": "known.txt" }' });
    expect(run(folder).code).toBe(0);
    expect(run(folder, '--no-baseline').code).toBe(1);
  });
  it('reports a conflict and a spoiled line with its number', () => {
    const folder = recorded({ 'a.mjs': list('a') });
    const text = read(folder, 'qlik-users-migrate.baseline');
    write(folder, { 'qlik-users-migrate.baseline': `${text}<<<<<<< ours\n` });
    expect(run(folder)).toMatchObject({ code: 2, err: expect.stringMatching(/baseline:4: a merge conflict/) });
    write(folder, { 'qlik-users-migrate.baseline': `${text}nonsense\n` });
    expect(run(folder)).toMatchObject({ code: 2, err: expect.stringMatching(/baseline:4: this is no line/) });
  });
  it('keeps paths with spaces, backslashes and other letters', () => {
    const folder = recorded({ 'with space/ä \\ b.mjs': list('a') });
    expect(read(folder, 'qlik-users-migrate.baseline')).toContain('with space/ä \\\\ b.mjs sort-params ');
  });
});
