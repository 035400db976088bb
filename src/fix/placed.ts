import type { Edit } from '../facts.ts';

/** Characters of one stretch of a file. */
const stretch = 1024;

export interface PlacedEdit {
  readonly edit: Edit;
  readonly group: string;
}

/** Edits that are decided on, found by where they stand: of thousands in one file only the few nearby are compared. */
export class PlacedEdits {
  readonly #byStretch = new Map<string, PlacedEdit[]>();

  add(placed: PlacedEdit): void {
    for (const key of stretchesOf(placed.edit)) {
      const known = this.#byStretch.get(key);
      if (known) known.push(placed);
      else this.#byStretch.set(key, [placed]);
    }
  }

  /** Those that may stand on the same characters as the edit, or right beside it; some more than once. */
  near(edit: Edit): readonly PlacedEdit[] {
    return stretchesOf(edit).flatMap((key) => this.#byStretch.get(key) ?? []);
  }
}

/** Every stretch with a character of the edit, or with one right before or after it. */
function stretchesOf({ file, start, end }: Edit): string[] {
  const keys: string[] = [];
  for (let at = Math.floor(Math.max(0, start - 1) / stretch); at <= Math.floor((end + 1) / stretch); at += 1) keys.push(`${at}\0${file}`);
  return keys;
}
