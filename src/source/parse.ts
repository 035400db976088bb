import { parse, parseExpression, type ParserOptions, type ParserPlugin } from '@babel/parser';
import { descendants, type Node } from './ast.ts';

/** `js` may hold JSX and, where nothing else fits, types; `ts` may hold decorators of both kinds. */
export type Language = 'js' | 'ts' | 'tsx' | 'dts';

/** A text that is no program: where it stops being one, as an offset into what was parsed. */
export class ParseFault extends Error {
  constructor(
    readonly offset: number,
    readonly line: number,
    message: string,
  ) {
    super(message);
  }
}

/** What is said of a program whose parts are nested so deeply that no parser reads it. */
export const tooDeep = 'is nested too deeply to be judged';

/** True for what an engine throws when its stack is full, wherever that happens. */
export const isTooDeep = (error: unknown): boolean => error instanceof RangeError || (error instanceof SyntaxError && error.message.includes('Maximum call stack'));

const modern: ParserPlugin[] = ['explicitResourceManagement', 'deprecatedImportAssert', 'deferredImportEvaluation', 'sourcePhaseImports'];
const common: ParserPlugin[] = ['decorators', 'decoratorAutoAccessors', ...modern];
const legacy: ParserPlugin[] = ['decorators-legacy', ...modern];

const pluginChoices: Readonly<Record<Language, readonly ParserPlugin[][]>> = {
  dts: [[...common, ['typescript', { dts: true }]]],
  ts: [
    [...common, 'typescript'],
    [...legacy, 'typescript'],
    [...common, 'typescript', 'jsx'],
  ],
  tsx: [
    [...common, 'typescript', 'jsx'],
    [...legacy, 'typescript', 'jsx'],
  ],
  js: [
    [...common, 'jsx'],
    [...legacy, 'jsx'],
    [...common, 'jsx', 'typescript'],
  ],
};

const options: ParserOptions = {
  attachComment: false,
  allowReturnOutsideFunction: true,
  allowAwaitOutsideFunction: true,
  allowSuperOutsideMethod: true,
  allowUndeclaredExports: true,
  allowNewTargetOutsideFunction: true,
  allowImportExportEverywhere: true,
  createParenthesizedExpressions: true,
  errorRecovery: false,
};

/** What a text may be, most usual first. Only in a script may `await` be a name, and only where it is awaited nowhere outside functions. */
const goals: readonly ParserOptions[] = [{ sourceType: 'unambiguous' }, { sourceType: 'script' }, { sourceType: 'script', allowAwaitOutsideFunction: false, allowImportExportEverywhere: false }];

/** The first reading that succeeds. @throws {ParseFault} of the first that was tried. */
function firstOf(choices: readonly ParserPlugin[][], read: (options: ParserOptions) => unknown): Node {
  let first: { message: string; pos?: number; loc?: { line: number } } | undefined;
  for (const plugins of choices) {
    for (const goal of goals) {
      try {
        return read({ ...options, ...goal, plugins }) as Node;
      } catch (error) {
        if (isTooDeep(error)) throw new ParseFault(0, 1, tooDeep);
        first ??= error as { message: string; pos?: number; loc?: { line: number } };
      }
    }
  }
  throw new ParseFault(first?.pos ?? 0, first?.loc?.line ?? 1, (first?.message ?? 'cannot be parsed').replace(/ \(\d+:\d+\)$/, ''));
}

/**
 * Parses a whole program. Its comments stand in `comments`.
 * @throws {ParseFault}
 */
export function parseProgram(text: string, language: Language): Node {
  // Babel does not count a byte order mark as white space in front of a hashbang; a space keeps every offset.
  const readable = text.charCodeAt(0) === 0xfeff ? ` ${text.slice(1)}`.replace(/^ #!/, ' //') : text;
  return firstOf(pluginChoices[language], (chosen) => {
    const { program, comments } = parse(readable, chosen);
    return Object.assign(program, { comments });
  });
}

/**
 * Parses one expression and nothing else.
 * @throws {ParseFault}
 */
export function parseOne(text: string, language: Language): Node {
  return firstOf(pluginChoices[language], (chosen) => parseExpression(text, chosen));
}

/** Moves every node of a tree, so that its offsets are those of the file in which the parsed text stands. */
export function moved(root: Node, by: number): Node {
  if (by !== 0) {
    for (const node of new Set(descendants(root))) {
      const place = node as { start: number; end: number };
      place.start += by;
      place.end += by;
    }
  }
  return root;
}
