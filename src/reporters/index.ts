import { diff } from './diff.ts';
import { github } from './github.ts';
import { gitlab } from './gitlab.ts';
import { json } from './json.ts';
import { junit } from './junit.ts';
import { markdown } from './markdown.ts';
import type { Reporter } from './report.ts';
import { sarif } from './sarif.ts';
import { stylish } from './stylish.ts';

/** Every way to tell what was found; a new one is one file, one fixture and one line. */
export const reporters = { stylish, json, sarif, github, gitlab, junit, markdown, diff } satisfies Record<string, Reporter>;

export type Format = keyof typeof reporters;
export type { Report, Reporter, ReporterOptions, RuleInfo } from './report.ts';
