import type { ShapeName } from '../api.ts';
import type { Node } from '../source/ast.ts';
import type { Piece, Ref, ResponseValue, Value } from '../trace/value.ts';
import { address, answerOf, argument, type Client, type ClientUse, joined, methodIn, optionRef } from './client.ts';
import { fetchAnswer } from './fetch.ts';

/** One function of a Qlik package: what it requests, and which argument holds what. */
interface Operation {
  readonly method: string;
  readonly path: string;
  readonly query?: number;
  readonly body?: number;
}

const byId = 'users/id';

/** `qlik.users.*` of @qlik/sdk 0.12 to 0.28. */
const sdkUsers: Readonly<Record<string, Operation & { readonly gives: ShapeName }>> = {
  getUsers: { method: 'GET', path: 'users', query: 0, gives: 'User[]' },
  get: { method: 'GET', path: byId, query: 1, gives: 'User' },
  getMe: { method: 'GET', path: 'users/me', gives: 'User' },
  create: { method: 'POST', path: 'users', body: 0, gives: 'User' },
  count: { method: 'GET', path: 'users/actions/count', query: 0, gives: 'Count' },
  filter: { method: 'POST', path: 'users/actions/filter', body: 0, query: 1, gives: 'User[]' },
  getMetadata: { method: 'GET', path: 'users/metadata', gives: 'Metadata' },
};

/** The functions of `@qlik/api/users`, 0.x to 2.x. */
const apiUsers: Readonly<Record<string, Operation>> = {
  getUsers: { method: 'GET', path: 'users', query: 0 },
  getUser: { method: 'GET', path: byId, query: 1 },
  getMyUser: { method: 'GET', path: 'users/me' },
  createUser: { method: 'POST', path: 'users', body: 0 },
  patchUser: { method: 'PATCH', path: byId, body: 1 },
  countUsers: { method: 'GET', path: 'users/actions/count', query: 0 },
  filterUsers: { method: 'POST', path: 'users/actions/filter', query: 0, body: 1 },
  getUsersMetadata: { method: 'GET', path: 'users/metadata' },
};

/** An address that the package puts together; no source text holds it. */
function known(path: string, node: Node): readonly Piece[] {
  return [{ kind: 'literal', text: `/api/v1/${path}`, node: { type: 'Joint', start: node.end, end: node.end } }];
}

function request(use: ClientUse, operation: Operation, answer: readonly (readonly string[])[]): ResponseValue {
  const at = (index: number | undefined): Ref | undefined => (index === undefined ? undefined : argument(use, index));
  return answerOf(use, { client: 'qlik', method: operation.method, url: known(operation.path, use.call), query: [at(operation.query)], body: at(operation.body), answer, dropsUndefined: true });
}

/** @qlik/sdk: `new Qlik(config)`, its users, and `rest`, which is a fetch below `/api/v1`. */
export const qlikSdk: Client = {
  id: 'qlik',
  packages: ['@qlik/sdk'],
  names: /^(?:getUsers|get|getMe|create|count|filter|getMetadata|rest|patch)$/,
  call(use) {
    if (use.call.type === 'NewExpression') return use.library && { ...use.library, path: [] };
    const [area, name] = use.path.slice(-2);
    if (use.path.at(-1) === 'rest') return rest(use);
    const operation = area === 'users' && name !== undefined ? sdkUsers[name] : undefined;
    if (!operation) return undefined;
    const { request: raw, trail } = request(use, operation, []);
    return { kind: 'shape', shape: operation.gives, request: raw, trail };
  },
  onShape: (user, name, use) => (user.shape === 'User' && name === 'patch' ? request(use, { method: 'PATCH', path: byId, body: 0 }, []) : undefined),
};

function rest(use: ClientUse): Value {
  const [path, init] = use.args;
  const given = address(use, path);
  const [first] = given;
  const isWhole = first?.kind === 'literal' && /^(?:https?:|\/?api\/v1)/.test(first.text);
  const base: readonly Piece[] = isWhole ? [] : [{ kind: 'literal', text: '/api/v1', node: { type: 'Joint', start: use.call.start, end: use.call.start } }];
  return answerOf(use, { client: 'qlik', method: methodIn(use, init, 'GET'), url: joined(base, given), body: optionRef(use, init, 'body'), answer: fetchAnswer });
}

/** @qlik/api: modules of functions; an answer has its body at `data`. */
export const qlikApi: Client = {
  id: 'qlik',
  packages: ['@qlik/api', '@qlik/api/users'],
  names: /^(?:getUsers?|getMyUser|createUser|patchUser|countUsers|filterUsers|getUsersMetadata)$/,
  call(use) {
    const name = use.path.at(-1) ?? '';
    if (name === 'createQlikApi') return use.library && { ...use.library, path: [] };
    const operation = apiUsers[name];
    return operation && request(use, operation, [['data']]);
  },
};
