import path from 'node:path';
import { type FileSet, shellScript } from '../../files/file-set.ts';
import { sourcedIn, sourcedName } from '../../source/embedded/shell-sources.ts';
import { dependenciesIn } from './amd.ts';
import { resolveModule } from './resolve.ts';

/** What an import, a re-export or a call of `require` names, also with a comment in front. */
const imported = /(?:\bfrom|\bimport|\brequire\s*\(|\bimport\s*\()\s*(?:\/\*[^*\n]{0,80}\*\/\s{0,8})?(["'])([^"'\n]+)\1/g;

/** Which files import which, from their text: nothing is parsed for this. */
export class Imports {
  readonly #specifiers = new Map<string, readonly string[]>();
  readonly #imports = new Map<string, ReadonlySet<string>>();
  readonly #resolved = new Map<string, Map<string, string | undefined>>();

  constructor(readonly files: FileSet) {}

  /** The file a relative or aliased import leads to, and in a script of a shell the sourced one that has a name; undefined for packages and for what does not exist. */
  resolve(from: string, specifier: string): string | undefined {
    let known = this.#resolved.get(from);
    if (!known) this.#resolved.set(from, (known = new Map()));
    if (!known.has(specifier)) known.set(specifier, shellScript.test(from) ? this.#sourced(from, specifier) : resolveModule(this.files, from, specifier));
    return known.get(specifier);
  }

  /** What a file imports, re-exports or requires. */
  specifiersOf(file: string): readonly string[] {
    let known = this.#specifiers.get(file);
    if (!known) {
      const text = this.files.read(file) ?? '';
      known = [...new Set([...text.matchAll(imported)].map((match) => match[2] as string).concat(dependenciesIn(text), shellScript.test(file) ? sourcedIn(text) : []))];
      this.#specifiers.set(file, known);
    }
    return known;
  }

  /** The files of the project that a file imports, re-exports or requires. */
  importsOf(file: string): ReadonlySet<string> {
    let known = this.#imports.get(file);
    if (!known) this.#imports.set(file, (known = new Set(this.specifiersOf(file).flatMap((specifier) => this.resolve(file, specifier) ?? []))));
    return known;
  }

  /** What a script sources by this word; of a name, the file in which it is given a meaning. */
  #sourced(from: string, specifier: string): string | undefined {
    const name = sourcedName(specifier);
    return name ? this.#meaning(from, name, new Set()) : this.dataNear(from, specifier);
  }

  #meaning(from: string, name: RegExp, seen: Set<string>): string | undefined {
    for (const file of this.importsOf(from)) {
      if (seen.has(file)) continue;
      seen.add(file);
      const found = name.test(this.files.read(file) ?? '') ? file : this.#meaning(file, name, seen);
      if (found) return found;
    }
    return undefined;
  }

  /** The file that code calls by this name, data or a script that is sourced: beside the file, or in a folder above it as far as the root. */
  dataNear(file: string, name: string): string | undefined {
    const parts = file.split('/');
    for (let length = parts.length - 1; length > 0; length -= 1) {
      const candidate = path.posix.join(parts.slice(0, length).join('/') || '/', name);
      if (candidate.startsWith(`${this.files.root}/`) && this.files.exists(candidate)) return candidate;
    }
    return undefined;
  }
}
