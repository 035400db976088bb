import { placeKey } from '../source/ranges.ts';
import { renamedFields } from '../api.ts';
import { literalAt, readQuery } from '../carriers/queries/query.ts';
import type { OldName, ValueFact } from '../facts.ts';
import type { Node } from '../source/ast.ts';
import { type Asked, isOnlyAsked } from '../trace/flow/asked.ts';
import { isOnlySent } from '../trace/texts/only-sent.ts';
import type { Trace } from '../trace/trace.ts';
import type { FieldPlace } from '../trace/users.ts';
import type { RawRequest } from '../trace/value.ts';

/** The lists of names that requests ask for and that depend on who calls: `list('name', 'created')`. */
export interface AskedFields extends Asked {
  /** The names of users' members in them. */
  readonly places: readonly FieldPlace[];
}

/** `users`: requests for users, `others` all further ones. */
export function askedFields(trace: Trace, users: readonly RawRequest[], others: () => readonly RawRequest[]): AskedFields {
  const asking = users.flatMap((request) => openLists(trace, request).map((value) => ({ request, value })));
  const lists = users.flatMap((request) => askedLists(trace, request));
  const foreign = new Set(lists.length > 0 ? others().flatMap((request) => askedLists(trace, request).flatMap(({ parts = [] }) => parts.map(placeKey))) : []);
  const joined = new Set(lists.map(({ at }) => placeKey(at)));
  const asked: Asked = {
    joins: (call) => joined.has(placeKey({ file: trace.project.fileOf(call), start: call.start })),
    isForeign: (literal) => foreign.has(placeKey({ file: trace.project.fileOf(literal), start: literal.start })),
  };
  const sites = users.flatMap((request) => readQuery(trace, request).all('fields')).map(({ at }) => at);
  const seen = new Set<string>();
  const places = asking.flatMap(({ request, value }) =>
    (value.parts ?? []).flatMap((part) => {
      const names = oldNames(part.text).filter(({ name }) => !seen.has(`${placeKey(part)}:${name}`));
      const node = names.length > 0 ? literalAt(trace, part) : undefined;
      if (!node) return [];
      for (const { name } of names) seen.add(`${placeKey(part)}:${name}`);
      const isOnly = !asked.isForeign(node) && (isOnlyAsked(trace, node, asked) || isOnlySent(trace, node, sites));
      return names.map((found) => placeOf(request, node, found, isOnly));
    }),
  );
  return { ...asked, places };
}

interface Listed {
  readonly name: OldName;
  readonly start: number;
}

/** The names of old members in a text of names, and where in it they begin. */
function oldNames(text: string): Listed[] {
  let start = 0;
  return text.split(',').flatMap((part) => {
    const name = part.trim();
    const at = start + part.indexOf(name);
    start += part.length + 1;
    return renamedFields['User']?.[name as OldName] === undefined ? [] : [{ name: name as OldName, start: at }];
  });
}

function placeOf(request: RawRequest, node: Node, { name, start }: Listed, isOnly: boolean): FieldPlace {
  const shape = { kind: 'shape', shape: 'User', request, trail: { node: request.call, note: '`fields` of the request' } } as const;
  const text: Pick<FieldPlace, 'text'> = node['value'] === name ? {} : { text: { literal: node, name, start, of: shape, list: { how: 'presence' } } };
  return { node, name, place: 'key', shape, other: undefined, ...text, keyType: { declares: false, ...(isOnly ? {} : { blocked: 'the list of names is used for something else as well' }) } };
}

const askedLists = (trace: Trace, request: RawRequest): ValueFact[] =>
  readQuery(trace, request)
    .all('fields')
    .map(({ value }) => value);

const openLists = (trace: Trace, request: RawRequest): ValueFact[] => askedLists(trace, request).filter((value) => value.text === undefined && value.parts !== undefined);
