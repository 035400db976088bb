import type { Edit } from '../facts.ts';

/** True when two edits touch the same characters, or insert different text at the same place. */
export function overlaps(a: Edit, b: Edit): boolean {
  if (a.file !== b.file || isSame(a, b)) return false;
  if (a.start === a.end && b.start === b.end) return a.start === b.start;
  return a.start < b.end && b.start < a.end;
}

/** True when one edit inserts right before or after what the other one writes: their order would decide what the code means. */
export function touches(a: Edit, b: Edit): boolean {
  if (a.file !== b.file || isSame(a, b) || (a.start < a.end && b.start < b.end)) return false;
  return a.start <= b.end && b.start <= a.end;
}

export function isSame(a: Edit, b: Edit): boolean {
  return a.file === b.file && a.start === b.start && a.end === b.end && a.text === b.text;
}

/**
 * Applies edits to the text they were made for; every other character stays.
 * @throws when edits overlap.
 */
export function splice(text: string, edits: readonly Edit[]): string {
  const sorted = [...edits].sort((a, b) => a.start - b.start || a.end - b.end);
  let result = '';
  let at = 0;
  for (const edit of sorted) {
    if (edit.start < at) throw new Error(`edits overlap at offset ${edit.start}`);
    result += text.slice(at, edit.start) + edit.text;
    at = edit.end;
  }
  return result + text.slice(at);
}
