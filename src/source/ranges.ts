import type { Range } from '../facts.ts';

/** Where something begins, as a text: two places of one key are the same. */
export const placeKey = ({ file, start }: Pick<Range, 'file' | 'start'>): string => `${file}:${start}`;

/** Order of places: by file, then by where they begin. */
export const byPlace = (a: Pick<Range, 'file' | 'start'>, b: Pick<Range, 'file' | 'start'>): number => (a.file === b.file ? a.start - b.start : a.file < b.file ? -1 : 1);
