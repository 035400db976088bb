import { descendants, type Node } from '../source/ast.ts';
import { requiredSpecifier } from './modules.ts';
import type { Trace } from './trace.ts';

/** How far imports are followed from a file that names a users path. */
const farthest = 6;

/** The files whose calls may make a request for users: those that name the path, what they import, and who imports them. */
export function requestFiles(trace: Trace, seeds: readonly string[]): string[] {
  const reached = new Set<string>();
  let layer = [...seeds];
  for (let depth = 0; depth < farthest && layer.length > 0; depth += 1) {
    const next: string[] = [];
    for (const file of layer) {
      if (reached.has(file)) continue;
      reached.add(file);
      next.push(...importedFiles(trace, file));
      if (depth < 2) next.push(...importingFiles(trace, file));
    }
    layer = next;
  }
  return [...reached].sort();
}

function importedFiles(trace: Trace, file: string): string[] {
  const source = trace.project.source(file);
  return source ? specifiersOf(source.program).flatMap((specifier) => trace.project.resolve(file, specifier) ?? []) : [];
}

function specifiersOf(program: Node): string[] {
  const declared = (program['body'] as Node[]).flatMap((statement) => (statement['source']?.value !== undefined ? [statement['source'].value as string] : []));
  const required = [...descendants(program)].flatMap((node) => requiredSpecifier(node) ?? []);
  return [...declared, ...required];
}

function importingFiles(trace: Trace, file: string): string[] {
  const parts = file.replace(/(?:\.d)?\.[cm]?[jt]sx?$/, '').split('/');
  const word = (parts.at(-1) === 'index' ? parts.at(-2) : parts.at(-1)) ?? '';
  return trace.project.filesWith(word).filter((other) => other !== file && importedFiles(trace, other).includes(file));
}
