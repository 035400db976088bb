import type { Unknown } from './value.ts';

export const unknown: Unknown = { kind: 'unknown' };
/** A member or argument that is certainly not there: a default takes its place. */
export const absent: Unknown = { kind: 'unknown' };

/** One of a list that holds nothing, as far as is seen: nothing is known of it, and nobody else's members are meant. */
export const unfilled: Unknown = { kind: 'unknown' };

/** A value that depends on itself: `url = page.links.next` where `page` is the answer to `url`. It adds nothing to what else is known. */
export const circular: Unknown = { kind: 'unknown' };

/** `null`, `undefined`, and what would be taken of them: it is not there, or not yet. */
export const nothing: Unknown = { kind: 'unknown' };

/** True for what is certainly not there, or not yet. */
export const isMissing = (value: object): boolean => value === absent || value === nothing;

/** What is computed and may be a number: written as text, it is no text that the code shows, and a string only after a conversion. */
export const numeric: Unknown = { kind: 'unknown' };

/** What taking something of an unknown value gives. */
export const takenFrom = (value: Unknown): Unknown => (value === circular ? value : value === nothing || value === absent ? nothing : unknown);
