import type { Param, Query } from '../src/facts.ts';
import { isRenamed, isSortable, newSort, sortFix } from '../src/forms/sort.ts';
import { mayBeMissing } from '../src/forms/missing.ts';
import { defineRule, forwarded, forwardedMessage, isTwice, overLayers, type Problem, type Said } from '../src/rule.ts';

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
  if (field !== undefined && !isSortable(field)) {
    yield { at: (by ?? first).at, message: 'unsortable', data: { field, old, new: '' }, fix: { blocked: `\`${field}\` is not sortable any more` } };
    return;
  }
  const hasSort = query.all('sort').length > 0;
  const layered = isTwice(params) ? overLayers(query, params, 'sort', (said) => ({ reason: reasonIn(hasSort, said), value: newSort(said.get('sortBy'), said.get('sortOrder')) })) : undefined;
  const reason = besideUnnamed(query) ?? (layered ? undefined : isTwice(params) ? 'the same parameter is sent in more than one way' : blockedReason(hasSort, by, order));
  const fix = reason === undefined ? (layered?.fix ?? sortFix(query, params, by, order)) : { blocked: reason };
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
  return field !== undefined && !isSortable(field) ? `\`${field}\` is not sortable any more` : blockedReason(hasSort, said.get('sortBy'), said.get('sortOrder'));
}

/** Who sends any name may send the other half of the old pair, beside which `sort` may not stand. */
const besideUnnamed = (query: Query): string | undefined => (query.isUnnamed ? 'a parameter is sent whose name is only known at run time, and `sort` may not stand beside an old one' : undefined);

function blockedReason(hasSort: boolean, by: Param | undefined, order: Param | undefined): string | undefined {
  if (hasSort) return '`sort` is sent as well, and which of them wins is not documented';
  if ([by, order].some((param) => param?.value.type === 'other' || param?.value.type === 'number')) return 'the value is no string';
  const lost = by?.value.named?.find((choice) => !isSortable(choice));
  if (by?.value.text === undefined && lost !== undefined) return `the field may be \`${lost}\`, by which users cannot be sorted any more`;
  if (by && by.value.text === undefined && !by.value.pure && by.value.named?.some((choice) => isRenamed(choice))) return 'the sort field is computed with side effects';
  const leftOut = by?.value.leftOut?.();
  const isOptional = by !== undefined && mayBeMissing(by) && (leftOut === undefined || leftOut === 'empty');
  if (by && by.value.text === undefined && by.value.nullish === 'maybe' && !isOptional) return 'the sort field may be undefined';
  if (order && leftOut && !isOptional) return 'the code may leave the sort field out by its value, and sends the order all the same';
  if (order && order.value.text === undefined && !order.value.pure) return 'the order is computed with side effects';
  if ((by && by.value.text === undefined && by.value.code === undefined) || (order && order.value.text === undefined && order.value.code === undefined)) return 'the value cannot be read';
  return undefined;
}
