import type { FileSet } from '../files/file-set.ts';
import type { FileError } from '../rule.ts';
import { descendants, type Node } from '../source/ast.ts';
import { parseSource, type Source, SyntaxFault } from '../source/source.ts';
import type { Imports } from './modules/imports.ts';

/** The files of one run, parsed when a question leads there. */
export class Project {
  readonly #sources = new Map<string, Source | undefined>();
  readonly #byProgram = new WeakMap<Node, Source>();
  readonly files: FileSet;
  readonly faults: FileError[] = [];
  parsed = 0;
  /** Files that name a users path: of too many callers, theirs are looked at. */
  preferred: ReadonlySet<string> = new Set();
  /** Files that may declare types which no file has to import. */
  ambient: readonly string[] = [];

  /** `within`: the only files in which callers are searched; all files otherwise. */
  constructor(
    readonly imports: Imports,
    readonly within?: ReadonlySet<string>,
  ) {
    this.files = imports.files;
  }

  /** Asks something about a file; when the tool itself fails at it, the file is named, and the rest goes on. */
  attempt<T>(file: string, question: () => T, fallback: T): T {
    try {
      return question();
    } catch (error) {
      const message = `could not be judged in full: ${error instanceof Error ? error.message : String(error)} (a fault of this tool; please report it)`;
      if (!this.faults.some((fault) => fault.file === file && fault.message === message)) this.faults.push({ file, message });
      return fallback;
    }
  }

  /** The parsed file, or undefined when it cannot be read or is no program (remembered in `faults`). */
  source(file: string): Source | undefined {
    if (!this.#sources.has(file)) this.#sources.set(file, this.#load(file));
    return this.#sources.get(file);
  }

  /** All nodes of a file; none where it cannot be read. */
  nodes(file: string): readonly Node[] {
    const program = this.source(file)?.program;
    return program ? descendants(program) : [];
  }

  /** The value of a JSON file, as an expression; undefined when there is no such file. */
  data(file: string): Node | undefined {
    return file.endsWith('.json') && this.files.exists(file) ? this.source(file)?.program['body'][0]?.['declaration'] : undefined;
  }

  /** The JSON file that code calls by this name: beside the file, or in a folder above it as far as the root. */
  dataNear(file: string, name: string): string | undefined {
    return this.imports.dataNear(file, name);
  }

  #load(file: string): Source | undefined {
    const text = this.files.read(file);
    if (text === undefined) return undefined;
    try {
      this.parsed += 1;
      const source = parseSource(file, text);
      this.#byProgram.set(source.program, source);
      this.faults.push(...source.faults.map((fault) => ({ file, ...fault })));
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
    return this.imports.resolve(from, specifier);
  }

  /** What a file imports, re-exports or requires. */
  specifiersOf(file: string): readonly string[] {
    return this.imports.specifiersOf(file);
  }

  /** The files of the project that a file imports, re-exports or requires. */
  importsOf(file: string): ReadonlySet<string> {
    return this.imports.importsOf(file);
  }

  /** True for a file in which the word stands. */
  hasWord(file: string, word: string): boolean {
    return this.filesWith(word).includes(file);
  }

  /** Files in which the word stands. */
  filesWith(word: string): readonly string[] {
    return this.files.filesWith(word, this.within);
  }
}
