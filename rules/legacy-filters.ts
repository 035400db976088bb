import { filterAttributes } from '../src/api.ts';
import type { NewValue, Param, Query, Rewrite, UsersRequest } from '../src/facts.ts';
import { allOf, filterOfSome, leftOutReason, merged, shown, someOf, type Term, termOf } from '../src/forms/filter.ts';
import { mayBeMissing } from '../src/forms/missing.ts';
import { defineRule, forwarded, forwardedMessage, isTwice, overLayers, type Problem } from '../src/rule.ts';

const names = Object.keys(filterAttributes);

export default defineRule({
  id: 'legacy-filters',
  on: ['request', 'declared'],
  summary: '`subject`, `email`, `status` and `role` became `filter`',
  source: 'https://qlik.dev/changelog/22-api-updates-users-groups-roles (deprecated query parameters)',
  words: [...names, 'getUsers'],
  messages: {
    forwarded: forwardedMessage,
    filtered: '`{{old}}` was removed from the users API; use `filter`, here {{new}}.',
    implicit: 'Called without an argument, this sends `status=active` by itself, which was removed from the users API; use `filter`.',
    declared: '`{{old}}` was removed from the users API; declare `filter?: string`.',
    active: '`{{old}}` was removed from the users API; use `filter`, here {{new}}. The old list returned active users only unless `status` was given; `filter` returns all.',
  },
  *check(request, options) {
    if (request.kind === 'declared') {
      const isOld = request.endpoint === 'GET /users' && names.includes(request.name ?? '');
      if (isOld) yield { at: request.at, message: 'declared', data: { old: request.name ?? '', new: 'filter' }, fix: request.replace(names, 'filter') };
      return;
    }
    if (request.endpoint !== 'GET /users') return;
    yield* forwarded(request.query, names);
    if (request.implicit?.names.includes('status')) yield { at: request.at, message: 'implicit', fix: request.implicit.rewrite() };
    for (const params of request.query.together(request.query.all(...names))) yield* checked(request, params, options.keepActiveDefault);
  },
});

/** What is sent together becomes one filter, or one in each of the objects that lie over each other. */
function* checked({ query, mockOf }: UsersRequest, params: readonly Param[], keepActiveDefault: boolean): Iterable<Problem<'filtered' | 'active'>> {
  const hasStatus = params.some((param) => param.name === 'status');
  const isActive = keepActiveDefault && !hasStatus;
  const termsOf = (sent: readonly Param[]): Term[] => names.flatMap((name) => sent.filter((param) => param.name === name)).map((param) => ({ param, value: merged(termOf(param, !!mockOf?.open.has(param.name))) }));
  const active = (sent: readonly Param[]): NewValue[] => (keepActiveDefault && sent.every(({ name }) => name !== 'status') ? [['status eq "active"']] : []);
  const filterOf = (sent: readonly Param[]): NewValue => allOf([...termsOf(sent).map(({ value }) => value), ...active(sent)]);
  const whole = filterOf(params);
  const isSome = !isTwice(params) && params.some(mayBeMissing);
  const inOne = isTwice(params) ? undefined : isSome ? query.replace(params, 'filter', filterOfSome(termsOf(params), active(params))) : isActive ? query.replace(params, 'filter', whole) : someOf(query, termsOf(params));
  const layered = inOne && !('blocked' in inOne) ? undefined : overLayers(query, params, 'filter', (said) => ({ reason: reasonFor([...said.values()], false), value: filterOf([...said.values()]) }));
  const reason = reasonOf(query) ?? (layered ? undefined : reasonFor(params, isSome));
  const fix: Rewrite = reason === undefined ? (layered?.fix ?? inOne ?? []) : { blocked: reason };
  const message = hasStatus || isActive ? 'filtered' : 'active';
  for (const param of params) yield { at: param.at, message, data: { old: param.name, new: shown(layered?.newValue(param) ?? whole) }, fix };
}

/** `:subject`, `{email}`, `%s`: something else takes its place before the request is sent. */
const placeholder = /^(?::\w+|\{\{?[\w.]+\}?\}|%[sdj]|<\w+>|\[\w+\]|\$\w+|__\w+__)$/;

function reasonOf(query: Query): string | undefined {
  if (query.all('filter').length > 0) return '`filter` is sent as well, and the two may not be combined';
  return query.isUnnamed ? 'a parameter is sent whose name is only known at run time, and `filter` may not stand beside an old one' : undefined;
}

/** `isSome`: what may be missing is left out of the filter. */
function reasonFor(params: readonly Param[], isSome: boolean): string | undefined {
  if (isTwice(params)) return 'the same parameter is sent in more than one way';
  if (params.length > 1 && params.some(({ value }) => !value.pure)) return 'the values are computed with side effects';
  for (const param of params) {
    const { name, value } = param;
    const leftOut = value.leftOut?.();
    if (leftOut && !(isSome && leftOut === 'empty' && mayBeMissing(param))) return leftOutReason(name, leftOut);
    if (value.text !== undefined && placeholder.test(value.text)) return `the value of \`${name}\` is a placeholder that is filled in later`;
    if (name === 'status' && value.text !== undefined && /^[\s,]*$/.test(value.text)) return 'no status is named, and a filter would have nothing to compare with';
    if (value.text !== undefined) continue;
    if (value.code === undefined) return `the value of \`${name}\` cannot be read`;
    if (value.type === 'array') return `\`${name}\` is a list, which clients write in different ways`;
    if (value.type === 'other' || (value.type === 'number' && name === 'status')) return `\`${name}\` is no string`;
    if (value.nullish === 'maybe' && !(isSome && mayBeMissing(param))) return `\`${name}\` may be undefined, and a filter would then match nobody`;
  }
  return undefined;
}
