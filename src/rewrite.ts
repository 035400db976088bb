import { createRequire } from 'node:module';
import type { FileSet } from './files/file-set.ts';
import { type Change, fixAll, type FixResult } from './fix/rounds.ts';
import { newTypeFaults } from './fix/types.ts';
import { lint, type LintOptions } from './lint.ts';
import type { Finding, LintResult } from './rule.ts';
import { parseSource, SyntaxFault } from './source/source.ts';

export interface RewriteOptions extends LintOptions {
  readonly suggestions: boolean;
  /** The only findings that may be rewritten; all when undefined. */
  readonly accepted?: readonly Finding[];
}

/** Findings -> proved changes, nothing written. */
export function rewrite(files: FileSet, first: LintResult, options: RewriteOptions): FixResult {
  const selected = new Set(files.selected);
  const mayEdit = files.mayEdit ?? ((file: string) => selected.has(file) || file.endsWith('.json'));
  return fixAll(first, {
    selected: new Set([...selected, ...first.findings.flatMap((finding) => finding.edits.map((edit) => edit.file)).filter(mayEdit)]),
    suggestions: options.suggestions,
    ...(options.accepted === undefined ? {} : { accepted: options.accepted }),
    read: (file) => files.read(file),
    fault: syntaxFault,
    lintTexts: (overlay, annotated) => {
      options.statistics?.count('files judged again', 1);
      return lint(files.withTexts(overlay), { ...options, annotated, statistics: undefined });
    },
    typeFaults: (changes: readonly Change[]) =>
      newTypeFaults(files.root, changes, typedFilesWithFields(files), () => {
        options.statistics?.count('TypeScript programs', 1);
        return loadMorph();
      }),
  });
}

/** Files that name a member of a user or a parameter, old or new; the types in them may depend on what changes. */
function typedFilesWithFields(files: FileSet): string[] {
  const found = files.scan({ patterns: { field: /\b(?:roles|created|lastUpdated|assignedRoles|createdAt|lastUpdatedAt|sortBy|sortOrder|startingAfter|endingBefore)\b/ } });
  return [...found.keys()].filter((file) => /\.[cm]?[jt]sx?$/.test(file)).slice(0, mostTyped);
}

/** More files than this are not type-checked beside the changed ones. */
const mostTyped = 200;

/** ts-morph is large and loaded only here; a copy of the tool without it fixes without this proof. */
function loadMorph(): typeof import('ts-morph') | undefined {
  try {
    return createRequire(import.meta.url)('ts-morph');
  } catch {
    return undefined;
  }
}

/** The first syntax error of a text, or undefined. */
export function syntaxFault(file: string, text: string): string | undefined {
  try {
    if (file.endsWith('.json')) JSON.parse(text.replace(/^\ufeff/, ''));
    else
      return (
        parseSource(file, text)
          .faults.map(({ line, message }) => `line ${line}: ${message}`)
          .join('; ') || undefined
      );
    return undefined;
  } catch (error) {
    if (error instanceof SyntaxFault) return `line ${error.line}: ${error.message}`;
    if (error instanceof SyntaxError) return error.message;
    throw error;
  }
}
