import { hash } from 'node:crypto';
import type { DiskFiles } from '../files/file-set.ts';
import { firstSearch, secondSearch } from '../candidates/candidates.ts';
import type { LintOptions } from '../lint.ts';
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

/** What the last run found, for one set of files. */
export interface Cache {
  /** What it found, when nothing changed that it depended on. Never an answer that a fresh run would not give. */
  known(): LintResult | undefined;
  /** The files, for a fresh run: it remembers what is asked of them. */
  readonly recorder: Recorder;
  /** Keeps what the fresh run found. */
  keep(result: LintResult): void;
}

/**
 * Opens what is kept of earlier runs. A result depends on the files, their texts where they were read, their marks and the words that were
 * searched for where not, files looked for and not found, options, build. `started`: by `now`, before anything was read.
 */
export function openCache(files: DiskFiles, options: LintOptions, cache: CacheOptions, now: () => number, started: number): Cache {
  const store = openStore(files.root, cache.folder);
  const name = nameOf(files, options, cache);
  const save = (make: (began: number) => Kept | undefined): void => {
    store.save(name, (time) => {
      const made = make(time - (now() - started));
      return made && JSON.stringify(made);
    });
  };
  const list = listOf(files);
  let recorder: Recorder | undefined;
  return {
    known: () => {
      const kept = read(store, name);
      const known = kept && stillTrue(kept, files, [firstSearch(options), secondSearch(options)]);
      if (!known) return undefined;
      options.statistics?.phase('compare with the cache');
      if (known !== kept) save((began) => ({ ...known, began }));
      return known.result;
    },
    get recorder() {
      recorder ??= new Recorder(files);
      return recorder;
    },
    keep: (result) => {
      files.watch = undefined;
      const seen = recorder;
      if (seen && result.counters.parsed >= cache.least) save((began) => keptOf(seen, result, list, began));
    },
  };
}

/** True when something is kept of a project, which a run looks at before it reads any file. */
export const isKept = (root: string, { folder }: CacheOptions): boolean => openStore(root, folder).holds(prefixOf(root));

const prefixOf = (root: string): string => hash('sha256', root, 'hex').slice(0, 8);

function read(store: Store, name: string): Kept | undefined {
  const text = store.load(name);
  return text === undefined ? undefined : (JSON.parse(text) as Kept);
}

/** One result for each way of asking. */
function nameOf(files: DiskFiles, { rules, ruleIds, ruleOptions, assumeQlik, hosts, configured }: LintOptions, { build }: CacheOptions): string {
  const asked = [build, files.root, hash('sha256', files.selected.join('\0')), rules.map(({ id }) => id), ruleIds ?? [], ruleOptions.target, ruleOptions.keepActiveDefault, assumeQlik, hosts, configured ?? null];
  return `${prefixOf(files.root)}${hash('sha256', JSON.stringify(asked), 'hex').slice(0, 16)}`;
}
