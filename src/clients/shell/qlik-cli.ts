import type { Node } from '../../source/ast.ts';
import { type Unit, unitsOf } from '../../trace/texts/address.ts';
import type { Piece, ResponseValue } from '../../trace/value.ts';
import { asked, type Command, textOf, written } from './asked-commands.ts';
import type { ClientUse } from '../client.ts';

type Word = readonly Piece[];

/** What the actions of `qlik user` ask for. */
const actions: ReadonlyMap<string, { readonly path: string; readonly method: string }> = new Map([
  ['ls', { path: 'users', method: 'GET' }],
  ['metadata', { path: 'users/metadata', method: 'GET' }],
  ['get', { path: 'users/id', method: 'GET' }],
  ['me', { path: 'users/me', method: 'GET' }],
  ['count', { path: 'users/actions/count', method: 'GET' }],
  ['create', { path: 'users', method: 'POST' }],
  ['patch', { path: 'users/id', method: 'PATCH' }],
]);

/** qlik-cli: `qlik user ls --sortBy name` prints the items of a page, `qlik raw get v1/users` asks for a path. */
export function qlikCli(use: ClientUse, command: Command): ResponseValue | undefined {
  const [name, noun, verb, ...flags] = command.words;
  if (!/(?:^|\/)qlik(?:\.exe)?$|qlik_?cli/i.test(textOf(name))) return undefined;
  const isQlik = flags.some((flag) => textOf(flag) === '--raw') ? 'whole' : 'items';
  if (textOf(noun) === 'raw') return raw(use, command, isQlik);
  const action = actions.get(textOf(verb));
  if (textOf(noun) !== 'user' || !action) return undefined;
  const url = [standingFor(`/api/v1/${action.path}`, placeOf(verb) ?? use.call)];
  if (action.method === 'GET') return asked(use, command, { url, method: 'GET', query: flags.flatMap((flag, index) => flagPieces(use, flag, flags[index + 1])), isQlik });
  const body = givenTo(flags, '--body') ?? (action.method === 'POST' ? createdWith(flags) : patchOf(flags));
  return asked(use, command, { url, method: action.method, query: [], isQlik, ...(body ? { body } : {}) });
}

/** `qlik raw get v1/users --query sortBy=name,limit=5`. */
function raw(use: ClientUse, command: Command, isQlik: 'items' | 'whole'): ResponseValue | undefined {
  const [, , verb, path, ...flags] = command.words;
  const method = textOf(verb).toUpperCase();
  if (!path || !/^(?:GET|POST|PATCH|PUT|DELETE)$/.test(method)) return undefined;
  const query = flags.flatMap((flag, index) => (textOf(flag) === '--query' ? pairsOf(use, flags[index + 1] ?? []) : []));
  const body = givenTo(flags, '--body');
  return asked(use, command, { url: [standingFor('/api/', placeOf(path) ?? use.call), ...path], method, query, isQlik, ...(body ? { body } : {}) });
}

/** What stands between the commas. */
function pairsOf(use: ClientUse, word: Word): Word[] {
  const units = unitsOf(use.trace, word);
  const pairs: Unit[][] = [[]];
  for (const unit of units) {
    if (unit.char === ',') pairs.push([]);
    else pairs.at(-1)?.push(unit);
  }
  return pairs.map((pair) => pair.flatMap((unit) => (unit.piece.kind === 'literal' ? [written(unit.char, unit.piece.node, [unit.start, unit.end])] : [unit.piece])));
}

/** The word behind an option, or behind its `=`. */
function givenTo(flags: readonly Word[], name: string): Word | undefined {
  const at = flags.findIndex((flag) => textOf(flag) === name);
  return at < 0 ? undefined : flags[at + 1];
}

/** `--roles Developer`, as the body that the command sends. */
function createdWith(flags: readonly Word[]): Word | undefined {
  const flag = flags.find((word) => /^--roles(?:=|$)/.test(textOf(word)));
  const place = placeOf(flag);
  return place && [standingFor('{"roles":', place)];
}

/** `--op set --path /roles`, as the body that the command sends. */
function patchOf(flags: readonly Word[]): Word | undefined {
  const place = placeOf(flags.find((flag) => /^--(?:op|path)$/.test(textOf(flag))));
  const [op, path] = [givenTo(flags, '--op'), givenTo(flags, '--path')].map(textOf);
  return place && [standingFor(`[{"op":"${op}","path":"${path}"}]`, place)];
}

/** An address that a word stands for. */
const standingFor = (path: string, word: Node): Piece => written(path, word, [...path.split('').map(() => word.start), word.end]);

const placeOf = ([piece]: readonly Piece[] = []): Node | undefined => (piece?.kind === 'literal' ? piece.node : undefined);

/** `--sortBy name` and `--sortBy=name` as one parameter of a query. */
function flagPieces(use: ClientUse, flag: readonly Piece[], next: readonly Piece[] | undefined): (readonly Piece[])[] {
  const [first, ...rest] = unitsOf(use.trace, flag).slice(2);
  if (!textOf(flag).startsWith('--') || first?.piece.kind !== 'literal') return [];
  const units = [first, ...rest];
  const own = units.filter(({ piece }) => piece.kind === 'literal');
  const name = written(own.map(({ char }) => char).join(''), first.piece.node, [...own.map(({ start }) => start), (own.at(-1) as Unit).end]);
  const holes = units.flatMap(({ piece }) => (piece.kind === 'literal' ? [] : [piece]));
  return textOf(flag).includes('=') ? [[name, ...holes]] : [[name, written('=', use.call, [use.call.end]), ...(next ?? [])]];
}
