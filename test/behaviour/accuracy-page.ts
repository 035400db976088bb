import { type Accuracy, accuracyOf, type Row, type Share } from './accuracy.ts';
import { knownLimits } from './known-limits.ts';
import type { Judgement } from './run.ts';

const share = ({ right, of }: Share): string => (of === 0 ? '' : `${right} of ${of}`);

function table(first: string, rows: readonly Row[]): string {
  const lines = rows.map((row) => `| ${row.name} | ${row.programs} | ${share(row.recall)} | ${share(row.precision)} | ${share(row.equivalent)} |`);
  return [`| ${first} | programs | lines found | findings that are right | same behaviour after the fix |`, '|---|---|---|---|---|', ...lines].join('\n');
}

/** By rule, as a table for a terminal or a page. */
export const accuracyTable = ({ rules, total }: Accuracy): string => table('rule', [...rules, total]);

/** What the tool does with the programs of the project, as a page of documentation. */
export function accuracyPage(judgements: readonly Judgement[]): string {
  const ordered = [...judgements].sort((a, b) => (a.program.name < b.program.name ? -1 : 1));
  const accuracy = accuracyOf(ordered);
  return `# How often it is right

<!-- Written by \`npm run accuracy -- --write\`; a test compares it with what the tool does. -->

Every figure comes from the ${judgements.length} programs in [test/behaviour/programs](../test/behaviour/programs): each is run against a server that plays the old API, fixed, and run again against one that plays the new API.
They were written for this project, and the tool was mended wherever it failed one of them, so the figures flatter it: they say what holds, not how it does on code that nobody here has seen.
For your own: a folder with one folder for each program, each with a \`program.json\` and an \`expected.json\` like those, and \`npm run accuracy -- <folder>\`.

- **lines found**: of the lines that use the old API, those that are reported (recall).
- **findings that are right**: of the findings, by line, those that name such a line (precision).
- **same behaviour after the fix**: of the programs that can be rewritten safely, those that then print the same and leave the same behind on the new API.

${share(accuracy.decoys)} programs that only look alike are left alone.

## By rule

${accuracyTable(accuracy)}

## By library

Whole programs that import it, or call the global \`fetch\`.

${table('library', accuracy.clients)}

## By idiom

Whole programs in which it occurs.

${table('idiom', accuracy.idioms)}

## What it misses in them

${missed(ordered)}

## What it reports and leaves in them

${left(ordered)}

## What it is known not to see

Nothing is said about these, and a test holds that this is still so:

${knownLimits.map(({ what }) => `- ${what}.`).join('\n')}

Programs in other languages are not read at all. The README lists [forms of code that are not followed](../README.md#what-it-does-not-see).
`;
}

function missed(judgements: readonly Judgement[]): string {
  const rows = judgements.flatMap(({ program, unreported }) => unreported.map(({ file, line, rule }) => `| ${program.name} | ${file}:${line} | ${rule} |`));
  return rows.length === 0 ? 'No line.' : ['| program | line | rule |', '|---|---|---|', ...rows].join('\n');
}

function left(judgements: readonly Judgement[]): string {
  const rows = judgements.flatMap(({ program, left: findings }) => findings.map(({ file, line, ruleId, blocked, message }) => `| ${program.name} | ${file}:${line} | ${ruleId} | ${cell(blocked ?? message)} |`));
  return rows.length === 0 ? 'Nothing.' : ['| program | line after the fix | rule | why |', '|---|---|---|---|', ...new Set(rows)].join('\n');
}

const cell = (text: string): string => text.replaceAll('|', '\\|').replaceAll('\n', ' ');
