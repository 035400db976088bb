import fs from 'node:fs';
import path from 'node:path';
import { readPlain } from '../files/plain-file.ts';
import { UsageError } from '../usage-error.ts';
import type { FileError } from '../rule.ts';
import type { Shape } from './shape.ts';

/** The name of the file at the project's root, unless another is named. */
const baselineName = 'qlik-users-migrate.baseline';

/** A baseline where it is looked for; `entries` is undefined where there is none. */
export interface Baseline {
  readonly file: string;
  /** For people: the path from the working folder. */
  readonly name: string;
  readonly entries: readonly Shape[] | undefined;
}

/**
 * Reads the baseline: the file named, from the working folder, or the one at the root.
 * @throws {UsageError} when what stands there is no baseline.
 */
export function readBaseline(root: string, cwd: string, named: string | undefined): Baseline {
  const file = named ? path.resolve(cwd, named) : path.join(root, baselineName);
  const name = path.relative(cwd, file) || file;
  const stat = fs.lstatSync(file, { throwIfNoEntry: false });
  if (stat?.isDirectory()) throw new UsageError(`${name}: a folder stands where the baseline should be`);
  return { file, name, entries: stat ? parseBaseline(textOf(file, name), name) : undefined };
}

function textOf(file: string, name: string): string {
  try {
    return readPlain(file);
  } catch (error) {
    throw new UsageError(`${name}: the baseline cannot be read (${(error as Error).message})`);
  }
}

/** What was judged, for entries that name files from the root: those selected, without those that could not be read. */
export function judgedFiles(root: string, selected: readonly string[], errors: readonly FileError[]): ReadonlySet<string> {
  const unread = new Set(errors.map(({ file }) => file));
  return new Set(selected.filter((file) => !unread.has(file)).map((file) => file.slice(root.length + 1)));
}

const head = [
  '# Uses of the deprecated Qlik users API that were known when this was written; `qlik-users-migrate` fails on new ones only.',
  '# One a line, sorted, without line numbers: moving code and merging branches is fine. Written by `qlik-users-migrate baseline`.',
];

const entry = /^(.+) ([\w-]+) ([0-9a-f]{8})\.([0-9a-f]{0,8})\.((?:[0-9a-f]{0,8}\.){3}[0-9a-f]{0,8})(?: x(\d+))?$/s;

/** The baseline as text: sorted, one place a line; places alike in everything are numbered. */
export function baselineText(shapes: readonly Shape[]): string {
  const seen = new Map<string, number>();
  const lines = shapes.map(({ file, rule, own, scope, around }) => {
    const line = `${file.replaceAll('\\', '\\\\').replaceAll('\n', '\\n').replaceAll('\r', '\\r')} ${rule} ${[own, scope, ...around].join('.')}`;
    const count = (seen.get(line) ?? 0) + 1;
    seen.set(line, count);
    return count === 1 ? line : `${line} x${count}`;
  });
  return `${[...head, ...lines.sort()].join('\n')}\n`;
}

/**
 * Reads a baseline. A line that stands there twice, as a merge may leave it, counts once.
 * @throws {UsageError} with the line that cannot be read.
 */
function parseBaseline(text: string, name: string): Shape[] {
  const lines = text.split(/\r?\n/);
  const seen = new Set<string>();
  return lines.flatMap((line, index) => {
    if (line.trim() === '' || line.startsWith('#') || seen.has(line)) return [];
    seen.add(line);
    const [, file = '', rule = '', own = '', scope = '', around = ''] = entry.exec(line) ?? [];
    if (rule !== '') return [{ file: file.replace(/\\([nr\\])/g, (_, char: string) => (char === 'n' ? '\n' : char === 'r' ? '\r' : '\\')), rule, own, scope, around: around.split('.') }];
    const isConflict = /^(?:<{7}|={7}|>{7}|\|{7})/.test(line);
    throw new UsageError(`${name}:${index + 1}: ${isConflict ? 'a merge conflict stands here; keep the lines of both sides, or run `qlik-users-migrate baseline` again' : 'this is no line of a baseline'}`);
  });
}
