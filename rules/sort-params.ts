import { sortable } from '../src/api.ts';
import type { NewValue, Param, Query, Rewrite, ValueFact } from '../src/facts.ts';
import { defineRule, forwarded, forwardedMessage, isTwice, overLayers, type Problem, type Said } from '../src/rule.ts';

/** Old sort field -> today's, where it was renamed. */
const renamed = new Map([['created', 'createdAt']]);

export default defineRule({
  id: 'sort-params',
  on: ['request', 'declared'],
  summary: '`sortBy` and `sortOrder` became `sort`',
  source: 'https://qlik.dev/changelog/22-api-updates-users-groups-roles (deprecated query parameters)',
  words: ['sortBy', 'sortOrder', 'getUsers'],
  messages: {
    forwarded: forwardedMessage,
    replaced: '`{{old}}` left the users API; sort with `sort={{new}}`.',
    dynamic: '`{{old}}` left the users API; `sort` takes the field, with `-` in front for descending order.',
    implicit: 'Called without an argument, this sends `sortBy` and `sortOrder` by itself, which left the users API; say what to sort by.',
    declared: '`{{old}}` left the users API; declare `sort?: string`.',
    unsortable: 'The users API cannot sort by `{{field}}`; `sort` takes name, status, createdAt and a few more. Sort the list after reading it.',
  },
  *check(request) {
    if (request.kind === 'declared') {
      const isOld = request.endpoint === 'GET /users' && /^sort(?:By|Order)$/.test(request.name ?? '');
      if (isOld) yield { at: request.at, message: 'declared', data: { old: request.name ?? '', new: 'sort', field: '' }, fix: request.replace(['sortBy', 'sortOrder'], 'sort') };
      return;
    }
    if (request.endpoint !== 'GET /users') return;
    yield* forwarded(request.query, ['sortBy', 'sortOrder']);
    if (request.implicit?.names.includes('sortBy')) yield { at: request.at, message: 'implicit', fix: request.implicit.rewrite() };
    for (const params of request.query.together(request.query.all('sortBy', 'sortOrder'))) yield* checked(request.query, params);
  },
});

/** What is sent together becomes one parameter, or one in each of the objects that lie over each other. */
function* checked(query: Query, params: readonly Param[]): Iterable<Problem<'replaced' | 'dynamic' | 'unsortable'>> {
  const [by, order] = ['sortBy', 'sortOrder'].map((name) => params.find((param) => param.name === name));
  const [first] = params;
  if (!first) return;
  const old = [...new Set(params.map((param) => param.name))].join('` and `');
  const field = by?.value.text;
  if (field !== undefined && !sortable.has(renamed.get(field) ?? field)) {
    yield { at: (by ?? first).at, message: 'unsortable', data: { field, old, new: '' }, fix: { blocked: `\`${field}\` is not sortable any more` } };
    return;
  }
  const hasSort = query.all('sort').length > 0;
  const layered = isTwice(params) ? overLayers(query, params, 'sort', (said) => ({ reason: reasonIn(hasSort, said), value: newSort(said.get('sortBy'), said.get('sortOrder')) })) : undefined;
  const reason = besideUnnamed(query) ?? (layered ? undefined : isTwice(params) ? 'the same parameter is sent in more than one way' : blockedReason(hasSort, by, order));
  const fix = reason === undefined ? (layered?.fix ?? fixOf(query, params, by, order)) : { blocked: reason };
  // A table of parameters has the same one in each of its entries.
  const isAgain = ({ name, at }: Param): boolean => name === first.name && (at.file !== first.at.file || at.start !== first.at.start);
  const told = layered?.firsts ?? params.filter((param) => param === first || query.isApart(first, param) || isAgain(param));
  for (const param of told) {
    const value = layered?.newValue(param) ?? newSort(by, order);
    const isKnown = value.every((part) => typeof part === 'string');
    yield { at: param.at, message: isKnown ? 'replaced' : 'dynamic', data: { field: '', old, new: isKnown ? value.join('') : '' }, fix };
  }
}

/** Why what is said in one of several layers has to stay. */
function reasonIn(hasSort: boolean, said: Said): string | undefined {
  const field = said.get('sortBy')?.value.text;
  return field !== undefined && !sortable.has(renamed.get(field) ?? field) ? `\`${field}\` is not sortable any more` : blockedReason(hasSort, said.get('sortBy'), said.get('sortOrder'));
}

/** One parameter for both; where only one of them is always sent, that one has it, and the other changes it. */
function fixOf(query: Query, params: readonly Param[], by: Param | undefined, order: Param | undefined): Rewrite {
  const both = newSort(by, order);
  const whole = query.replace(params, 'sort', both);
  if (!('blocked' in whole) || !by || !order) return whole;
  const ways = [
    by.value.text === undefined ? whole : query.override(by, order, 'sort', { alone: newSort(by, undefined), both }),
    order.value.text === undefined ? whole : query.override(order, by, 'sort', { alone: newSort(undefined, order), both }),
  ];
  return ways.find((way) => !('blocked' in way)) ?? whole;
}

/** Code that may stand in front of `===`. */
const operand = (code: string): string => (/^[\w$.]+(?:\([^()]*\))?$/.test(code) || isBracketed(code) ? code : `(${code})`);

/** True for code that one pair of brackets holds together. */
function isBracketed(code: string): boolean {
  let depth = 0;
  return code.startsWith('(') && [...code].every((char, index) => (depth += char === '(' ? 1 : char === ')' ? -1 : 0) > 0 || index === code.length - 1) && depth === 0;
}

function newSort(by: Param | undefined, order: Param | undefined): NewValue {
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

/** Who sends any name may send the other half of the old pair, beside which `sort` may not stand. */
const besideUnnamed = (query: Query): string | undefined => (query.isUnnamed ? 'a parameter is sent whose name is only known at run time, and `sort` may not stand beside an old one' : undefined);

function blockedReason(hasSort: boolean, by: Param | undefined, order: Param | undefined): string | undefined {
  if (hasSort) return '`sort` is sent as well, and which of them wins is not documented';
  if ([by, order].some((param) => param?.value.type === 'other' || param?.value.type === 'number')) return 'the value is no string';
  const lost = by?.value.named?.find((choice) => !sortable.has(renamed.get(choice) ?? choice));
  if (by?.value.text === undefined && lost !== undefined) return `the field may be \`${lost}\`, by which users cannot be sorted any more`;
  if (by && by.value.text === undefined && !by.value.pure && by.value.named?.some((choice) => renamed.has(choice))) return 'the sort field is computed with side effects';
  if (by && by.value.text === undefined && by.value.nullish === 'maybe') return 'the sort field may be undefined';
  if (order && by?.value.leftOut?.()) return 'the code may leave the sort field out by its value, and sends the order all the same';
  if (order && order.value.text === undefined && !order.value.pure) return 'the order is computed with side effects';
  if ((by && by.value.text === undefined && by.value.code === undefined) || (order && order.value.text === undefined && order.value.code === undefined)) return 'the value cannot be read';
  return undefined;
}
