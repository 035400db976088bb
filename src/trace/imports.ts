import path from 'node:path';
import type { FileSet } from '../files/file-set.ts';
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

  /** The file a relative or aliased import leads to; undefined for packages and for what does not exist. */
  resolve(from: string, specifier: string): string | undefined {
    let known = this.#resolved.get(from);
    if (!known) this.#resolved.set(from, (known = new Map()));
    if (!known.has(specifier)) known.set(specifier, resolveModule(this.files, from, specifier));
    return known.get(specifier);
  }

  /** What a file imports, re-exports or requires. */
  specifiersOf(file: string): readonly string[] {
    let known = this.#specifiers.get(file);
    if (!known) {
      const text = this.files.read(file) ?? '';
      known = [...new Set([...text.matchAll(imported)].map((match) => match[2] as string).concat(dependenciesIn(text)))];
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

  /** The JSON file that code calls by this name: beside the file, or in a folder above it as far as the root. */
  dataNear(file: string, name: string): string | undefined {
    const parts = file.split('/');
    for (let length = parts.length - 1; length > 0; length -= 1) {
      const candidate = path.posix.join(parts.slice(0, length).join('/') || '/', name);
      if (candidate.startsWith(`${this.files.root}/`) && this.files.exists(candidate)) return candidate;
    }
    return undefined;
  }
}
