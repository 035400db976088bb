import type { Reach } from '../reading/read-facts.ts';
import type { Imports } from '../trace/modules/imports.ts';

/** Files that are asked together, because values can come from one to another. */
export interface Part {
  readonly reach: Reach;
  /** Files that may declare types which no file has to import. */
  readonly ambient: readonly string[];
  /** The only files that questions lead to, except along imports; all when undefined. */
  readonly within: ReadonlySet<string> | undefined;
}

/**
 * Splits what is asked into parts between which no import leads. `loose`: files whose names reach others without an import; they stay together.
 * In the order of their first files.
 */
export function partsOf(imports: Imports, whole: Part & { readonly within: ReadonlySet<string> }, loose: readonly string[]): Part[] {
  const groups = new Groups();
  for (const file of whole.within) for (const other of imports.importsOf(file)) if (whole.within.has(other)) groups.join(file, other);
  for (const file of loose) groups.join(file, loose[0] as string);
  const byRoot = new Map<string, string[]>();
  for (const file of [...whole.within].sort()) {
    const root = groups.rootOf(file);
    const known = byRoot.get(root);
    if (known) known.push(file);
    else byRoot.set(root, [file]);
  }
  const { seeds, requests, fields, keyed } = whole.reach;
  const isSeed = new Set(seeds);
  return [...byRoot.values()]
    .filter((files) => files.some((file) => isSeed.has(file)))
    .map((files) => {
      const within = new Set(files);
      const own = (some: Iterable<string>): string[] => [...some].filter((file) => within.has(file));
      return { reach: { seeds: own(seeds), requests: new Set(own(requests)), fields: own(fields), keyed: own(keyed) }, ambient: whole.ambient, within };
    });
}

/** Files that belong together, each group found by one of them. */
class Groups {
  readonly #above = new Map<string, string>();

  rootOf(file: string): string {
    let root = file;
    for (let above = this.#above.get(root); above !== undefined; above = this.#above.get(root)) root = above;
    for (let at = file; at !== root; ) {
      const above = this.#above.get(at) as string;
      this.#above.set(at, root);
      at = above;
    }
    return root;
  }

  join(one: string, other: string): void {
    const [a, b] = [this.rootOf(one), this.rootOf(other)];
    if (a !== b) this.#above.set(a, b);
  }
}
