import type { Assignment, Command, Word, WordPart } from 'unbash';
import type { Node } from '../ast.ts';
import { identifier, make, type Span } from './nodes.ts';
import { called, run } from './shell-expansions.ts';
import { outputOf, wordsOf } from './shell-names.ts';
import type { Input, ShellProgram } from './shell-program.ts';
import { spanOf } from './shell-spans.ts';
import { joined, unseen } from './shell-words.ts';

/** Commands that are given another to run, and options of theirs that a value follows. */
const starters = /^(?:command|exec|builtin|sudo|time|nohup|env|nice|eval)$/;
/** Commands that print what they read, or lines of it. */
const passing = /^(?:cat|tee|head|tail|tac|sort|uniq|grep|egrep|tr|sed)$/;
const plainName = /^[\w./-]+$/;

/** What `jq` makes of what it reads. */
export type ReadJq = (program: ShellProgram, words: readonly Word[], input: Input) => Node | undefined;

/** Commands without others inside. */
export class ShellCommands {
  constructor(
    readonly program: ShellProgram,
    readonly readJq: ReadJq,
  ) {}

  /** What the command prints, where it prints something that the trace may know. */
  simple(command: Command, around: Input): Node | undefined {
    const { name, prefix } = command;
    const at = spanOf(command);
    if (!name) {
      for (const one of prefix) if (one.type === 'Assignment') this.#assign(one);
      return undefined;
    }
    const input = this.program.inputOf(command.redirects) ?? around;
    const { words, text } = this.#meant(name, wordsOf(command));
    const value = this.#declared(command, text) ? undefined : this.#printed(words, text, command, input, at);
    const file = this.program.writesTo(command);
    if (!file || !value) return value;
    this.program.write(file, value);
    return undefined;
  }

  /** The words from the one on that names what is run. */
  #meant(name: Word, rest: readonly Word[]): { readonly words: readonly Word[]; readonly text: string } {
    let words = [name, ...rest];
    while (words.length > 1 && starters.test(words[0]?.text ?? ''))
      words = words.slice(
        1 +
          Math.max(
            0,
            words.slice(1).findIndex((word) => !/^-|^\w+=/.test(word.text)),
          ),
      );
    if (words[0]?.text === 'timeout') words = words.slice(2);
    return { words, text: words[0]?.text ?? '' };
  }

  /** True for `local x=…` and its likes, and for what gives variables a value. */
  #declared(command: Command, name: string): boolean {
    const { variables } = this.program;
    const words = wordsOf(command);
    switch (name) {
      case 'local':
      case 'export':
      case 'readonly':
      case 'declare':
      case 'typeset':
        for (const one of command.suffix) if (one.type === 'Assignment') this.#assign(one);
        return true;
      case 'read': {
        const names = words.filter(({ text }) => /^[a-zA-Z_]\w*$/.test(text));
        const value = names.length === 1 ? (this.program.inputOf(command.redirects) ?? this.program.input) : undefined;
        for (const word of names) variables.assign(word.text, () => value?.() ?? unseen(spanOf(word)), spanOf(word));
        return true;
      }
      case 'mapfile':
      case 'readarray': {
        const [target] = words.filter(({ text }) => /^[a-zA-Z_]\w*$/.test(text)).slice(-1);
        const value = this.program.inputOf(command.redirects) ?? this.program.input;
        if (target) variables.assign(target.text, () => make('ArrayExpression', spanOf(target), { elements: [value?.() ?? unseen(spanOf(target))] }), spanOf(target));
        return true;
      }
      case 'shift':
        variables.shift(Number(words[0]?.text ?? '1') || 0);
        return true;
      case ':':
        for (const word of words) this.#defaults(word);
        return true;
      default:
        return false;
    }
  }

  /** `: "${BASE:=https://…}"`. */
  #defaults(word: Word): void {
    const parts = (word.parts ?? []).flatMap((part): readonly WordPart[] => (part.type === 'DoubleQuoted' ? part.parts : [part]));
    for (const part of parts) {
      if (part.type === 'ParameterExpansion' && part.operation?.type === 'Default' && part.operation.operator.endsWith('=')) this.program.variables.assign(part.parameter, () => this.program.words.expand(part), spanOf(part));
    }
  }

  #assign({ name, value, append, index, ...place }: Assignment): void {
    const { variables, words } = this.program;
    const at = spanOf(place);
    const own = append || index ? [make('SpreadElement', at, { argument: identifier(name, at) })] : [];
    const added = (): Node[] => (value.type === 'ArrayValue' ? words.list(value.elements) : [words.word(value)]);
    if (value.type !== 'ArrayValue' && !index) variables.assign(name, () => words.word(value), at, append === true);
    else variables.assign(name, () => make('ArrayExpression', spanOf(value), { elements: [...own, ...added()] }), at);
  }

  #printed(words: readonly Word[], name: string, command: Command, input: Input, at: Span): Node | undefined {
    const { program } = this;
    const [first, ...rest] = words;
    if (!first) return undefined;
    const isOwn = program.names.functions.has(name);
    const ofFunction = (callee: Node): Node => make('CallExpression', at, { callee, arguments: [input?.() ?? unseen(spanOf(first)), ...program.words.list(rest)] });
    const own = isOwn && program.functionNamed(name, spanOf(first));
    if (own) return ofFunction(own);
    if (name === 'jq' || name.endsWith('/jq')) return this.readJq(program, rest, input);
    if (name === 'echo' || name === 'printf') return this.#echoed(rest, at);
    if (passing.test(name)) return this.#passed(rest, name, input);
    if (/(?:^|\/)(?:curl|qlik)$|qlik-?cli$/.test(name) || !plainName.test(name)) return this.#run(words, command, input, at);
    const sourced = program.functionNamed(name, spanOf(first));
    if (sourced) return ofFunction(sourced);
    for (const word of rest) program.aside(word);
    return undefined;
  }

  #run(words: readonly Word[], command: Command, input: Input, at: Span): Node | undefined {
    const { program } = this;
    const given = make('ArrayExpression', at, { elements: program.words.list(words).map((node, index) => this.#content(words[index] as Word) ?? node) });
    const value = called(run, [given, ...(input ? [input()] : [])], at);
    const file = outputOf(command);
    if (!file) return value;
    program.write(file, value);
    return undefined;
  }

  /** `@body.json`, where the script has written the file: its text. */
  #content(word: Word): Node | undefined {
    const named = /^(["']?)@(?!-)(.+)$/s.exec(word.text);
    return named ? this.program.fileAt({ ...word, text: `${named[1]}${named[2]}`, parts: undefined }) : undefined;
  }

  #passed(words: readonly Word[], name: string, input: Input): Node | undefined {
    const { program } = this;
    const files = words.filter(({ text }) => !text.startsWith('-')).slice(/grep|tr|sed/.test(name) ? 1 : 0);
    const [read] = name === 'tee' ? [] : files.flatMap((word) => program.fileAt(word) ?? []);
    const value = read ?? (files.length === 0 || name === 'tee' ? input?.() : undefined);
    if (!value || name !== 'tee') return value;
    const again = program.variables.bound(value);
    program.write(files.at(-1), again());
    return again();
  }

  /** `echo "$page"`, `printf '%s' "$page"`: that text. */
  #echoed(words: readonly Word[], at: Span): Node | undefined {
    const { program } = this;
    const texts = words.filter(({ text }) => !/^-[neE]+$/.test(text));
    const isFormat = /^["']?%s(?:\\n)?["']?$/.test(texts[0]?.text ?? '');
    const [only, ...others] = isFormat ? texts.slice(1) : texts;
    if (only && others.length === 0) return program.words.word(only);
    const pieces = texts.flatMap((word, index) => [...(index > 0 ? [{ text: ' ', offsets: [word.pos, word.pos] }] : []), ...program.words.pieces(word)]);
    return joined(pieces, at);
  }
}
