import { filterAttributes } from '../api.ts';
import type { NewValue, Param, Query, Rewrite } from '../facts.ts';
import { asCode } from './code.ts';
import { isEmptyLeftOut, mayBeMissing, sentTest, testedCode } from './missing.ts';

/** All terms as one filter. */
export const allOf = (terms: readonly NewValue[]): NewValue => merged(terms.flatMap((term, index) => (index > 0 ? [' and ', ...term] : term)));

/** A parameter, and what it becomes. */
export interface Term {
  readonly param: Param;
  readonly value: NewValue;
}

/** One filter of what is there; what is left out as well where nothing is: `email == null ? undefined : …`, `[email != null && …, …].filter(Boolean).join(' and ') || undefined`. */
export function filterOfSome(terms: readonly Term[], always: readonly NewValue[]): NewValue {
  const [only, ...others] = terms;
  if (only && others.length + always.length === 0) return [{ code: isEmptyLeftOut(only.param) ? `${testedCode(only.param)} ? ${asCode(only.value)} : ''` : `${testedCode(only.param)} == null ? undefined : ${asCode(only.value)}` }];
  const parts = [...terms.map(({ param, value }) => andThen(sentTest(param), value)), ...always.map(asCode)];
  const isEver = always.length > 0 || !terms.every(({ param }) => mayBeMissing(param)) || terms.every(({ param }) => isEmptyLeftOut(param));
  return [{ code: `[${parts.join(', ')}].filter(Boolean).join(' and ')${isEver ? '' : ' || undefined'}` }];
}

const andThen = (test: string | undefined, value: NewValue): string => (test === undefined ? asCode(value) : `${test} && ${asCode(value)}`);

/** One filter of terms that may be sent under different conditions. */
export function someOf(query: Query, terms: readonly Term[]): Rewrite {
  const combined = query.combine(terms, 'filter');
  if (!('blocked' in combined) || terms.length < 2) return combined;
  const gathered = query.gather(
    terms.map(({ param }) => param),
    'filter',
    (tests) => filterOfSent(terms, tests),
  );
  // Why they cannot be gathered says more than that they are apart.
  return 'blocked' in gathered && !combined.blocked.endsWith('different conditions') ? combined : gathered;
}

/** One filter of those of the terms whose tests hold; without a test it always counts. */
function filterOfSent(terms: readonly Term[], tests: readonly (string | undefined)[]): NewValue {
  const parts = terms.map(({ value }, index) => andThen(tests[index], value));
  return [{ code: `[${parts.join(', ')}].filter(Boolean).join(' and ')` }];
}

/** One comparison of the filter language (RFC 7644), with the value as a JSON string. A mock groups where the code for which it stands does. */
export function termOf(param: Param, isGrouped: boolean): NewValue {
  const { text, code, type } = param.value;
  const attribute = filterAttributes[param.name] as string;
  if (text === undefined) return param.name === 'status' && !param.value.isSingle ? statusOf(code ?? '') : [`${attribute} eq `, { code: `JSON.stringify(${type === 'number' ? `String(${code})` : code})` }];
  if (param.name === 'role' && /^[0-9a-f]{24}$/.test(text)) return [`assignedRoles.id eq ${JSON.stringify(text)}`];
  const values =
    param.name === 'status'
      ? text
          .split(',')
          .map((part) => part.trim())
          .filter(Boolean)
      : [text];
  const comparisons = values.map((one) => `${attribute} eq ${JSON.stringify(one)}`);
  return [comparisons.length > 1 || (param.name === 'status' && isGrouped) ? `(${comparisons.join(' or ')})` : comparisons.join('')];
}

/** The old `status` took a comma list. */
function statusOf(code: string): NewValue {
  const list = /^[\w$.[\]'"]+$|^String\([^()]*\)$/.test(code) ? code : `(${code})`;
  return ['(', { code: `${list}.split(',').map((status) => \`status eq \${JSON.stringify(status.trim())}\`).join(' or ')` }, ')'];
}

/** Neighbouring literal parts as one. */
export function merged(value: NewValue): NewValue {
  const parts: NewValue[number][] = [];
  for (const part of value) {
    const last = parts.at(-1);
    if (typeof part === 'string' && typeof last === 'string') parts[parts.length - 1] = last + part;
    else parts.push(part);
  }
  return parts;
}

export function shown(value: NewValue): string {
  return `\`${value.map((part) => (typeof part === 'string' ? part : '…')).join('')}\``;
}

/** Why no filter is made of a value that the code may leave out. */
export function leftOutReason(name: string, how: 'empty' | 'compared' | 'changed'): string {
  if (how === 'changed') return 'the code tries patterns on the values that it sends, or changes their letters, and a filter has other letters than the value';
  return how === 'empty'
    ? `\`${name}\` may be empty, the code then does not send it, and a filter made of it never is: make the filter only where there is a value`
    : `the code compares the values that it sends with texts of its own, and \`${name}\` may be one of them: make the filter only where it is not`;
}
