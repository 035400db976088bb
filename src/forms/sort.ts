import { sortable } from '../api.ts';
import type { NewValue, Param, Query, Rewrite, ValueFact } from '../facts.ts';
import { asCode, operand } from './code.ts';
import { mayBeMissing, sentTest } from './missing.ts';

/** Old sort field -> today's, where it was renamed. */
const renamed = new Map([['created', 'createdAt']]);

/** True for a field by which users can be sorted today, under its old name or its new one. */
export const isSortable = (field: string): boolean => sortable.has(renamed.get(field) ?? field);

/** True for a field that has another name today. */
export const isRenamed = (field: string): boolean => renamed.has(field);

/** One parameter for both; where only one of them is always sent, that one has it, and the other changes it. */
export function sortFix(query: Query, params: readonly Param[], by: Param | undefined, order: Param | undefined): Rewrite {
  if (by && order && mayBeMissing(by)) return query.replace(params, 'sort', sortOfSome(by, order));
  const both = newSort(by, order);
  const whole = query.replace(params, 'sort', both);
  if (!('blocked' in whole) || !by || !order) return whole;
  const ways = [
    by.value.text === undefined ? whole : query.override(by, order, 'sort', { alone: newSort(by, undefined), both }),
    order.value.text === undefined ? whole : query.override(order, by, 'sort', { alone: newSort(undefined, order), both }),
  ];
  const isOpen = params.length === 2 && ways.every((way) => 'blocked' in way);
  const gathered = isOpen ? query.gather([by, order], 'sort', ([byTest, orderTest]) => [...directionWhere(order, orderTest), fieldWhere(by, byTest)]) : whole;
  return [...ways, gathered].find((way) => !('blocked' in way)) ?? (whole.blocked.endsWith('different conditions') ? gathered : whole);
}

/** What is left out as well where the field is missing and no order is sent. */
function sortOfSome(by: Param, order: Param): NewValue {
  const [byTest, orderTest] = [sentTest(by), sentTest(order)];
  const value = [...directionWhere(order, orderTest), fieldWhere(by, byTest)];
  return orderTest === undefined ? value : [{ code: `${byTest} || ${orderTest} ? ${asCode(value)} : undefined` }];
}

/** `-` where an order is sent and says so. */
function directionWhere({ value: { text, code = '' } }: Param, test: string | undefined): NewValue {
  if (text !== undefined) return text.toLowerCase() !== 'desc' ? [] : test === undefined ? ['-'] : [plainCode(`${test} ? '-' : ''`)];
  const isSaid = test === undefined || asksFor(test, code) !== undefined;
  return [plainCode(`${isSaid ? '' : `${test} && `}${operand(code)} === 'desc' ? '-' : ''`)];
}

/** The field where one is sent, and otherwise the one by which the old list was sorted. */
function fieldWhere({ value }: Param, test: string | undefined): NewValue[number] {
  const field = newField(value);
  if (test === undefined || field === byDefault) return field;
  if (typeof field === 'string') return plainCode(`${test} ? '${field}' : '${byDefault}'`);
  const or = field.code === value.code && field.urlCode === value.code ? asksFor(test, value.code ?? '') : undefined;
  const chosen = (code: string): string => (or ? `${operand(code)} ${or} '${byDefault}'` : `${test} ? ${operand(code)} : '${byDefault}'`);
  return { code: chosen(field.code), urlCode: chosen(field.urlCode ?? `encodeURIComponent(${field.code})`) };
}

/** The field by which the list is sorted where none is named. */
const byDefault = 'name';

const plainCode = (code: string): NewValue[number] => ({ code, urlCode: code });

/** The operator by which something else is taken where the test of this code does not hold; undefined for a test of another kind. */
function asksFor(test: string, code: string): '||' | '??' | undefined {
  if (test === code) return '||';
  return [`${code} != null`, `${code} !== undefined`].includes(test) ? '??' : undefined;
}

/** What `sort` says for an old field and an old order. */
export function newSort(by: Param | undefined, order: Param | undefined): NewValue {
  const part = by === undefined ? byDefault : newField(by.value);
  if (!order || order.value.text !== undefined) return [...(order?.value.text?.toLowerCase() === 'desc' ? ['-'] : []), part];
  const direction = `${operand(order.value.code ?? '')} === 'desc' ? '-' : ''`;
  return [{ code: direction, urlCode: direction }, part];
}

/** The field as it is; where a call passes a name that is another one today, or where nothing is known of what is passed, the code asks for it. */
function newField({ text, code = '', urlCode = code, named: names = [], isSingle: isDeclared = false, pure }: ValueFact): NewValue[number] {
  if (text !== undefined) return renamed.get(text) ?? text;
  const old = names.length > 0 || isDeclared || !pure ? names.filter((name) => renamed.has(name)) : [...renamed.keys()];
  const named = (otherwise: string): string => old.reduce((rest, name) => `${operand(code)} === '${name}' ? '${renamed.get(name)}' : ${rest}`, otherwise);
  return { code: named(code), urlCode: named(urlCode) };
}
