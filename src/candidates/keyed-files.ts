import type { FileSet } from '../files/file-set.ts';
import { moduleWord } from '../trace/modules/module-word.ts';
import type { Imports } from '../trace/modules/imports.ts';
import { along } from './workspaces.ts';

/** Through how many files a list of names and what reads by it come together: a file that imports both, and an index of a folder on the way. */
const nearest = 2;

/** Files that hold old names as values, and files that read members by names that are values. */
interface Named {
  readonly names: readonly string[];
  readonly reading: readonly string[];
}

/** Files that read members by name, and that import a file with old names or are imported by one. */
export function keyedFiles(imports: Imports, { names, reading }: Named): string[] {
  const named = new Set(names);
  const wanted = new Set([...names, ...names.flatMap((file) => [...imports.importsOf(file)])]);
  return reading.filter((file) => wanted.has(file) || [...imports.importsOf(file)].some((other) => named.has(other)));
}

/** The same, and those that a third file imports together with such a file: columns here, a grid that shows them there. */
export function keyedFilesBetween(files: FileSet, imports: Imports, { names, reading }: Named, within: ReadonlySet<string> | undefined): string[] {
  const direct = new Set(keyedFiles(imports, { names, reading }));
  if (names.length === 0 || direct.size === reading.length) return [...direct];
  const importers = (file: string): string[] => files.filesWith(moduleWord(file), within).filter((other) => imports.importsOf(other).has(file));
  const together = along([...along(names, importers, nearest)], (file) => imports.importsOf(file), nearest);
  return reading.filter((file) => direct.has(file) || together.has(file));
}

/** Old names as the keys or the texts of a table. */
export const namesInTable = /["'](?:roles|created|lastUpdated)["']/;

/** True for a file that imports or reads a table in which something stands. */
export function hasTable(imports: Imports, file: string, what: RegExp): boolean {
  const { files } = imports;
  const tables = [...(files.read(file) ?? '').matchAll(/(["'])([^"'\n]+\.json)\1/g)].map((match) => match[2] as string);
  return tables.some((name) => {
    const table = imports.resolve(file, name) ?? imports.dataNear(file, name);
    return table !== undefined && what.test(files.read(table) ?? '');
  });
}
