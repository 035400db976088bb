import { link, type Node } from './ast.ts';
import { readDocTypes } from './doc-types.ts';
import { type Embedding, readEmbedded } from './embedded/index.ts';
import { lineStarts, type Place, placeOf } from './lines.ts';
import { type Language, isTooDeep, moved, ParseFault, parseOne, parseProgram, tooDeep } from './parse.ts';
import { readScopes, type Scopes } from './scope.ts';

/** Something in a file that could not be read. */
export interface Fault {
  readonly line: number;
  readonly message: string;
}

/** One parsed file. Offsets everywhere are UTF-16 offsets into `text`, which keeps its BOM and its line endings. */
export class Source {
  readonly #starts: readonly number[];
  #scopes: Scopes | undefined;
  /** New callbacks in this file name the type of a role: it is TypeScript, and nothing in the project declares it. */
  annotatesRoles = false;
  /** New callbacks in this file leave the type of a name to the list that they go through: it is none of plain texts. */
  infersNames = false;
  /** Properties that will take a list of role objects instead of names. */
  readonly takesRoles = new Set<Node>();

  /** `embedding`: for a file that holds more than one program, what of it is code. */
  constructor(
    readonly file: string,
    readonly text: string,
    readonly program: Node,
    readonly embedding?: Embedding,
  ) {
    this.#starts = lineStarts(text);
  }

  get scopes(): Scopes {
    this.#scopes ??= readScopes(this.program);
    return this.#scopes;
  }

  /** True when its code may name types. */
  get isTyped(): boolean {
    return this.embedding?.isTyped ?? /\.[cm]?tsx?$/.test(this.file);
  }

  /** True when it says something of types, be it in comments. */
  get tellsTypes(): boolean {
    return this.isTyped || this.program['hasDocTypes'] === true;
  }

  /** What of the file could not be parsed; the rest was. Only files with several programs have any. */
  get faults(): readonly Fault[] {
    return (this.embedding?.faults ?? []).map(({ offset, message }) => ({ line: this.place(offset).line, message }));
  }

  /** Why this text may not take the place of this range; undefined when it may. */
  refusal(range: { readonly start: number; readonly end: number }, text: string): string | undefined {
    return this.embedding?.refusal(range, text);
  }

  /** True where new code may name types. */
  isTypedAt(offset: number): boolean {
    return this.embedding?.isTypedAt(offset) ?? this.isTyped;
  }

  /** True when a new callback at this place should name the type of its parameter. */
  annotates(offset: number): boolean {
    return this.annotatesRoles && this.isTypedAt(offset);
  }

  /** How a message that is read in a file names a line, which may be one of another file. */
  lineFrom(from: string, offset: number): string {
    return `${this.file === from ? 'line ' : `${this.file.split('/').at(-1)}:`}${this.place(offset).line}`;
  }

  /** Line and column, both from 1. */
  place(offset: number): Place {
    return placeOf(this.#starts, offset);
  }

  /** The original text of a node or range. */
  slice(range: { readonly start: number; readonly end: number }): string {
    return this.text.slice(range.start, range.end);
  }

  get eol(): string {
    return this.text.includes('\r\n') ? '\r\n' : '\n';
  }

  /** The quote that the file prefers for strings. */
  get quote(): "'" | '"' {
    const code = this.embedding?.scripts ?? this.text;
    const single = code.split("'").length;
    return code.split('"').length > single ? '"' : "'";
  }
}

export class SyntaxFault extends Error {
  constructor(
    readonly file: string,
    readonly line: number,
    message: string,
  ) {
    super(message);
  }
}

/**
 * Parses JavaScript or TypeScript of any flavour, alone or inside a file of another language.
 * @throws {SyntaxFault} with file and line when the text is no program. Of several programs in one file, those that are none are `faults` of the source.
 */
export function parseSource(file: string, text: string): Source {
  try {
    if (file.endsWith('.json')) return parseData(file, text);
    const embedding = readEmbedded(file, text);
    if (embedding) return new Source(file, text, linked(file, text, embedding.program), embedding);
    const language = languageOf(file);
    const program = parseProgram(text, language);
    if (language === 'js') readDocTypes(program, text);
    return new Source(file, text, linked(file, text, program));
  } catch (error) {
    if (isTooDeep(error)) throw new SyntaxFault(file, 1, tooDeep);
    if (!(error instanceof ParseFault)) throw error;
    throw new SyntaxFault(file, error.line, error.message);
  }
}

/** @throws {SyntaxFault} when the tree is too deep to be gone through. */
function linked(file: string, text: string, program: Node): Node {
  return link(program, ({ start }) => {
    throw new SyntaxFault(file, placeOf(lineStarts(text), start).line, tooDeep);
  });
}

/** A JSON file, as a module whose default export is the value. */
function parseData(file: string, text: string): Source {
  try {
    const value = parseOne(text.replace(/^\ufeff/, ' '), 'js');
    const statement = { type: 'ExportDefaultDeclaration', start: value.start, end: value.end, declaration: value };
    const program = { type: 'Program', start: 0, end: text.length, body: [statement] } as unknown as Node;
    return new Source(file, text, linked(file, text, program));
  } catch (error) {
    if (!(error instanceof ParseFault)) throw error;
    throw new SyntaxFault(file, error.line, error.message === tooDeep ? tooDeep : 'is not valid JSON');
  }
}

const jsonTexts = new WeakMap<Node, Node | null>();

/**
 * The value of a string that holds JSON, as nodes with their true offsets. Undefined when it is none, or when escapes make
 * its characters stand elsewhere than they are written.
 */
export function jsonIn(source: Source, literal: Node): Node | undefined {
  let known = jsonTexts.get(literal);
  if (known === undefined) jsonTexts.set(literal, (known = parseJsonText(source, literal) ?? null));
  return known ?? undefined;
}

function parseJsonText(source: Source, literal: Node): Node | undefined {
  const isQuasi = literal.type === 'TemplateElement';
  const [start, end] = isQuasi ? [literal.start, literal.end] : [literal.start + 1, literal.end - 1];
  const text = source.text.slice(start, end);
  const value = text.includes('\\') ? undefined : parseJson(text);
  return value && Object.assign(moved(value, start), { parent: literal });
}

/** The value of a text that is JSON, a list or an object; its offsets are those of the text. */
export function parseJson(text: string): Node | undefined {
  if (!/^\s*[[{]/.test(text)) return undefined;
  try {
    JSON.parse(text);
    return link(parseOne(text, 'js'));
  } catch {
    return undefined;
  }
}

function languageOf(file: string): Language {
  if (/\.d\.(?:[^/.]+\.)?[cm]?ts$/.test(file)) return 'dts';
  return /\.[cm]?ts$/.test(file) ? 'ts' : file.endsWith('.tsx') ? 'tsx' : 'js';
}
