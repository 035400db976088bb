import { descendants, type Node } from '../source/ast.ts';
import type { Source } from '../source/source.ts';
import { moduleWord } from './callers.ts';
import { requiredSpecifier } from './modules.ts';
import type { Trace } from './trace.ts';

/** How far imports are followed from a file that names a users path. */
const farthest = 6;

/** The files whose calls may make a request for users: those that name the path, what they import, and who imports them. */
export function requestFiles(trace: Trace, seeds: readonly string[], making: ReadonlySet<string>): string[] {
  const reached = new Set<string>();
  let layer = [...seeds];
  for (let depth = 0; depth < farthest && layer.length > 0; depth += 1) {
    const next: string[] = [];
    for (const file of layer) {
      if (reached.has(file)) continue;
      reached.add(file);
      next.push(...importedFiles(trace, file).filter((other) => making.has(other)));
      if (depth < 2) next.push(...importingFiles(trace, file));
    }
    layer = next;
  }
  return [...reached].sort();
}

const imported = new WeakMap<Source, readonly string[]>();

function importedFiles(trace: Trace, file: string): readonly string[] {
  const source = trace.project.source(file);
  if (!source) return [];
  let files = imported.get(source);
  if (!files) imported.set(source, (files = specifiersOf(source.program).flatMap((specifier) => trace.project.resolve(file, specifier) ?? [])));
  return files;
}

function specifiersOf(program: Node): string[] {
  return descendants(program).flatMap((node) => (/^(?:Import|Export(?:Named|All))Declaration$/.test(node.type) ? (node['source']?.value ?? []) : (requiredSpecifier(node) ?? [])));
}

function importingFiles(trace: Trace, file: string): string[] {
  return trace.project.filesWith(moduleWord(file)).filter((other) => other !== file && importedFiles(trace, other).includes(file));
}
