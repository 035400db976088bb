import fs from 'node:fs';
import path from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readConfig } from '../../src/cli/config.ts';
import type { FileSet } from '../../src/files/file-set.ts';
import { wordIndex } from '../../src/files/file-set.ts';
import { fixAll } from '../../src/fix/rounds.ts';
import { lint, type LintOptions } from '../../src/lint.ts';
import { memoryFiles, options } from '../harness/memory-files.ts';

const seed = process.env['LAWS_SEED'] === 'random' ? Date.now() % 1_000_000_007 : Number(process.env['LAWS_SEED'] ?? 2022);
const runs = Number(process.env['LAWS_RUNS'] ?? 8);
const root = path.resolve(import.meta.dirname, '../../fixtures/projects');

function textsOf(folder: string): Record<string, string> {
  const files = fs.readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  return Object.fromEntries(files.map(({ parentPath, name }) => [path.relative(folder, path.join(parentPath, name)).split(path.sep).join('/'), fs.readFileSync(path.join(parentPath, name), 'utf8')]));
}

/** The same files, named in another order wherever a list of them is given. */
function reordered(files: FileSet, order: (list: readonly string[]) => string[]): FileSet {
  const all = order(files.all);
  let words: Map<string, string[]> | undefined;
  return {
    ...files,
    all,
    selected: order(files.selected),
    filesWith: (word, within) => (words ??= wordIndex({ all, read: files.read }, within)).get(word) ?? [],
    scan: (patterns) => new Map([...files.scan(patterns)].sort(([one], [other]) => all.indexOf(one) - all.indexOf(other))),
    withTexts: (overlay) => reordered(files.withTexts(overlay), order),
  };
}

/** What is found and what is written. */
function result(files: FileSet, used: LintOptions): unknown {
  const found = lint(files, used);
  const { changes, remaining } = fixAll(found, {
    selected: new Set(files.selected),
    suggestions: false,
    read: files.read,
    lintTexts: (overlay, annotated) => lint(files.withTexts(overlay), { ...used, annotated }),
    fault: () => undefined,
  });
  return { findings: found.findings, refusals: found.refusals, changes, left: remaining.findings };
}

/** Lists in an order that is the same for the same number. */
const shuffler =
  (by: number) =>
  <T>(list: readonly T[]): T[] =>
    fc.sample(fc.shuffledSubarray([...list], { minLength: list.length }), { seed: by, numRuns: 1 })[0] ?? [];

const projects = fs.readdirSync(root).filter((name) => fs.existsSync(path.join(root, name, 'input')));

describe('the order of files and rules', () => {
  it.each(shuffler(seed)(projects).slice(0, runs))('changes nothing: %s', async (name) => {
    const folder = path.join(root, name, 'input');
    const { config } = await readConfig(folder, undefined);
    const used: LintOptions = { ...options, hosts: config.hosts ?? [], configured: { clients: config.clients ?? [], types: config.types ?? [], from: '/project' } };
    const files = memoryFiles(textsOf(folder));
    const wanted = result(files, used);
    const orders = [(list: readonly string[]) => [...list].reverse(), shuffler(seed + 1), shuffler(seed + 2)];
    orders.forEach((order, index) => {
      expect(result(reordered(files, order), { ...used, rules: shuffler(seed + index)(used.rules) }), `LAWS_SEED=${seed}, order ${index}`).toEqual(wanted);
    });
  });
});
