// What a fix did to a text, beside what the findings say.
import { structuredPatch } from 'diff';
import { treeOf } from './verdicts.mjs';

const endings = /\r\n|[\r\n]/;

/** Lines that changed without a finding that stands on them or edits them, and texts that are no program any more. */
export function wrongChanges(name, before, after, named) {
  const faults = /\.(?:[cm]?[jt]s|[jt]sx)$/.test(name) && treeOf(name, before) && !treeOf(name, after) ? [`${name}: is no program any more after the fix`] : [];
  for (const line of changedLines(before, after)) if (!named.has(line)) faults.push(`${name}:${line}: changed without a certain or likely finding on it: ${before.split(endings)[line - 1].trim().slice(0, 120)}`);
  return faults;
}

/** The lines of the old text, from 1, that are not in the new one. */
function changedLines(before, after) {
  const [old, now] = [before, after].map((text) => text.split(endings));
  if (old.length === now.length) return old.flatMap((line, index) => (line === now[index] ? [] : [index + 1]));
  const lines = [];
  for (const hunk of structuredPatch('', '', old.join('\n'), now.join('\n'), '', '', { context: 0 }).hunks) {
    for (let index = 0; index < hunk.oldLines; index += 1) lines.push(hunk.oldStart + index);
  }
  return lines;
}
