import { placeKey } from './source/ranges.ts';
import { renamedFields } from './api.ts';
import { literalAt, readQuery } from './carriers/query.ts';
import type { OldName, ValueFact } from './facts.ts';
import { type Asked, isOnlyAsked } from './trace/asked.ts';
import type { Trace } from './trace/trace.ts';
import type { FieldPlace } from './trace/users.ts';
import type { RawRequest } from './trace/value.ts';

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
  const places = asking.flatMap(({ request, value }) =>
    (value.parts ?? []).flatMap((part): FieldPlace[] => {
      const node = renamedFields['User']?.[part.text as OldName] === undefined ? undefined : literalAt(trace, part);
      if (!node) return [];
      const shape = { kind: 'shape', shape: 'User', request, trail: { node: request.call, note: '`fields` of the request' } } as const;
      const isOnly = !asked.isForeign(node) && isOnlyAsked(trace, node, asked);
      return [{ node, name: part.text as OldName, place: 'key', shape, other: undefined, keyType: { declares: false, ...(isOnly ? {} : { blocked: 'the list of names is used for something else as well' }) } }];
    }),
  );
  return { ...asked, places };
}

const askedLists = (trace: Trace, request: RawRequest): ValueFact[] =>
  readQuery(trace, request)
    .all('fields')
    .map(({ value }) => value);

const openLists = (trace: Trace, request: RawRequest): ValueFact[] => askedLists(trace, request).filter((value) => value.text === undefined && value.parts !== undefined);
