import { parse, parseExpression, type ParserPlugin } from '@babel/parser';
import { childrenOf, type Node } from './ast.ts';
import { readScopes, type Scopes } from './scope.ts';
import { lineStarts, type Place, placeOf } from './lines.ts';

/** One parsed file. Offsets everywhere are UTF-16 offsets into `text`, which keeps its BOM and its line endings. */
export class Source {
  readonly #starts: readonly number[];
  #scopes: Scopes | undefined;
  /** New callbacks in this file name the type of a role: it is TypeScript, and nothing in the project declares it. */
  annotatesRoles = false;
  /** Properties that will take a list of role objects instead of names. */
  readonly takesRoles = new Set<Node>();

  constructor(
    readonly file: string,
    readonly text: string,
    readonly program: Node,
  ) {
    this.#starts = lineStarts(text);
  }

  get scopes(): Scopes {
    this.#scopes ??= readScopes(this.program);
    return this.#scopes;
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
    const single = this.text.split("'").length;
    return this.text.split('"').length > single ? '"' : "'";
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
 * Parses JavaScript or TypeScript of any flavour.
 * @throws {SyntaxFault} with file and line when the text is no program.
 */
export function parseSource(file: string, text: string): Source {
  if (file.endsWith('.json')) return parseData(file, text);
  const program = parseWith(file, text, pluginChoices(file));
  link(program);
  return new Source(file, text, program);
}

/** A JSON file, as a module whose default export is the value. */
function parseData(file: string, text: string): Source {
  try {
    const value = parseExpression(text.replace(/^\ufeff/, ' '), { errorRecovery: false }) as unknown as Node;
    const statement = { type: 'ExportDefaultDeclaration', start: value.start, end: value.end, declaration: value };
    const program = { type: 'Program', start: 0, end: text.length, body: [statement] } as unknown as Node;
    link(program);
    return new Source(file, text, program);
  } catch (error) {
    throw new SyntaxFault(file, (error as { loc?: { line: number } }).loc?.line ?? 1, 'is not valid JSON');
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
  if (!/^\s*[[{]/.test(text) || text.includes('\\')) return undefined;
  try {
    JSON.parse(text);
    const value = parseExpression(' '.repeat(start) + text, { errorRecovery: false }) as unknown as Node;
    link(value);
    (value as { parent?: Node }).parent = literal;
    return value;
  } catch {
    return undefined;
  }
}

function pluginChoices(file: string): ParserPlugin[][] {
  const common: ParserPlugin[] = ['decorators', 'explicitResourceManagement', 'importAttributes'];
  const legacy: ParserPlugin[] = ['decorators-legacy', 'explicitResourceManagement', 'importAttributes'];
  if (/\.d\.[cm]?ts$/.test(file)) return [[...common, ['typescript', { dts: true }]]];
  if (/\.[cm]?ts$/.test(file))
    return [
      [...common, 'typescript'],
      [...legacy, 'typescript'],
      [...common, 'typescript', 'jsx'],
    ];
  if (/\.tsx$/.test(file))
    return [
      [...common, 'typescript', 'jsx'],
      [...legacy, 'typescript', 'jsx'],
    ];
  return [
    [...common, 'jsx'],
    [...legacy, 'jsx'],
    [...common, 'jsx', 'typescript'],
  ];
}

function parseWith(file: string, text: string, choices: ParserPlugin[][]): Node {
  let first: { message: string; loc?: { line: number } } | undefined;
  for (const plugins of choices) {
    for (const sourceType of ['unambiguous', 'script'] as const) {
      try {
        // Babel does not count a byte order mark as white space in front of a hashbang; a space keeps every offset.
        const readable = text.charCodeAt(0) === 0xfeff ? ` ${text.slice(1)}`.replace(/^ #!/, ' //') : text;
        return parse(readable, {
          sourceType,
          plugins,
          attachComment: false,
          allowReturnOutsideFunction: true,
          allowAwaitOutsideFunction: true,
          allowSuperOutsideMethod: true,
          allowUndeclaredExports: true,
          allowNewTargetOutsideFunction: true,
          allowImportExportEverywhere: true,
          createParenthesizedExpressions: true,
          errorRecovery: false,
        }).program as unknown as Node;
      } catch (error) {
        first ??= error as { message: string; loc?: { line: number } };
      }
    }
  }
  throw new SyntaxFault(file, first?.loc?.line ?? 1, (first?.message ?? 'cannot be parsed').replace(/ \(\d+:\d+\)$/, ''));
}

/** Sets `parent` on every node. */
function link(root: Node): void {
  const stack: Node[] = [root];
  while (stack.length > 0) {
    const node = stack.pop() as Node;
    for (const child of childrenOf(node)) {
      (child as { parent?: Node }).parent = node;
      stack.push(child);
    }
  }
}
