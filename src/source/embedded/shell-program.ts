import { type AndOr, type Command, type CommandNode, type Function as ShellFunction, type ParsedScript, parse, type Pipeline, type Redirection, type Statement, type Word, type WordPart } from 'unbash';
import type { Node } from '../ast.ts';
import { block, call, identifier, make, type Span, statement } from './nodes.ts';
import { readJq } from './shell-jq.ts';
import { ShellCommands } from './shell-simple.ts';
import { ShellExpansions } from './shell-expansions.ts';
import { bare, bodiesOf, isRedirected, namesIn, type ShellNames, writtenFile } from './shell-names.ts';
import { calledName, importOf, isOfAnother } from './shell-sources.ts';
import { spanOf } from './shell-spans.ts';
import { ShellVariables } from './shell-variables.ts';
import { documentPieces, joined, unseen } from './shell-words.ts';

type AnyNode = CommandNode | Pipeline | AndOr;
/** What a command reads, where that is known. */
export type Input = (() => Node) | undefined;

/** Commands that print nothing, or nothing of which a script goes on to read more than whether it is there. */
const silent =
  /^(?:local|export|readonly|declare|typeset|unset|return|exit|break|continue|shift|set|trap|true|false|:|\[|test|cd|pushd|popd|mkdir|rm|mv|cp|touch|chmod|sleep|source|\.|read|mapfile|readarray|let|alias|umask|kill|wait|getopts|shopt)$/;

/** A script as the statements that the trace knows. */
export class ShellProgram {
  readonly names: ShellNames;
  readonly variables: ShellVariables;
  readonly words: ShellExpansions;
  readonly #commands: ShellCommands;
  readonly #printing = new Map<ShellFunction, boolean>();
  /** Names of functions that others must give a meaning, and where each is called first. */
  readonly #sourced = new Map<string, Span>();
  /** What a `read` reads. */
  input: Input;

  constructor(
    readonly source: string,
    script: ParsedScript,
  ) {
    this.names = namesIn(script);
    this.variables = new ShellVariables(this.names);
    this.words = new ShellExpansions(source, this.variables, (part) => this.#substituted(part));
    this.#commands = new ShellCommands(this, readJq);
    this.#list(script.commands, false);
  }

  get body(): readonly Node[] {
    return [...[...this.#sourced].map(([name, at]) => importOf(name, at)), ...this.variables.program];
  }

  /** The name of a function of the script, or of one that it sources; undefined for any other command. */
  functionNamed(name: string, at: Span): Node | undefined {
    const isOwn = this.names.functions.has(name);
    if (!isOwn && !(this.names.isSourcing && isOfAnother(name))) return undefined;
    if (!isOwn) this.#sourced.set(name, this.#sourced.get(name) ?? at);
    return identifier(calledName(name), at);
  }

  /** Statements one after the other; the last of them that prints gives what they print, where that is asked. */
  #list(commands: readonly Statement[], gives: boolean): void {
    const last = gives ? commands.findLastIndex(({ command }) => this.#prints(command)) : -1;
    commands.forEach(({ command }, index) => {
      if (index === last) this.#give(command);
      else this.#do(command);
    });
  }

  #prints(node: AnyNode): boolean {
    switch (node.type) {
      case 'Command':
        return node.name !== undefined && !silent.test(node.name.text) && !isRedirected(node.redirects) && (this.names.functions.get(node.name.text) === undefined || this.#functionPrints(node.name.text));
      case 'Pipeline':
        return this.#prints(node.commands.at(-1) as CommandNode);
      case 'AndOr':
        return node.commands.some((one) => this.#prints(one));
      case 'Redirected':
        return !isRedirected(node.redirects) && this.#prints(node.command);
      case 'Function':
      case 'TestCommand':
      case 'ArithmeticCommand':
      case 'Coproc':
        return false;
      default:
        return bodiesOf(node).some(({ commands }) => commands.some(({ command }) => this.#prints(command)));
    }
  }

  #functionPrints(name: string): boolean {
    const fn = this.names.functions.get(name) as ShellFunction;
    const known = this.#printing.get(fn);
    if (known !== undefined) return known;
    this.#printing.set(fn, false);
    const prints = fn.body.type === 'CompoundList' ? fn.body.commands.some(({ command }) => this.#prints(command)) : this.#prints(fn.body);
    this.#printing.set(fn, prints);
    return prints;
  }

  /** A command for what it does. */
  #do(node: AnyNode): void {
    if (this.#compound(node, false)) return;
    const value = this.#value(node);
    if (value && !this.#isOnlyText(value, node)) this.variables.add(statement(value));
  }

  /** `echo "done: $count"`: nobody asks what it prints. */
  #isOnlyText({ type }: Node, node: AnyNode): boolean {
    return node.type === 'Command' && /^(?:echo|printf)$/.test(node.name?.text ?? '') && /^(?:TemplateLiteral|Identifier)$/.test(type) && !/\$\(|`/.test(this.source.slice(node.pos, node.end));
  }

  /** A command whose text is what the list around it prints. */
  #give(node: AnyNode): void {
    if (this.#compound(node, true)) return;
    const argument = this.#value(node) ?? unseen(spanOf(node));
    this.variables.add(make('ReturnStatement', argument, { argument }));
  }

  /** True for what holds commands of its own, which are written. */
  #compound(node: AnyNode, gives: boolean): boolean {
    const at = spanOf(node);
    switch (node.type) {
      case 'Function':
        this.variables.function(node, identifier(calledName(node.name.text), spanOf(node.name)), (input) => this.#reading(input, () => this.#body(node)), at);
        return true;
      case 'Redirected':
        this.#redirected(node.redirects, () => this.#compound(node.command, gives));
        return true;
      case 'If': {
        this.#list(node.clause.commands, false);
        for (const { clause } of node.elif) this.#list(clause.commands, false);
        for (const { commands } of [node.then, ...node.elif.map(({ then }) => then), ...(node.else ? [node.else] : [])]) this.#perhaps(() => this.#list(commands, gives), at);
        return true;
      }
      case 'Case':
        this.#aside([node.word]);
        for (const { body } of node.items) this.#perhaps(() => this.#list(body.commands, gives), at);
        return true;
      case 'While':
        this.#loop(at, () => {
          this.#list(node.clause.commands, false);
          this.#list(node.body.commands, gives);
        });
        return true;
      case 'ArithmeticFor':
        this.#loop(at, () => this.#list(node.body.commands, gives));
        return true;
      case 'For':
      case 'Select': {
        const list = make('ArrayExpression', at, { elements: node.wordlist ? this.words.list(node.wordlist) : [make('SpreadElement', at, { argument: this.variables.positionals(1, at) })] });
        const left = this.variables.looped(node.name.text, spanOf(node.name));
        const body = this.variables.apart(() => this.#list(node.body.commands, gives));
        this.variables.add(make('ForOfStatement', at, { left, right: list, body: block(body, at), await: false }));
        return true;
      }
      case 'Subshell':
      case 'BraceGroup':
        this.#list(node.body.commands, gives);
        return true;
      case 'AndOr':
        if (gives && this.#isSimple(node)) return false;
        node.commands.forEach((one, index) => {
          const write = (): void => (gives && this.#prints(one) ? this.#give(one) : this.#do(one));
          if (index === 0) write();
          else this.#perhaps(write, spanOf(one));
        });
        return true;
      case 'TestCommand':
      case 'ArithmeticCommand':
      case 'Coproc':
        return true;
      default:
        return false;
    }
  }

  #body({ body }: ShellFunction): void {
    if (body.type === 'CompoundList') this.#list(body.commands, true);
    else this.#compound(body, true);
  }

  /** `curl … || exit 1`: one command, and what happens if it fails. */
  #isSimple({ commands }: AndOr): boolean {
    return commands.filter((one) => this.#prints(one)).length === 1 && commands.every((one) => one.type === 'Command' || one.type === 'Pipeline');
  }

  #perhaps(write: () => void, at: Span): void {
    const body = this.variables.apart(write);
    if (body.length > 0) this.variables.add(make('IfStatement', at, { test: unseen({ start: at.start, end: at.start }), consequent: block(body, at), alternate: null }));
  }

  #loop(at: Span, write: () => void): void {
    const body = this.variables.apart(write);
    this.variables.add(make('WhileStatement', at, { test: unseen({ start: at.start, end: at.start }), body: block(body, at) }));
  }

  /** Commands with what they read from somewhere else. */
  #redirected(redirects: readonly Redirection[], write: () => void): void {
    this.#reading(this.inputOf(redirects) ?? this.input, write);
  }

  #reading(input: Input, write: () => void): void {
    const around = this.input;
    this.input = input;
    write();
    this.input = around;
  }

  /** What a command prints; undefined for what only does something. */
  #value(node: AnyNode): Node | undefined {
    if (node.type === 'Command') return this.#commands.simple(node, this.input);
    if (node.type === 'AndOr') return this.#eitherOf(node);
    return node.type === 'Pipeline' ? this.#piped(node) : this.#closed(spanOf(node), () => this.#compound(node, true));
  }

  #eitherOf({ commands }: AndOr): Node | undefined {
    let given: Node | undefined;
    for (const one of commands) {
      const value = this.#value(one);
      if (value && this.#prints(one)) given = value;
      else if (value) this.variables.add(statement(value));
    }
    return given;
  }

  #piped({ commands }: Pipeline): Node | undefined {
    const around = this.input;
    let value: Node | undefined;
    commands.forEach((command, index) => {
      if (index > 0) this.input = value && this.variables.bound(value);
      if (index === commands.length - 1 && command.type !== 'Command') {
        value = undefined;
        this.#compound(command, false);
      } else value = this.#value(command);
    });
    this.input = around;
    return value;
  }

  /** What several commands print, as a function that is called at once. */
  #closed(at: Span, write: () => void): Node {
    const body = this.variables.apart(write);
    const [only] = body;
    if (body.length === 1 && only?.type === 'ReturnStatement') return only['argument'];
    return call(make('ArrowFunctionExpression', at, { params: [], body: block(body, at), async: false, expression: false }), [], at);
  }

  /** `$(…)`, `<(…)`. */
  #substituted({ script, ...part }: Extract<WordPart, { readonly script: unknown }>): Node {
    const parsed = this.#inPlace(script as ParsedScript | undefined, part);
    if (!parsed) return unseen(spanOf(part));
    const [only] = parsed.commands;
    if (parsed.commands.length === 1 && only && (only.command.type === 'Command' || only.command.type === 'Pipeline')) return this.#contentOf(only.command) ?? this.#value(only.command) ?? unseen(spanOf(part));
    return this.#closed(spanOf(part), () => this.#list(parsed.commands, true));
  }

  /** Commands whose places are those in the file. Between backticks with escapes that change the text, nobody knows where they stand. */
  #inPlace(script: ParsedScript | undefined, { pos, end }: { readonly pos: number; readonly end: number }): ParsedScript | undefined {
    if (script?.source === undefined) return script;
    return script.source === this.source.slice(pos + 1, end - 1) && pos < farthest ? parse(' '.repeat(pos + 1) + script.source) : undefined;
  }

  /** `$(<file)`. */
  #contentOf(node: AnyNode): Node | undefined {
    return node.type === 'Command' && !node.name && node.prefix.every((one) => one.type !== 'Assignment') ? this.inputOf(node.redirects)?.() : undefined;
  }

  /** What a command is given to read. */
  inputOf(redirects: readonly Redirection[]): Input {
    const last = redirects.findLast((one) => one.type !== 'Redirect' || one.operator === '<');
    if (last?.type === 'HereString') return last.target && this.variables.bound(this.words.word(last.target));
    if (last?.type === 'HereDoc') return this.variables.bound(joined(documentPieces(this.source, last.body, last.delimiter?.quoted === true, this.words.expand), spanOf(last.body)));
    const content = last?.type === 'Redirect' && last.target ? this.fileAt(last.target) : undefined;
    return content && this.variables.bound(content);
  }

  /** What stands in a file that the script itself has written, or that a command takes the place of. */
  fileAt(word: Word): Node | undefined {
    const [only] = word.parts ?? [];
    if (only?.type === 'ProcessSubstitution') return this.#substituted(only);
    return this.names.files.has(bare(word)) ? this.variables.looped(fileName(word), spanOf(word)) : undefined;
  }

  /** Puts what a command prints into a file. */
  write(word: Word | undefined, value: Node): void {
    if (word) this.variables.assign(fileName(word), () => value, { start: Math.min(value.start, word.pos), end: Math.max(value.end, word.end) });
  }

  writesTo(command: Command): Word | undefined {
    return writtenFile(command.redirects);
  }

  /** Commands inside words that mean nothing themselves. */
  #aside(words: readonly Word[]): void {
    for (const word of words) this.aside(word);
  }

  aside(word: Word): void {
    if (/\$\(|`|<\(/.test(word.text)) this.variables.add(statement(this.words.word(word)));
  }
}

/** Commands that are read again stand in front of this place. */
const farthest = 100_000;
const fileName = (word: Word): string => `file ${bare(word)}`;
