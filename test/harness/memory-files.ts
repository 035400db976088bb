import { type FileSet, marksIn, wordIndex } from '../../src/files/file-set.ts';
import { fixAll, type FixResult } from '../../src/fix/rounds.ts';
import { lint, type LintOptions } from '../../src/lint.ts';
import { rules } from '../../rules/index.ts';
import { parseSource } from '../../src/source/source.ts';

/** A project that exists only in memory. File names are relative to `/project`. */
export function memoryFiles(texts: Readonly<Record<string, string>>, before: ReadonlyMap<string, string> = new Map()): FileSet {
  const files = new Map(Object.entries(texts).map(([name, text]) => [`/project/${name}`, text]));
  const words = new Map<ReadonlySet<string> | undefined, Map<string, string[]>>();
  const programs = [...files.keys()].filter((file) => !file.endsWith('.json')).sort();
  const read = (file: string): string | undefined => files.get(file);
  return {
    root: '/project',
    selected: programs,
    all: programs,
    errors: [],
    skipped: {},
    read,
    replaced: (file) => before.get(file),
    filesWith: (word, within) => {
      if (!words.has(within)) words.set(within, wordIndex({ all: programs, read }, within));
      return words.get(within)?.get(word) ?? [];
    },
    exists: (file) => files.has(file),
    scan: (search, within = programs) =>
      new Map(
        within.flatMap((file) => {
          const found = marksIn(files.get(file) ?? '', search);
          return found.length > 0 ? [[file, new Set(found)] as const] : [];
        }),
      ),
    withTexts: (overlay) => memoryFiles(Object.fromEntries([...files, ...overlay].map(([file, text]) => [file.slice('/project/'.length), text])), new Map([...files].filter(([file]) => overlay.has(file)))),
  };
}

export const options: LintOptions = { rules, ruleOptions: { target: 'today', keepActiveDefault: false }, assumeQlik: false, hosts: [] };

export function lintTexts(texts: Readonly<Record<string, string>>, changed: Partial<LintOptions> = {}) {
  return lint(memoryFiles(texts), { ...options, ...changed });
}

/** Fixes a project in memory and returns every text afterwards. */
export function fixTexts(texts: Readonly<Record<string, string>>, changed: Partial<LintOptions> & { suggestions?: boolean } = {}): FixResult & { texts: Record<string, string> } {
  const files = memoryFiles(texts);
  const used = { ...options, ...changed };
  const result = fixAll(lint(files, used), {
    selected: new Set(files.selected),
    suggestions: !!changed.suggestions,
    read: (file) => files.read(file),
    lintTexts: (overlay) => lint(files.withTexts(overlay), used),
    fault: (file, text) => {
      try {
        return (
          parseSource(file, text)
            .faults.map(({ line, message }) => `line ${line}: ${message}`)
            .join('; ') || undefined
        );
      } catch (error) {
        return String(error);
      }
    },
  });
  const after = new Map(result.changes.map((change) => [change.file, change.after]));
  return { ...result, texts: Object.fromEntries(Object.entries(texts).map(([name, text]) => [name, after.get(`/project/${name}`) ?? text])) };
}
