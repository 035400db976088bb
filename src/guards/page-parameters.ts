import { filterAttributes, oldParameters } from '../api.ts';
import { readQuery } from '../carriers/queries/query.ts';
import type { UsersRequest } from '../facts.ts';
import { heldBack } from './held-back.ts';
import { hrefsOf } from '../trace/texts/links.ts';
import type { Trace } from '../trace/trace.ts';
import type { RawRequest } from '../trace/value.ts';

/** Parameters of which one takes the place of all the old ones. */
const families = [
  ['sort', 'sortBy', 'sortOrder'],
  ['filter', ...Object.keys(filterAttributes)],
];

/** The query of one of the pages that a client asks for by itself, where the parameters of a page are added to those of the page before: old and new words may not meet there. */
export function guardPages(trace: Trace, request: RawRequest, requests: readonly RawRequest[], query: UsersRequest['query']): UsersRequest['query'] {
  if (!request.pages) return query;
  const pages = requests.filter((other) => other.pages && other.call === request.call && other.frame === request.frame);
  if ([request, ...pages].some((page) => isUnread(trace, page))) return held(query, oldParameters, 'which parameters the further pages are asked with was not understood, and they are added to these');
  const isApart = families.some((family) => new Set(pages.map((page) => namesIn(trace, page, family)).filter((names) => names !== '')).size > 1);
  return isApart ? held(query, oldParameters, 'a further page is asked with only some of these parameters, and has the others from the page before') : query;
}

/** True where a page says something under names that are not known; a link of an answer has today's. */
function isUnread(trace: Trace, page: RawRequest): boolean {
  return page.pages === 'unread' || (!readQuery(trace, page).complete && page.query.every(({ value }) => hrefsOf(value, 0).length === 0));
}

const namesIn = (trace: Trace, page: RawRequest, family: readonly string[]): string =>
  [
    ...new Set(
      readQuery(trace, page)
        .all(...family)
        .map(({ name }) => name),
    ),
  ]
    .sort()
    .join();

const held = (query: UsersRequest['query'], names: readonly string[], reason: string): UsersRequest['query'] => heldBack(query, new Map(query.all(...names).map((param) => [param, reason])));
