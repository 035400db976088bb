import { isMember, memberName, type Node } from '../../source/ast.ts';
import { commandWords, type ShellChar } from '../../source/command-words.ts';
import { piecesOfUnits, type Unit, unitsOf } from '../../trace/texts/address.ts';
import { isChangedInPlace } from '../../trace/changes/mutations.ts';
import { wovenRaw } from '../../trace/calls/tagged.ts';
import { pieceOfValue } from '../../trace/texts/text.ts';
import { type LibraryValue, literalText, members, type Piece, type Ref, type ResponseValue, unknown, type Value } from '../../trace/value.ts';
import { asked, type Command, isTag, textOf, written } from './asked-commands.ts';
import type { Client, ClientUse } from '../client.ts';
import { qlikCli } from './qlik-cli.ts';

/** `execSync('curl …')`, `execFileSync('curl', […])`, `spawn('sh', ['-c', 'curl …'])`, $`curl …`, and their likes: curl and qlik-cli ask for what their words say. */
export const commandLines: Client = {
  id: 'command-lines',
  packages: ['child_process', 'execa', 'zx', 'bun'],
  names: /^(?:exec|spawn)/,
  call: (use) => ran(use, use.path.at(-1) ?? 'execa'),
  callback(use, argument, parameter) {
    const answer = argument > 0 && parameter === 1 ? ran(use, use.path.at(-1) ?? '') : undefined;
    return answer && { ...answer, steps: ['text'] };
  },
};

/** What a function of the module gives; of one that was made a promise, an object with the output. */
export function ran(use: ClientUse, name: string): ResponseValue | undefined {
  const command = isTag(use) ? lineOf(use, wovenRaw(use.trace, use.trace.evaluate(use.args[0] as Node, use.frame), use.args.slice(1), use.frame)) : calledCommand(use, name);
  const answer = command && askedBy(use, command);
  return answer && /^exec(?:File)?Sync$/.test(name) ? { ...answer, steps: ['text'] } : answer;
}

/** What curl or qlik-cli asks for with these words. */
export const askedBy = (use: ClientUse, command: Command): ResponseValue | undefined => curl(use, command) ?? qlikCli(use, command);

function calledCommand(use: ClientUse, name: string): Command | undefined {
  if (/^(?:exec|spawn)Sync$|^exec$/.test(name) && !listed(use)) return lineOf(use, use.args[0] && use.trace.evaluate(use.args[0], use.frame));
  return /^(?:execFile|spawn|execa)(?:Sync)?$/.test(name) ? listedCommand(use) : undefined;
}

const listed = (use: ClientUse): boolean => use.args[1] !== undefined && use.trace.evaluate(use.args[1], use.frame).kind === 'list';

/** The words of a text that a shell reads. */
function lineOf(use: ClientUse, value: Value | undefined): Command | undefined {
  if (value?.kind !== 'text') return undefined;
  const { words, goesOn } = commandWords(unitsOf(use.trace, value.pieces));
  return { words: words.map((word) => shellPieces(word)), isRead: !goesOn, isDoubtful: false };
}

/** The words of a list; the program reads none of them. */
function listedCommand(use: ClientUse): Command | undefined {
  const [file, args] = use.args;
  const list = args && use.trace.evaluate(args, use.frame);
  if (!file || list?.kind !== 'list') return undefined;
  const names = members(use.trace.evaluate(file, use.frame));
  const [option, line] = list.items.map((item) => use.trace.value(item));
  if (names.every((value) => /(?:^|\/)(?:ba|z|da)?sh$/.test(literalText(value) ?? '')) && /^-\w*c$/.test((option && literalText(option)) ?? '')) return lineOf(use, line);
  const known = names.flatMap((value) => (value.kind === 'env' ? [value.name] : (literalText(value) ?? [])));
  const name = known.find((text) => /(?:^|\/)(?:curl|qlik)(?:\.exe)?$|qlik_?cli/i.test(text));
  if (name === undefined) return undefined;
  const words = list.items.map(({ node, frame }) => pieceOfValue(use.trace.evaluate(node, frame), node, frame));
  return { words: [[written(name, file)], ...words], isRead: !isRearranged(use, args), isDoubtful: names.length > 1 };
}

/** `args[1] = …`, `args.shift()`: the words at a later call are others. */
function isRearranged(use: ClientUse, args: Node | undefined): boolean {
  const binding = args?.type === 'Identifier' ? use.trace.project.sourceOf(args).scopes.bindingOf(args) : undefined;
  return !!binding?.references.some(({ parent }) => parent && isMember(parent) && memberName(parent) !== 'push' && isChangedInPlace(use.trace, parent['object']));
}

/** The pieces of one word: what stands together in the program, variables of the shell, and what the program puts in. */
function shellPieces(word: readonly ShellChar<Unit>[]): Piece[] {
  const pieces: Piece[] = [];
  let run: Unit[] = [];
  const close = (): void => {
    const [first] = run;
    if (first?.piece.kind === 'literal') pieces.push(written(run.map(({ char }) => char).join(''), first.piece.node, [...run.map(({ start }) => start), (run.at(-1) as Unit).end]));
    run = [];
  };
  for (let index = 0; index < word.length; index += 1) {
    const { unit, isOpen } = word[index] as ShellChar<Unit>;
    const before = run.at(-1);
    const name = isOpen && unit.char === '$' && unit.piece.kind === 'literal' ? /^\$(?:\{(\w+)\}|(\w+))/.exec(textFrom(word, index)) : undefined;
    if (unit.piece.kind !== 'literal' || name || (before && (before.piece !== unit.piece || before.end !== unit.start))) close();
    if (name) {
      const ref: Ref = { node: { type: 'Joint', start: unit.start, end: unit.end, parent: (unit.piece as { node: Node }).node }, frame: undefined };
      pieces.push({ kind: 'hole', ref, value: { kind: 'env', name: (name[1] ?? name[2]) as string, ref }, encoded: false });
      index += name[0].length - 1;
    } else if (unit.piece.kind === 'literal') run.push(unit);
    else pieces.push(unit.piece);
  }
  close();
  return pieces;
}

/** Text that stays as it is: what reads it does more with it than a query needs. */
function asWritten(use: ClientUse, pieces: readonly Piece[]): Piece[] {
  return pieces.map((piece) => {
    const units = piece.kind === 'literal' ? unitsOf(use.trace, [piece]) : [];
    return piece.kind === 'literal' && units.length > 0 ? written(piece.text, piece.node, [...units.map(({ start }) => start), (units.at(-1) as Unit).end]) : piece;
  });
}

const textFrom = (word: readonly ShellChar<Unit>[], index: number): string =>
  word
    .slice(index)
    .map(({ unit }) => unit.char)
    .join('');

/** Options of curl that a value follows, and those that stand alone. After another, what looks like the address may be its value. */
const withValue =
  /^(?:-[^-AbCcDdEeFHKmoPQrTtUuwXxYyz]*[AbCcDdEeFHKmoPQrTtUuwXxYyz]|--(?:header|request|data(?:-\w+)?|json|url-query|user|output|user-agent|referer|cookie|cookie-jar|max-time|max-redirs|max-filesize|limit-rate|write-out|form(?:-string)?|upload-file|proxy|proxy-user|noproxy|url|retry|retry-delay|retry-max-time|connect-timeout|connect-to|resolve|interface|cacert|capath|cert|cert-type|key|key-type|pass|config|dump-header|range|oauth2-bearer|ciphers|unix-socket|stderr|trace|trace-ascii))$/;
const alone =
  /^(?:-[^-AbCcDdEeFHKmoPQrTtUuwXxYyz]+|-[^-AbCcDdEeFHKmoPQrTtUuwXxYyz]*[AbCcDdEeFHKmoPQrTtUuwXxYyz].+|--(?:no-[\w-]+|silent|show-error|fail|fail-with-body|fail-early|location|location-trusted|get|head|include|insecure|compressed|verbose|globoff|ipv4|ipv6|http[\d.]+|tlsv[\d.]+|retry-all-errors|retry-connrefused|netrc|anyauth|basic|progress-bar|path-as-is|remote-name))$/;

/** `-XPATCH`, `-d'{…}'`: an option whose value stands in the same word. */
const attached = /^-[^-AbCcDdEeFHKmoPQrTtUuwXxYyz]*[Xd](?=[\s\S])/;

function apart(use: ClientUse, word: readonly Piece[]): (readonly Piece[])[] {
  const option = attached.exec(textOf(word))?.[0].length;
  if (option === undefined) return [word];
  const units = unitsOf(use.trace, word);
  return [piecesOfUnits(units.slice(0, option)), piecesOfUnits(units.slice(option))];
}

function curl(use: ClientUse, command: Command): ResponseValue | undefined {
  const [name, ...given] = command.words;
  const words = given.flatMap((word) => apart(use, word));
  if (!/(?:^|\/)curl(?:\.exe)?$/.test(textOf(name))) return undefined;
  const data: (readonly Piece[])[] = [];
  const parameters: (readonly Piece[])[] = [];
  const urls: (readonly Piece[])[] = [];
  let method: string | undefined;
  let isQuery = false;
  let isDoubtful = command.isDoubtful;
  for (let index = 0; index < words.length; index += 1) {
    const text = textOf(words[index]);
    isQuery ||= text === '--get' || /^-[a-zA-Z]*G/.test(text);
    if (!text.startsWith('-')) urls.push(words[index] as readonly Piece[]);
    isDoubtful ||= text.startsWith('-') && !withValue.test(text) && !alone.test(text);
    if (!withValue.test(text)) continue;
    index += 1;
    if (/^(?:-[a-zA-Z]*X|--request)$/.test(text)) method = textOf(words[index]);
    else if (text === '--url-query') parameters.push(asWritten(use, words[index] ?? []));
    else if (/^(?:-[a-zA-Z]*d|--data(?:-\w+)?|--json)$/.test(text)) data.push(text === '--data-urlencode' ? asWritten(use, words[index] ?? []) : (words[index] ?? []));
    else if (text === '--url') urls.push(words[index] ?? []);
  }
  // Of several, those that are nowhere written may be options.
  const told = urls.filter((word) => word.some(({ kind }) => kind === 'literal'));
  const [url] = told.length > 0 ? told : urls;
  if (!url) return undefined;
  const body = isQuery ? undefined : bodyOf(data[0], command);
  return asked(
    use,
    { ...command, isRead: command.isRead && (told.length || urls.length) === 1, isDoubtful },
    { url, method: method ?? (data.length > 0 && !isQuery ? 'POST' : 'GET'), query: [...parameters, ...(isQuery ? data : [])], ...(body ? { body } : {}) },
  );
}

/** `-d '{…}'`; `-d @-` is what the command reads. */
function bodyOf(data: readonly Piece[] | undefined, { input }: Command): readonly Piece[] | undefined {
  const text = textOf(data);
  if (text === '@-' && input) return [{ kind: 'hole', ref: input, value: unknown, encoded: false }];
  return text.startsWith('@') ? undefined : data;
}

/** `promisify(exec)`: the object with the output. */
export const ranLater = (use: ClientUse, library: LibraryValue): ResponseValue | undefined => (library.name === 'child_process' ? ran(use, library.path.at(-1) ?? '') : undefined);
