import { descendants, type Node } from '../../source/ast.ts';
import { asList } from '../../trace/methods.ts';
import { sentSettings } from '../../trace/requests/sent-settings.ts';
import { type FunctionValue, members, type Piece, type RawRequest, type Ref, type ResponseValue, union, unknown, type Value } from '../../trace/value.ts';
import { isObject, madeMember } from '../arguments.ts';
import { address, addressOf, answerOf, type Client, type ClientUse, configured, findMember, httpVerbs, joined, methodIn, option, optionRef, type Stated } from '../client.ts';
import { transformOf } from './body-transforms.ts';
import { pagesOf, pagination, resultOf } from './got-pages.ts';
import { throughHooks } from './request-hooks.ts';

/** got and ky: the package itself is callable, has verbs, and makes configured copies with `extend` and `create`. */
function prefixed(id: string, packages: readonly string[], answer: readonly (readonly string[])[], globals: readonly string[] = []): Client {
  return {
    id,
    packages,
    globals,
    names: /^(?:paginate|each|all)$/,
    call(use) {
      const [name, ...more] = use.path.filter((part) => part !== id);
      if (name === 'paginate') return items(use, pagesOf(use, stated(use, id, undefined, answer)));
      if (more.length > 0) return undefined;
      if (name === 'extend' || name === 'create') return configured(use);
      if (name !== undefined && !httpVerbs.has(name)) return undefined;
      return request(use, id, name, answer);
    },
    callback(use, _argument, parameter, within) {
      if (parameter !== 0 || !use.path.includes('paginate') || within[0] !== 'pagination') return undefined;
      const said = stated(use, id, undefined, answer);
      if (within[1] === 'transform') return pagesOf(use, said);
      const answered = within[1] === 'paginate' ? answerOf(use, said) : pagesOf(use, said);
      const list = transformed(use, answered);
      const item = use.trace.element(list, use.call, use.frame);
      return within[1] === 'filter' ? { kind: 'record', members: { item } } : within[1] === 'paginate' ? { kind: 'record', members: { response: answered, currentItems: list, allItems: list } } : undefined;
    },
  };
}

function request(use: ClientUse, id: string, verb: string | undefined, answer: readonly (readonly string[])[]): Value {
  const [first, second] = use.args;
  const answered = answerOf(use, stated(use, id, verb, answer));
  return bodyOnly(use, isObject(use, first) ? first : second) ? bodyOf(use, answered) : answered;
}

function stated(use: ClientUse, id: string, verb: string | undefined, answer: readonly (readonly string[])[]): Stated {
  const [first, second] = use.args;
  const isWhole = isObject(use, first);
  const options = isWhole ? first : second;
  const path = isWhole ? addressIn(use, optionRef(use, options, 'url')) : address(use, first);
  const base = prefixOf(use, options);
  const query = [...use.made.map((made) => madeMember(use, made, 'searchParams')), optionRef(use, options, 'searchParams')];
  const headers = [...use.made.flatMap((made) => madeMember(use, made, 'headers') ?? []).map((ref) => use.trace.value(ref)), option(use, options, 'headers')];
  const body = optionRef(use, options, 'json') ?? optionRef(use, options, 'body');
  return {
    client: id,
    method: verb ?? methodIn(use, options, 'GET'),
    url: joined(base, path),
    query,
    body,
    headers,
    answer,
    transform: transformOf(use, options, 'parseJson') ?? remade(use, options),
    dropsUndefined: true,
    takes: 'dots',
    hooks: hooksOf(use, id, options, joined(base, path)),
  };
}

/** The functions of `hooks: { beforeRequest: [(options) => …] }`, of the call and of the copies it is called on, each shown the address. In those of ky it is that of a request. */
function hooksOf(use: ClientUse, id: string, options: Node | undefined, url: readonly Piece[]): readonly Ref[] {
  const open: Piece = { kind: 'hole', ref: { node: use.call, frame: use.frame }, value: unknown, encoded: false };
  const isPath = url.length > 0 && !url.some((piece) => piece.kind === 'query' || (piece.kind === 'literal' && /[?#]/.test(piece.text)));
  const address: Value = isPath ? { kind: 'text', pieces: url } : unknown;
  const request: Value = { kind: 'record', members: { url: address } };
  const shown = sentSettings(isPath ? { pathname: { kind: 'text', pieces: [open, ...url] }, href: address } : {});
  return throughHooks(use, hooksNamed(use, options, ['init', 'beforeRequest']), [], (params) => sentSettings(id === 'got' ? { url: shown, params } : { url: address, request, params })).hooks;
}

/** The functions that stand in the lists of these names under `hooks`, of the copies that a call is made on and of the call. */
function hooksNamed(use: ClientUse, options: Node | undefined, names: readonly string[]): FunctionValue[] {
  const settings = [...use.made.map((made) => madeMember(use, made, 'hooks')), optionRef(use, options, 'hooks')].flatMap((ref) => ref ?? []);
  const lists = settings.flatMap((ref) => names.flatMap((name) => findMember(use.trace, use.trace.value(ref), name) ?? []));
  const functions = lists.flatMap((ref) => members(use.trace.value(ref))).flatMap((list) => (list.kind === 'list' ? list.items.flatMap((item) => members(use.trace.value(item))) : []));
  return functions.filter((one): one is FunctionValue => one.kind === 'function');
}

/** `afterResponse: [async (request, options, response) => Response.json(…)]`: what the code is given is the body, or what the function has made of it. */
function remade(use: ClientUse, options: Node | undefined): RawRequest['transform'] {
  const own = hooksNamed(use, options, ['afterResponse']).find(({ ref }) => descendants(ref.node['body']).some((node) => node.type === 'Identifier' && node['name'] === 'Response'));
  return own && ((body) => union([body, { kind: 'shape', shape: 'Other', request: undefined, trail: { node: own.ref.node, note: 'made by the program of the answer' } }]));
}

/** What `got.paginate` goes through: the elements of what `transform` makes of each answer, otherwise of its body. */
function transformed(use: ClientUse, answered: Value): Value {
  const transform = pagination(use, 'transform');
  return (transform && resultOf(use, transform, answered)) ?? union(members(answered).map((one) => (one.kind === 'response' ? bodyOf(use, one) : one)));
}

const items = (use: ClientUse, answered: Value): Value => asList(use.trace.element(transformed(use, answered), use.call, use.frame), { node: use.call, frame: use.frame });

/** `prefixUrl` of the call, or of the copy it is called on. */
function prefixOf(use: ClientUse, options: Node | undefined): readonly Piece[] {
  const own = optionRef(use, options, 'prefixUrl') ?? optionRef(use, options, 'prefix');
  const made = use.made.map((one) => addressIn(use, madeMember(use, one, 'prefixUrl') ?? madeMember(use, one, 'prefix'))).findLast((pieces) => pieces.length > 0) ?? [];
  if (!own) return made;
  const prefix = addressIn(use, own);
  // An empty prefix is for whole addresses, which stand alone anyway; a path beside it belongs to another way of the same call.
  return prefix.length > 0 ? prefix : made;
}

function addressIn(use: ClientUse, ref: Ref | undefined): readonly Piece[] {
  return ref ? addressOf(use.trace.value(ref), ref.node, ref.frame) : [];
}

/** `resolveBodyOnly: true` makes the answer the body itself. */
function bodyOnly(use: ClientUse, options: Node | undefined): boolean {
  const refs = [...use.made.map((made) => madeMember(use, made, 'resolveBodyOnly')), optionRef(use, options, 'resolveBodyOnly')];
  return refs.findLast((ref) => ref !== undefined)?.node['value'] === true;
}

function bodyOf(use: ClientUse, answered: ResponseValue): Value {
  return use.trace.answered(answered, 'body', use.call);
}

export const gotClient = prefixed('got', ['got'], [['body'], ['json()'], ['text()', 'JSON.parse()'], ['body', 'JSON.parse()']]);
export const kyClient = prefixed('ky', ['ky', 'ky-universal', 'global'], [['json()'], ['text()', 'JSON.parse()']], ['ky']);
