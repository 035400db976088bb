import type { Shape } from './shape.ts';

export interface Comparison {
  /** For each of today's shapes: true when the baseline knows it. */
  readonly isKnown: readonly boolean[];
  /** What the baseline lists and nobody finds any more. */
  readonly gone: readonly Shape[];
}

/** The scope counts twice; two of the rest, or all of it where the scope has another name, must be the same as well. */
const enough = 3;
/** Under another file name, where the old file is gone, the surroundings must be the same. */
const enoughElsewhere = 5;

/**
 * Finds each of today's shapes in the baseline, the most alike first. Every entry stands for one place, so two places alike need two entries.
 * A place that is new is not taken for one that is gone: the same code must also have the same surroundings.
 * @param isThere whether a file of the baseline still exists
 */
export function compare(entries: readonly Shape[], shapes: readonly Shape[], isThere: (file: string) => boolean): Comparison {
  const left = new Set(entries);
  const isKnown = shapes.map(() => false);
  for (const { entry, index } of pairs(entries, shapes, isThere)) {
    if (isKnown[index] || !left.has(entry)) continue;
    left.delete(entry);
    isKnown[index] = true;
  }
  return { isKnown, gone: [...left] };
}

/** Entries and shapes that may be the same place, the most alike first. */
function pairs(entries: readonly Shape[], shapes: readonly Shape[], isThere: (file: string) => boolean): { entry: Shape; index: number }[] {
  const byCode = new Map<string, Shape[]>();
  for (const entry of entries) byCode.set(`${entry.rule} ${entry.own}`, [...(byCode.get(`${entry.rule} ${entry.own}`) ?? []), entry]);
  const found = shapes.flatMap((shape, index) =>
    (byCode.get(`${shape.rule} ${shape.own}`) ?? []).flatMap((entry) => {
      const score = alike(entry, shape);
      const isHere = entry.file === shape.file;
      const mayBe = isHere ? score >= enough : score >= enoughElsewhere && !isThere(entry.file);
      return mayBe ? [{ entry, index, score: score + (isHere ? 100 : 0) }] : [];
    }),
  );
  return found.sort((a, b) => b.score - a.score);
}

/** How much of the surroundings is the same, from 0 to 6. Where there is nothing around, only nothing is the same. */
function alike(a: Shape, b: Shape): number {
  const isSame = a.scope === b.scope && a.around.every((part, index) => part === b.around[index]);
  const around = a.around.filter((part, index) => part !== '' && part === b.around[index]).length;
  return isSame ? 6 : (a.scope === b.scope ? 2 : 0) + around;
}
