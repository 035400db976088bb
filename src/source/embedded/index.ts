import type { Node } from '../ast.ts';
import { readAstro } from './astro.ts';
import { readHtml } from './html.ts';
import { readMarkdown } from './markdown.ts';
import { make, type Span } from './nodes.ts';
import { Reader } from './reader.ts';
import { readShell } from './shell.ts';
import { readSvelte } from './svelte.ts';
import { readVue } from './vue.ts';

/** A format: from the reader of a file to the statements of its programs. */
type Format = (reader: Reader, file: string) => Node[];

/** Every format, by the ends of file names. A new one is one file and one line. */
const formats: readonly (readonly [RegExp, Format])[] = [
  [/\.vue$/, readVue],
  [/\.svelte$/, readSvelte],
  [/\.astro$/, readAstro],
  [/\.(?:html?|hbs|handlebars|ejs)$/, readHtml],
  [/\.(?:mdx?|markdown)$/, readMarkdown],
  [/\.(?:ba|z)?sh$/, readShell],
];

/** What is code in a file of another language. All its programs are one tree, and every offset is one of the file. */
export class Embedding {
  readonly program: Node;
  readonly isTyped: boolean;
  readonly faults: Reader['faults'];
  readonly #reader: Reader;

  constructor(reader: Reader, body: readonly Node[]) {
    this.#reader = reader;
    this.program = make('Program', { start: 0, end: reader.text.length }, { body });
    this.isTyped = reader.regions.some((region) => region.isTyped);
    this.faults = reader.faults;
  }

  /** The text of all scripts, without what stands around them. */
  get scripts(): string {
    return this.#reader.regions.map((region) => (region.kind === 'script' ? this.#reader.slice(region) : '')).join('\n');
  }

  /** True in scripts that may name types; the expressions of markup need not. */
  isTypedAt(offset: number): boolean {
    return this.#reader.regions.some((region) => region.isTyped && region.start <= offset && offset <= region.end);
  }

  /** What kind of code stands at this place; undefined for what is no code. */
  kindAt(offset: number): 'script' | 'markup' | undefined {
    return this.#reader.regions.findLast(({ start, end }) => start <= offset && offset <= end)?.kind;
  }

  /** Why nothing in the whole file may change. */
  get kept(): string | undefined {
    return this.#reader.regions.find(({ frozen, start, end }) => frozen !== undefined && start === 0 && end === this.#reader.text.length)?.frozen;
  }

  /** How its comments begin, where that is not as in JavaScript. */
  get comment(): '#' | undefined {
    return this.#reader.comment;
  }

  /** What holds this place between its lines, where no comment may stand. */
  wholeAt(offset: number): Span | undefined {
    return this.#reader.whole.find(({ start, end }) => start < offset && offset < end);
  }

  /** Why this text may not take the place of this range; undefined when it may. */
  refusal(range: Span, text: string): string | undefined {
    const region = this.#reader.regions.findLast(({ start, end }) => start <= range.start && range.end <= end);
    if (!region) return 'it would change more than code';
    if (region.frozen !== undefined) return region.frozen;
    const isFilled = this.#reader.holes.some((hole) => (range.start < hole.end && hole.start < range.end) || (range.start === range.end && hole.start < range.start && range.start < hole.end));
    if (isFilled) return 'a part of it is filled in before the script runs';
    const isForbidden = region.forbids?.test(text) || (region.kind === 'markup' && this.#reader.forbidsInMarkup?.test(text));
    return isForbidden ? 'the new code cannot be written where it stands' : undefined;
  }
}

/** Reads a file that holds programs in a language of its own; undefined for files that are one program. */
export function readEmbedded(file: string, text: string): Embedding | undefined {
  const format = formats.find(([name]) => name.test(file))?.[1];
  if (!format) return undefined;
  const reader = new Reader(text);
  return new Embedding(reader, format(reader, file));
}
