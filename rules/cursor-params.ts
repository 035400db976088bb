import { cursors } from '../src/api.ts';
import { defineRule, forwarded, forwardedMessage } from '../src/rule.ts';

export default defineRule({
  id: 'cursor-params',
  on: ['request', 'field', 'declared'],
  summary: '`startingAfter` and `endingBefore` became `next` and `prev`',
  source: 'https://qlik.dev/changelog/22-api-updates-users-groups-roles (deprecated query parameters)',
  words: ['startingAfter', 'endingBefore'],
  messages: {
    forwarded: forwardedMessage,
    renamed: '`{{old}}` was removed from the users API; send `{{new}}`, with the cursor from `links.{{new}}.href`.',
    id: "`{{old}}` was removed from the users API; send `{{new}}`. The value here is a user id: today's cursors come from `links.{{new}}.href`.",
    declared: '`{{old}}` was removed from the users API; declare `{{new}}`.',
    link: 'Links of the users API carry `{{new}}` instead of `{{old}}`.',
  },
  *check(fact) {
    if (fact.kind === 'field') {
      const to = cursors[fact.name];
      if (to && fact.place === 'link') yield { at: fact.at, message: 'link', data: { old: fact.name, new: to }, fix: fact.rewrite() };
      return;
    }
    if (fact.endpoint !== 'GET /users') return;
    if (fact.kind === 'declared') {
      const to = cursors[fact.name ?? ''];
      if (to) yield { at: fact.at, message: 'declared', data: { old: fact.name ?? '', new: to }, fix: fact.rename(to) };
      return;
    }
    yield* forwarded(fact.query, Object.keys(cursors));
    const params = fact.query.all(...Object.keys(cursors));
    const isBoth = new Set(params.filter((param) => !param.conditional && !param.value.isOptional?.()).map((param) => param.name)).size > 1;
    for (const param of params) {
      const to = cursors[param.name] as string;
      const fix = isBoth ? { blocked: 'both cursors are sent; only one is allowed' } : fact.query.all(to).length > 0 ? { blocked: `\`${to}\` is sent as well` } : param.rename(to);
      yield { at: param.at, message: param.value.origin === 'user-id' ? 'id' : 'renamed', data: { old: param.name, new: to }, fix };
    }
  },
});
