import { sortable } from '../api.ts';
import type { NewValue, Param, Query, Rewrite, ValueFact } from '../facts.ts';
import { operand } from './code.ts';

/** Old sort field -> today's, where it was renamed. */
const renamed = new Map([['created', 'createdAt']]);

/** True for a field by which users can be sorted today, under its old name or its new one. */
export const isSortable = (field: string): boolean => sortable.has(renamed.get(field) ?? field);

/** True for a field that has another name today. */
export const isRenamed = (field: string): boolean => renamed.has(field);

/** One parameter for both; where only one of them is always sent, that one has it, and the other changes it. */
export function sortFix(query: Query, params: readonly Param[], by: Param | undefined, order: Param | undefined): Rewrite {
  const both = newSort(by, order);
  const whole = query.replace(params, 'sort', both);
  if (!('blocked' in whole) || !by || !order) return whole;
  const ways = [
    by.value.text === undefined ? whole : query.override(by, order, 'sort', { alone: newSort(by, undefined), both }),
    order.value.text === undefined ? whole : query.override(order, by, 'sort', { alone: newSort(undefined, order), both }),
  ];
  return ways.find((way) => !('blocked' in way)) ?? whole;
}

/** What `sort` says for an old field and an old order. */
export function newSort(by: Param | undefined, order: Param | undefined): NewValue {
  const part = by === undefined ? 'name' : newField(by.value);
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
