import { diff } from './diff.ts';
import { json } from './json.ts';
import type { Reporter } from './report.ts';
import { stylish } from './stylish.ts';

/** Every way to tell what was found; a new one is one file and one line. */
export const reporters = { stylish, json, diff } satisfies Record<string, Reporter>;

export type Format = keyof typeof reporters;
export type { Report, Reporter, ReporterOptions } from './report.ts';
