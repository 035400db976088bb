import type { FileSet } from '../files/file-set.ts';
import type { FileError } from '../rule.ts';
import type { Node } from '../source/ast.ts';
import { parseSource, type Source, SyntaxFault } from '../source/source.ts';
import { resolveModule } from './resolve.ts';

/** The files of one run, parsed when a question leads there. */
export class Project {
  readonly #sources = new Map<string, Source | undefined>();
  readonly #byProgram = new WeakMap<Node, Source>();
  readonly #filesWith = new Map<string, readonly string[]>();
  readonly #resolved = new Map<string, string | undefined>();
  readonly faults: FileError[] = [];
  parsed = 0;

  constructor(readonly files: FileSet) {}

  /** The parsed file, or undefined when it cannot be read or is no program (remembered in `faults`). */
  source(file: string): Source | undefined {
    if (!this.#sources.has(file)) this.#sources.set(file, this.#load(file));
    return this.#sources.get(file);
  }

  #load(file: string): Source | undefined {
    const text = file.endsWith('.json') ? undefined : this.files.read(file);
    if (text === undefined) return undefined;
    try {
      this.parsed += 1;
      const source = parseSource(file, text);
      this.#byProgram.set(source.program, source);
      return source;
    } catch (error) {
      if (!(error instanceof SyntaxFault)) throw error;
      this.faults.push({ file, line: error.line, message: error.message });
      return undefined;
    }
  }

  sourceOf(node: Node): Source {
    let root = node;
    while (root.parent) root = root.parent;
    const source = this.#byProgram.get(root);
    if (!source) throw new Error('a node that belongs to no file of the project');
    return source;
  }

  fileOf(node: Node): string {
    return this.sourceOf(node).file;
  }

  /** The file a relative or aliased import leads to; undefined for packages and for what does not exist. */
  resolve(from: string, specifier: string): string | undefined {
    const key = `${from}\0${specifier}`;
    if (!this.#resolved.has(key)) this.#resolved.set(key, resolveModule(this.files, from, specifier));
    return this.#resolved.get(key);
  }

  /** Files in which the word stands, found by bytes. */
  filesWith(word: string, before = ''): readonly string[] {
    const key = `${before}\0${word}`;
    let found = this.#filesWith.get(key);
    if (!found) {
      const pattern = new RegExp(`${before}${word.replace(/[^\w]/g, '\\$&')}(?!\\w)`);
      found = [...this.files.scan({ word: pattern }).keys()].sort();
      this.#filesWith.set(key, found);
    }
    return found;
  }
}
