import type { ReadJq } from './shell-simple.ts';

export const readJq: ReadJq = () => undefined;
