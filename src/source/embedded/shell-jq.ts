import type { Word } from 'unbash';
import type { Node } from '../ast.ts';
import { JqFilter } from './jq.ts';
import { make } from './nodes.ts';
import { called, readAsJson } from './shell-expansions.ts';
import type { ReadJq } from './shell-simple.ts';
import type { Input, ShellProgram } from './shell-program.ts';
import { spanOf } from './shell-spans.ts';
import { type Chars, unseen } from './shell-words.ts';

/** What the command line of jq says. */
interface Call {
  readonly filter: Word;
  readonly files: readonly Word[];
  readonly names: ReadonlyMap<string, () => Node>;
  /** Short and long options without values. */
  readonly options: string;
}

/** `jq -r '.data[].name'`: what the filter takes out of what jq reads. */
export const readJq: ReadJq = (program, words, input) => {
  const call = callOf(program, words);
  const chars = call && charsOf(program, call.filter);
  if (!call || !chars) return undefined;
  const read = rootOf(program, call, input);
  const isAlone = /(?:^| )(?:-\w*n\w*|--null-input)(?= |$)/.test(call.options);
  if (!read && !isAlone) return undefined;
  const at = spanOf(call.filter);
  const root = read ?? ((): Node => unseen(at));
  return new JqFilter(chars, program.variables, root, call.names).read();
};

function callOf(program: ShellProgram, words: readonly Word[]): Call | undefined {
  const names = new Map<string, () => Node>();
  const options: string[] = [];
  const others: Word[] = [];
  for (let index = 0; index < words.length; index += 1) {
    const word = words[index] as Word;
    const [name, value] = [words[index + 1], words[index + 2]];
    const { text } = word;
    if (/^--(?:arg|argjson|slurpfile|rawfile|argfile)$/.test(text)) {
      if (name && value) names.set(name.text, given(program, text, value));
      index += 2;
    } else if (/^(?:--indent|-L|-f|--from-file)$/.test(text)) index += 1;
    else if (/^-./.test(text)) options.push(text);
    else others.push(word);
  }
  const [filter, ...files] = others;
  return filter && { filter, files, names, options: options.join(' ') };
}

/** What stands under a name of the filter. */
function given(program: ShellProgram, option: string, value: Word): () => Node {
  const at = spanOf(value);
  const word = option === '--arg' || option === '--argjson' ? program.words.word(value) : (program.fileAt(value) ?? unseen(at));
  if (option === '--arg' || option === '--rawfile') return program.variables.bound(word);
  const json = called(readAsJson, [word], at);
  return program.variables.bound(option === '--slurpfile' ? make('ArrayExpression', at, { elements: [json] }) : json);
}

/** What the filter starts from: what is read as JSON. */
function rootOf(program: ShellProgram, { filter, files, options }: Call, input: Input): Input {
  const [content] = files.flatMap((file) => program.fileAt(file) ?? []);
  const text = content ?? (files.length === 0 ? input?.() : undefined);
  if (!text || /(?:^| )(?:-\w*R\w*|--raw-input)(?= |$)/.test(options)) return undefined;
  const json = called(readAsJson, [text], spanOf(filter));
  const isList = /(?:^| )(?:-\w*s\w*|--slurp)(?= |$)/.test(options);
  return program.variables.bound(isList ? make('ArrayExpression', spanOf(filter), { elements: [json] }) : json);
}

/** The text of a filter; what the shell puts in is no part of it. */
function charsOf(program: ShellProgram, filter: Word): Chars | undefined {
  const pieces = program.words.pieces(filter);
  if (pieces.every((piece) => 'type' in piece)) return undefined;
  return pieces.reduce<Chars>(
    (before, piece) => {
      const next = 'type' in piece ? { text: '\ue000', offsets: [piece.start, piece.end] } : piece;
      return { text: before.text + next.text, offsets: [...before.offsets.slice(0, before.text.length), ...next.offsets] };
    },
    { text: '', offsets: [] },
  );
}
