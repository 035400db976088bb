import type { ParameterExpansionPart, ParameterOperation, Word, WordPart } from 'unbash';
import type { Node } from '../ast.ts';
import { call, identifier, make, type Span } from './nodes.ts';
import { spanOf } from './shell-spans.ts';
import type { ShellVariables } from './shell-variables.ts';
import { joined, piecesOf, unseen } from './shell-words.ts';

/** Functions that stand for what a shell does; no program can write these names. `src/clients/shell/shell.ts` knows them. */
export const run = 'a command';
export const readAsJson = 'read as JSON';
export const shortened = 'a part of a text';

export const called = (name: string, given: readonly Node[], at: Span): Node => call(identifier(name, at), given, at);

/** Words of a script as expressions. */
export class ShellExpansions {
  constructor(
    readonly source: string,
    readonly variables: ShellVariables,
    /** What a command in the place of a word prints. */
    readonly printed: (part: Extract<WordPart, { readonly script: unknown }>) => Node,
  ) {}

  /** One text. */
  word(word: Word): Node {
    return joined(this.pieces(word), spanOf(word));
  }

  pieces = (word: Word): ReturnType<typeof piecesOf> => piecesOf(this.source, word, this.expand);

  readonly expand = (part: Exclude<WordPart, { readonly value: string }>): Node => {
    const at = spanOf(part);
    switch (part.type) {
      case 'SimpleExpansion':
        return this.#named(part.text.slice(1), at);
      case 'ParameterExpansion':
        return this.#parameter(part, at);
      case 'CommandExpansion':
      case 'ProcessSubstitution':
        return this.printed(part);
      default:
        return unseen(at);
    }
  };

  #named(name: string, at: Span): Node {
    if (/^\d+$/.test(name)) return this.variables.positional(Number(name), at);
    if (name === '@' || name === '*') return this.variables.positionals(1, at);
    return /^[a-zA-Z_]\w*$/.test(name) ? this.variables.variable(name, at) : unseen(at);
  }

  #parameter({ parameter, prefix, index, operation }: ParameterExpansionPart, at: Span): Node {
    if (prefix !== undefined || operation?.type === 'Names') return unseen(at);
    const named = parameter === '@' && operation?.type === 'Slice' ? this.variables.positionals(Number(operation.offset.text) || 1, at) : this.#named(parameter, at);
    if (named.type === 'ArrayExpression') return named;
    const value = index && !/^[@*]$/.test(index.text) ? make('MemberExpression', at, { object: named, property: this.#index(index), computed: true }) : named;
    return operation ? this.#changed(value, operation, at) : value;
  }

  #index(index: Word): Node {
    return /^\d+$/.test(index.text) ? make('NumericLiteral', spanOf(index), { value: Number(index.text) }) : unseen(spanOf(index));
  }

  #changed(value: Node, operation: ParameterOperation, at: Span): Node {
    if (operation.type === 'Default') {
      const { operator, operand } = operation;
      const otherwise = operand.text === '' || operator.endsWith('?') ? undefined : this.word(operand);
      if (!otherwise) return value;
      if (operator.endsWith('+')) return make('ConditionalExpression', at, { test: value, consequent: otherwise, alternate: joined([{ text: '', offsets: [at.end] }], at) });
      return make('LogicalExpression', at, { operator: '??', left: value, right: otherwise });
    }
    // `${base%/}`: an address without its last slash.
    if (operation.type === 'Remove' && operation.operand.text === '/') return value;
    return called(operation.type === 'Remove' || operation.type === 'Slice' ? shortened : 'an altered text', [value], at);
  }

  /** The words of a list: `"${options[@]}"` and `"$@"` stand for several, and what stands without quotes may be several words in one. */
  list(words: readonly Word[]): Node[] {
    return words.map((word) => {
      const at = spanOf(word);
      const node = this.word(word);
      if (isList(word) || node.type === 'ArrayExpression') return make('SpreadElement', at, { argument: node });
      const isOpen = word.parts?.some((part) => /^(?:Simple|Parameter|Command)Expansion$/.test(part.type)) === true;
      return isOpen ? { ...node, isOpen } : node;
    });
  }
}

/** `"${options[@]}"`, `${options[*]}`. */
function isList({ parts = [] }: Word): boolean {
  const [only] = parts.length === 1 ? (parts[0]?.type === 'DoubleQuoted' ? parts[0].parts : parts) : [];
  const isOnly = parts.length === 1 && (parts[0]?.type !== 'DoubleQuoted' || parts[0].parts.length === 1);
  return isOnly && only?.type === 'ParameterExpansion' && /^[@*]$/.test(only.index?.text ?? '');
}
