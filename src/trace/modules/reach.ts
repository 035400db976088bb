import { moduleWord } from './module-word.ts';
import type { Project } from '../project.ts';

/** How far imports are followed from a file that names a users path. */
const farthest = 6;

/**
 * The files whose calls may make a request for users: those that name the path, what they import, and who imports them, as far as
 * they make requests at all. Imports are read from the text; nothing is parsed for this.
 */
export function requestFiles(project: Project, seeds: readonly string[], making: ReadonlySet<string>): string[] {
  const named = new Set(seeds);
  return [...filesAround(project, seeds)].filter((file) => named.has(file) || making.has(file)).sort();
}

/** The files that these import, who imports them, and what those import, as far as that may be one program. */
export function filesAround(project: Project, seeds: readonly string[]): ReadonlySet<string> {
  const reached = new Set<string>();
  let layer = [...seeds];
  for (let depth = 0; depth < farthest && layer.length > 0; depth += 1) {
    const next: string[] = [];
    for (const file of layer) {
      if (reached.has(file)) continue;
      reached.add(file);
      next.push(...project.importsOf(file));
      if (depth < 2) next.push(...importingFiles(project, file));
    }
    layer = next;
  }
  return reached;
}

/** The files that import this one. */
export function importingFiles(project: Project, file: string): string[] {
  return project.filesWith(moduleWord(file)).filter((other) => other !== file && project.importsOf(other).has(file));
}
