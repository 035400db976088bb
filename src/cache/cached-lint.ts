import { hash } from 'node:crypto';
import type { DiskFiles } from '../files/file-set.ts';
import { lint, type LintOptions, marksOf } from '../lint.ts';
import type { LintResult } from '../rule.ts';
import { type Kept, keptOf, listOf, stillTrue } from './kept.ts';
import { Recorder } from './recorder.ts';
import { openStore, type Store } from './store.ts';

export interface CacheOptions {
  /** The user's own folder for caches of this tool. */
  readonly folder: string;
  /** The exact build of the tool and what runs it: a result is that of one build. */
  readonly build: string;
  /** Runs that parse fewer files are not worth keeping. */
  readonly least: number;
}

/**
 * `lint`, or what it found the last time when nothing changed that it depended on: the files, their texts where they were read, their marks and the
 * words that were searched for where not, files looked for and not found, options, build. Never an answer that a fresh run would not give.
 */
export function cachedLint(files: DiskFiles, options: LintOptions, cache: CacheOptions, now: () => number): LintResult {
  const started = now();
  const store = openStore(files.root, cache.folder);
  const name = nameOf(files, options, cache);
  const kept = read(store, name);
  const known = kept && stillTrue(kept, files, marksOf(options));
  const keep = (make: (began: number) => Kept | undefined): void => {
    store.save(name, (time) => {
      const made = make(time - (now() - started));
      return made && JSON.stringify(made);
    });
  };
  if (known) {
    options.statistics?.phase('compare with the cache');
    if (known !== kept) keep((began) => ({ ...known, began }));
    return known.result;
  }
  const list = listOf(files);
  const recorder = new Recorder(files);
  const result = lint(recorder, options);
  files.watch = undefined;
  if (result.counters.parsed >= cache.least) keep((began) => keptOf(recorder, result, list, began));
  return result;
}

function read(store: Store, name: string): Kept | undefined {
  const text = store.load(name);
  return text === undefined ? undefined : (JSON.parse(text) as Kept);
}

/** One result for each way of asking. */
function nameOf(files: DiskFiles, { rules, ruleIds, ruleOptions, assumeQlik, hosts, configured }: LintOptions, { build }: CacheOptions): string {
  const asked = [build, files.root, hash('sha256', files.selected.join('\0')), rules.map(({ id }) => id), ruleIds ?? [], ruleOptions.target, ruleOptions.keepActiveDefault, assumeQlik, hosts, configured ?? null];
  return hash('sha256', JSON.stringify(asked), 'hex').slice(0, 16);
}
