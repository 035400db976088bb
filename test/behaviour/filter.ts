import type { User } from './data.ts';
import { refuse } from './refusal.ts';

/**
 * The filter language of the users API, a part of RFC 7644 §3.4.2.2: `eq` and `co`, `and` before `or`, parentheses, strings as in JSON.
 * Conditions on the status must form a group of their own that holds for the whole filter.
 */
export type Filter<T> = (item: T) => boolean;

export type Attributes<T> = Readonly<Record<string, { readonly values: (item: T) => readonly string[]; readonly operators: readonly string[] }>>;

const eq = ['eq'];
const eqAndCo = ['eq', 'co'];

export const userAttributes: Attributes<User> = {
  id: { values: (user) => [user.id], operators: eq },
  subject: { values: (user) => [user.subject], operators: eqAndCo },
  name: { values: (user) => [user.name], operators: eqAndCo },
  email: { values: (user) => [user.email], operators: eqAndCo },
  status: { values: (user) => [user.status], operators: eq },
  'assignedRoles.id': { values: (user) => user.roles.map((role) => role.id), operators: eq },
  'assignedRoles.name': { values: (user) => user.roles.map((role) => role.name), operators: eq },
  'assignedGroups.id': { values: (user) => user.groups.map((group) => group.id), operators: eq },
  'assignedGroups.name': { values: (user) => user.groups.map((group) => group.name), operators: eq },
};

interface Term<T> {
  readonly test: Filter<T>;
  readonly attributes: ReadonlySet<string>;
}

/** @throws {Refusal} when the text is not such a filter. */
export function parseFilter<T>(text: string, attributes: Attributes<T>): Filter<T> {
  const tokens = tokenize(text);
  const term = parseOr(tokens, attributes);
  if (tokens.length > 0) refuse(`filter: nothing may follow, but there is ${tokens[0]}`);
  return term.test;
}

function tokenize(text: string): string[] {
  const tokens: string[] = [];
  const token = /\s*("(?:[^"\\]|\\.)*"|[()]|[A-Za-z][\w.]*)/y;
  while (token.lastIndex < text.trimEnd().length) {
    const at = token.lastIndex;
    tokens.push(token.exec(text)?.[1] ?? refuse(`filter: cannot be read from "${text.slice(at)}"`));
  }
  return tokens;
}

const isWord = (token: string | undefined, word: string): boolean => token?.toLowerCase() === word;

function parseOr<T>(tokens: string[], attributes: Attributes<T>): Term<T> {
  const terms = [parseAnd(tokens, attributes)];
  while (isWord(tokens[0], 'or')) {
    tokens.shift();
    terms.push(parseAnd(tokens, attributes));
  }
  const used = new Set(terms.flatMap((term) => [...term.attributes]));
  if (terms.length > 1 && used.has('status') && used.size > 1) refuse('filter: conditions on the status must be a group of their own');
  return { test: (item) => terms.some((term) => term.test(item)), attributes: used };
}

function parseAnd<T>(tokens: string[], attributes: Attributes<T>): Term<T> {
  const terms = [parseOne(tokens, attributes)];
  while (isWord(tokens[0], 'and')) {
    tokens.shift();
    terms.push(parseOne(tokens, attributes));
  }
  return { test: (item) => terms.every((term) => term.test(item)), attributes: new Set(terms.flatMap((term) => [...term.attributes])) };
}

function parseOne<T>(tokens: string[], attributes: Attributes<T>): Term<T> {
  const first = tokens.shift() ?? refuse('filter: it ends too early');
  if (first === '(') {
    const inner = parseOr(tokens, attributes);
    if (tokens.shift() !== ')') refuse('filter: a parenthesis is open');
    return inner;
  }
  const name = Object.keys(attributes).find((known) => isWord(first, known.toLowerCase())) ?? refuse(`filter: unknown attribute ${first}`);
  const operator = tokens.shift()?.toLowerCase() ?? '';
  const attribute = attributes[name];
  if (!attribute?.operators.includes(operator)) return refuse(`filter: ${name} cannot be compared by "${operator}"`);
  const wanted = stringOf(tokens.shift()).toLowerCase();
  const matches = operator === 'eq' ? (value: string) => value.toLowerCase() === wanted : (value: string) => value.toLowerCase().includes(wanted);
  return { test: (item) => attribute.values(item).some(matches), attributes: new Set([name]) };
}

function stringOf(token: string | undefined): string {
  if (!token?.startsWith('"')) return refuse(`filter: a string in double quotes is wanted, not ${token ?? 'the end'}`);
  try {
    return JSON.parse(token);
  } catch {
    return refuse(`filter: ${token} is not a JSON string`);
  }
}
