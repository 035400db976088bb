import path from 'node:path';
import { programName } from '../files/list.ts';
import { isBelow } from '../files/plain-file.ts';
import type { StagedWrite } from './write-staged.ts';

/** What the last run wrote, so that it can be undone. Lies outside everything the project tracks. */
export interface Journal {
  readonly version: 1;
  readonly root: string;
  readonly files: readonly { readonly file: string; readonly before: string; readonly after: string }[];
  readonly index: readonly Pick<StagedWrite, 'name' | 'mode' | 'before' | 'after'>[];
}

type Given = Readonly<Record<string, unknown>>;
const isRecord = (value: unknown): value is Given => typeof value === 'object' && value !== null;
const isHash = (value: unknown): boolean => typeof value === 'string' && /^(?:[0-9a-f]{40}|[0-9a-f]{64})$/.test(value);

/** A file that a fix may have written: a program or data below the root, and not below what only git writes. */
function isOurs(root: string, file: unknown): boolean {
  if (typeof file !== 'string' || path.posix.normalize(file) !== file || file.includes('\0') || !isBelow(file, root)) return false;
  return !file.slice(root.length).split('/').includes('.git') && (programName.test(file) || file.endsWith('.json'));
}

function isFile(root: string, value: unknown): boolean {
  return isRecord(value) && isOurs(root, value['file']) && typeof value['before'] === 'string' && isHash(value['after']);
}

function isStaged(root: string, value: unknown): boolean {
  return isRecord(value) && isOurs(root, `${root}/${String(value['name'])}`) && /^100(?:644|755)$/.test(String(value['mode'])) && isHash(value['before']) && isHash(value['after']);
}

/** Reads a journal; undefined for what no run of this tool can have written. A repository may bring a file of that name. */
export function readJournal(text: string): Journal | undefined {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return undefined;
  }
  if (!isRecord(value) || value['version'] !== 1 || typeof value['root'] !== 'string' || !Array.isArray(value['files']) || !Array.isArray(value['index'])) return undefined;
  const root: string = value['root'];
  const isWhole = value['files'].every((one) => isFile(root, one)) && value['index'].every((one) => isStaged(root, one));
  return isWhole ? (value as unknown as Journal) : undefined;
}
