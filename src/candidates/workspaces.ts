import path from 'node:path';
import type { FileSet } from '../files/file-set.ts';
import { asRecord, readJson, textAt } from '../trace/modules/resolve.ts';

const dependencyKeys = ['dependencies', 'devDependencies', 'peerDependencies', 'optionalDependencies'] as const;
/** Files of a package that name other packages by their folders. */
const configNames = ['tsconfig.json', 'tsconfig.base.json', 'jsconfig.json'] as const;

/** Which package a file belongs to: the nearest folder with a package.json, or the root. */
export class Packages {
  readonly #root: string;
  readonly #areas = new Map<string, string>();
  readonly #used = new Map<string, ReadonlySet<string>>();

  constructor(readonly files: FileSet) {
    this.#root = files.root;
  }

  /** The folder of the package that a file belongs to. */
  areaOf(file: string): string {
    return this.areaOfFolder(path.posix.dirname(file));
  }

  areaOfFolder(folder: string): string {
    const known = this.#areas.get(folder);
    if (known !== undefined) return known;
    const isTop = folder === this.#root || !folder.startsWith(`${this.#root}/`);
    const area = isTop ? this.#root : this.files.exists(`${folder}/package.json`) ? folder : this.areaOfFolder(path.posix.dirname(folder));
    this.#areas.set(folder, area);
    return area;
  }

  /** The package.json of a package; empty where there is none. */
  manifest(area: string): Readonly<Record<string, unknown>> {
    return readJson(this.files, `${area}/package.json`) ?? {};
  }

  /** The names of the packages that a package says it uses. */
  namesUsed(area: string): ReadonlySet<string> {
    const manifest = this.manifest(area);
    let known = this.#used.get(area);
    if (!known) this.#used.set(area, (known = new Set(dependencyKeys.flatMap((key) => Object.keys(asRecord(manifest[key]))))));
    return known;
  }

  /** True for one and the same package, for packages one of which uses the other, and for one inside the other. */
  isRelated(one: string, two: string): boolean {
    const isUsing = (user: string, used: string): boolean => this.namesUsed(user).has(String(this.manifest(used)['name'])) || used.startsWith(`${user}/`);
    return one === two || isUsing(one, two) || isUsing(two, one);
  }
}

/** All packages of a repository, and which of them use which. Read from their manifests only. */
export class Workspaces {
  readonly #packages: Packages;
  readonly #uses = new Map<string, ReadonlySet<string>>();
  readonly #around = new Map<string, ReadonlySet<string>>();
  /** Folder of a package -> its files. */
  readonly members = new Map<string, string[]>();

  constructor(files: FileSet) {
    this.#packages = new Packages(files);
    for (const file of files.all) {
      const area = this.areaOf(file);
      const known = this.members.get(area);
      if (known) known.push(file);
      else this.members.set(area, [file]);
    }
    if (this.members.size === 1) return;
    const folders = new Map<string, string>();
    for (const area of this.members.keys()) folders.set(String(this.#packages.manifest(area)['name']), area);
    for (const area of this.members.keys()) this.#uses.set(area, this.#usedBy(area, folders));
  }

  /** The folder of the package that a file belongs to. */
  areaOf(file: string): string {
    return this.#packages.areaOf(file);
  }

  /** The packages through which a value of this one can come or go: those that use it, packages around them, and what all of these use. */
  around(area: string): ReadonlySet<string> {
    let known = this.#around.get(area);
    if (!known) this.#around.set(area, (known = this.#aroundOf(area)));
    return known;
  }

  #aroundOf(area: string): ReadonlySet<string> {
    const users = along([area], (one) => [...this.members.keys()].filter((other) => this.#uses.get(other)?.has(one)));
    const outer = [...users].flatMap((one) => [...this.members.keys()].filter((other) => one.startsWith(`${other}/`)));
    return along([...users, ...outer], (one) => this.#uses.get(one) ?? []);
  }

  #usedBy(area: string, folders: ReadonlyMap<string, string>): ReadonlySet<string> {
    const named = [...this.#packages.namesUsed(area)].flatMap((name) => folders.get(name) ?? []);
    const led = configNames.flatMap((name) => textAt(this.#packages.files, `${area}/${name}`)?.match(/"\.\.?\/[^"\n]*"/g) ?? []).flatMap((text) => this.#ledTo(area, text.slice(1, -1)));
    return new Set([...named, ...led].filter((other) => other !== area));
  }

  /** The package to which a relative path leads. Packages around this one are not used by naming a file of theirs. */
  #ledTo(area: string, given: string): string[] {
    const target = this.#packages.areaOfFolder(path.posix.join(area, given.split('*')[0] as string));
    return area.startsWith(`${target}/`) || !this.members.has(target) ? [] : [target];
  }
}

/** What is reached in so many steps, with where it began. */
export function along(from: readonly string[], next: (one: string) => Iterable<string>, steps = Number.POSITIVE_INFINITY): ReadonlySet<string> {
  const found = new Set(from);
  let layer: readonly string[] = from;
  for (let step = 0; step < steps && layer.length > 0; step += 1) {
    layer = layer.flatMap((one) => [...next(one)]).filter((other) => !found.has(other) && found.add(other));
  }
  return found;
}
