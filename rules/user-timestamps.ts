import { renamedFields } from '../src/api.ts';
import type { Param } from '../src/facts.ts';
import { defineRule, listedAt } from '../src/rule.ts';
import { tableOf } from '../src/table.ts';

const { created, lastUpdated } = renamedFields['User'] ?? {};
const renamed: Readonly<Record<string, string | undefined>> = tableOf({ created, lastUpdated });

export default defineRule({
  id: 'user-timestamps',
  on: ['request', 'field'],
  summary: 'the user attributes `created` and `lastUpdated` became `createdAt` and `lastUpdatedAt`',
  source: 'https://qlik.dev/changelog/22-api-updates-users-groups-roles (deprecated attributes)',
  words: ['created', 'lastUpdated'],
  messages: {
    renamed: '`{{old}}` was removed from users; it is `{{new}}` now.',
    field: '`fields` asks for `{{old}}`, which was removed; ask for `{{new}}`.',
    sort: '`sort` by `{{old}}` is not known any more; use `{{new}}`.',
  },
  *check(fact) {
    if (fact.kind === 'field') {
      const to = renamed[fact.name];
      if (to) yield { at: fact.at, message: 'renamed', data: { old: fact.name, new: to }, fix: fact.rewrite() };
      return;
    }
    for (const param of fact.query.all('fields')) {
      const old = listed(param).find((name) => renamed[name]);
      const to = [...new Set(listed(param).map((name) => renamed[name] ?? name))].join(',');
      if (old) yield { at: listedAt(param, old), message: 'field', data: { old, new: renamed[old] as string }, fix: fact.query.setValue(param, [to]) };
    }
    for (const param of fact.endpoint === 'GET /users' ? fact.query.all('sort') : []) {
      const [, sign = '', name = ''] = /^([+-]?)(\w+)$/.exec(param.value.text?.trim() ?? '') ?? [];
      if (name === 'created') yield { at: param.at, message: 'sort', data: { old: name, new: 'createdAt' }, fix: fact.query.setValue(param, [`${sign === '-' ? '-' : ''}createdAt`]) };
      if (name === 'lastUpdated') yield { at: param.at, message: 'sort', data: { old: name, new: 'createdAt' }, fix: { blocked: 'users cannot be sorted by their last update' } };
    }
  },
});

function listed(param: Param): string[] {
  return param.value.text?.split(',').map((name) => name.trim()) ?? [];
}
