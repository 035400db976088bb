import type { LibraryValue, Piece, Ref, ResponseValue, Value } from '../trace/value.ts';
import { address, addressOf, answerOf, argument, type Client, type ClientUse, findMember, joined, methodOf } from './client.ts';
import { type ClientConfig, type Configured, escaped, type Meaning, pathOf, type returned } from './described.ts';
import { typedShape } from './qlik/qlik.ts';

/**
 * Clients out of a configuration: one for each module that it names, and one for types that may stand anywhere.
 * `fileOf` tells which file of the project a module is.
 */
export function configuredClients({ clients, types }: Configured, fileOf: (module: string) => string | undefined): Client[] {
  const ofModules = types.filter((type) => typeof type !== 'string');
  const modules = [...new Set([...clients, ...ofModules].map(({ module }) => module))];
  const anywhere = types.filter((type) => typeof type === 'string');
  return [
    ...modules.map((module) =>
      moduleClient(
        module,
        fileOf(module),
        clients.filter((client) => client.module === module),
        ofModules.filter((type) => type.module === module).map(({ name }) => name),
      ),
    ),
    ...(anywhere.length === 0 ? [] : [{ id: 'configured types', packages: [], declared: anywhere.map((name) => ({ name })), call: () => undefined, typed: userOf }]),
  ];
}

interface Entry extends ClientConfig {
  readonly path: readonly string[];
}

function moduleClient(module: string, file: string | undefined, clients: readonly ClientConfig[], types: readonly string[]): Client {
  const entries = clients.map((client): Entry => ({ ...client, path: pathOf(client.export) }));
  const leadsOn = (path: readonly string[]): boolean => entries.some((entry) => entry.path.length > path.length && path.every((part, index) => part === entry.path[index]));
  const names = entries.map(({ path }) => path.at(-1) ?? '').filter(Boolean);
  return {
    id: module,
    packages: file === undefined ? [module] : [module, file],
    ...(file === undefined ? {} : { exports: new Set(clients.map((client) => /^[\w$]+/.exec(client.export)?.[0] ?? '')), declared: types.map((name) => ({ name, file })) }),
    ...(names.length === 0 ? {} : { names: new RegExp(`^(?:${names.map(escaped).join('|')})$`) }),
    call(use) {
      const entry = entries.find(({ path }) => path.join('.') === use.path.join('.'));
      if (entry) return given(use, entry);
      return use.library && leadsOn([...use.path, '()']) ? { ...use.library, path: [...use.path, '()'], made: [...use.made, { node: use.call, frame: use.frame }] } : undefined;
    },
    typed(type) {
      const path = type.path.filter((part) => part !== 'default');
      if (types.includes(path.at(-1) ?? 'default')) return userOf(type);
      return leadsOn([...path, '()']) ? { ...type, path: [...path, '()'] } : leadsOn(path) ? type : undefined;
    },
  };
}

const userOf = (type: LibraryValue): Value => typedShape(type, 'User', `\`${type.path.at(-1) ?? 'default'}\` is a configured type`);

function given(use: ClientUse, entry: Entry): Value {
  const answered = requested(use, entry);
  return (entry.returns ?? 'body') === 'body' ? use.trace.answered(answered, 'body', use.call) : answered;
}

const answers: Readonly<Record<(typeof returned)[number], readonly (readonly string[])[]>> = { body: [['body']], data: [['data']], response: [['json()'], ['text()', 'JSON.parse()']] };

function requested(use: ClientUse, entry: Entry): ResponseValue {
  const refs = (meaning: Meaning): Ref[] => (entry.arguments ?? []).flatMap((stated, index) => meant(use, index, stated, meaning));
  const base = (entry.base ?? '') === '' ? [] : [basePiece(use, entry.base as string)];
  const [url] = refs('url');
  const [path] = refs('path');
  const [method] = refs('method');
  return answerOf(use, {
    client: entry.module,
    method: method ? methodOf(use.trace.value(method)) : (entry.method ?? 'GET'),
    url: url ? piecesOf(use, url) : joined(base, path ? piecesOf(use, path) : []),
    query: refs('query'),
    body: refs('body')[0],
    headers: refs('headers').map((ref) => use.trace.value(ref)),
    answer: answers[entry.returns ?? 'body'],
    configured: `\`${entry.export}\` of ${entry.module} is a configured client`,
    // A path that no source text holds cannot be rewritten.
    ...(entry.base?.includes('users') ? { roles: [] } : {}),
  });
}

/** The argument that has this meaning, or its members that have it. */
function meant(use: ClientUse, index: number, stated: Meaning | Readonly<Record<string, Meaning>>, meaning: Meaning): Ref[] {
  const ref = argument(use, index);
  if (!ref) return [];
  if (typeof stated === 'string') return stated === meaning ? [ref] : [];
  const value = use.trace.value(ref);
  return Object.entries(stated).flatMap(([name, means]) => (means === meaning ? (findMember(use.trace, value, name) ?? []) : []));
}

function piecesOf(use: ClientUse, ref: Ref): readonly Piece[] {
  return use.args.includes(ref.node) ? address(use, ref.node) : addressOf(use.trace.value(ref), ref.node, ref.frame);
}

const basePiece = (use: ClientUse, text: string): Piece => ({ kind: 'literal', text, node: { type: 'Joint', start: use.call.start, end: use.call.start, parent: use.call } });
