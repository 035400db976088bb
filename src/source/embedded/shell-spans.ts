import type { Span } from './nodes.ts';

/** The place of something that the parser of scripts gives. */
export const spanOf = ({ pos, end }: { readonly pos: number; readonly end: number }): Span => ({ start: pos, end });
