import { compare } from './compare.ts';
import type { Shape } from './shape.ts';

export interface Recorded {
  readonly shapes: readonly Shape[];
  readonly added: number;
  readonly removed: number;
}

/**
 * The baseline after a run: what was judged is replaced by what was found, the rest stays.
 * With `isPruning` nothing new is added.
 */
export function record(entries: readonly Shape[], found: readonly Shape[], options: { readonly isPruning: boolean; isJudged(entry: Shape): boolean; isThere(file: string): boolean }): Recorded {
  const judged = entries.filter((entry) => options.isJudged(entry));
  const { isKnown, gone } = compare(judged, found, (file) => options.isThere(file));
  const kept = found.filter((_, index) => isKnown[index] || !options.isPruning);
  return { shapes: [...entries.filter((entry) => !options.isJudged(entry)), ...kept], added: kept.length - isKnown.filter(Boolean).length, removed: gone.length };
}
