import type { FileSet } from './files/file-set.ts';
import { type Finding, isOfType } from './rule.ts';

/** Findings that change together with a file that was not selected are told, and not rewritten. */
export function withinSelection(files: FileSet, findings: readonly Finding[]): Finding[] {
  const selected = new Set(files.selected);
  const mayEdit = files.mayEdit ?? ((file: string) => selected.has(file) || file.endsWith('.json'));
  const outside = new Map<string, string>();
  for (const finding of findings) for (const edit of finding.edits) if (!mayEdit(edit.file)) outside.set(finding.group, edit.file);
  return findings.map((finding) => {
    const own = finding.edits.find((edit) => !mayEdit(edit.file))?.file;
    const file = own ?? (isUntyped(finding) ? undefined : outside.get(finding.group));
    return file === undefined || finding.fixable === 'none' ? finding : { ...finding, fixable: 'none', edits: [], blocked: `it changes together with ${named(files, file)}, which is not among the files to change` };
  });
}

/** Reads in plain JavaScript keep their meaning whatever a declared type elsewhere says. */
const isUntyped = (finding: Finding): boolean => isOfType(finding.group) && /\.[cm]?jsx?$/.test(finding.at.file);

const named = (files: FileSet, file: string): string => (file.startsWith(`${files.root}/`) ? file.slice(files.root.length + 1) : file);
