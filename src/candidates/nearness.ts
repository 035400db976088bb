import type { FileSet } from '../files/file-set.ts';
import type { Imports } from '../trace/modules/imports.ts';
import { along, Packages } from './workspaces.ts';

/** How far imports are followed to what a file must be near to. */
const nearest = 3;
/** How far imports are followed from what is asked: to those who import it, and from them on. */
const farthest = 6;

/** True for files that import one of these or are imported by one, as far as their packages use each other at all. */
export function nearness(files: FileSet, imports: Imports, telling: readonly string[]): (file: string) => boolean {
  const told = new Set(telling);
  const packages = new Packages(files);
  const areas = [...new Set(telling.map((file) => packages.areaOf(file)))];
  let reached: ReadonlySet<string> | undefined;
  return (file) => {
    if (!areas.some((area) => packages.isRelated(packages.areaOf(file), area))) return false;
    reached ??= along([...told], (one) => imports.importsOf(one), nearest);
    if (reached.has(file)) return true;
    return [...along([file], (one) => imports.importsOf(one), nearest)].some((other) => told.has(other));
  };
}

/** These files, those that import them, directly or not, and what all of these import: the files to which a value can come from them. */
export function connected(imports: Imports, from: readonly string[], all: readonly string[]): ReadonlySet<string> {
  const importers = new Map<string, string[]>();
  for (const file of all) {
    for (const other of imports.importsOf(file)) {
      const known = importers.get(other);
      if (known) known.push(file);
      else importers.set(other, [file]);
    }
  }
  const users = along(from, (file) => importers.get(file) ?? [], nearest);
  return along([...users], (file) => imports.importsOf(file), farthest);
}
