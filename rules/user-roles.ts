import { defineRule, listedAt } from '../src/rule.ts';

export default defineRule({
  id: 'user-roles',
  on: ['request', 'field'],
  summary: 'the user attribute `roles` became `assignedRoles`',
  source: 'https://qlik.dev/changelog/22-api-updates-users-groups-roles (deprecated attributes)',
  words: ['roles'],
  messages: {
    read: '`roles` was removed from users; `assignedRoles` lists objects with `id` and `name`.',
    declared: '`roles` was removed from users; declare `assignedRoles`, a list of objects with `name`.',
    mock: '`roles` was removed from users; what stands for one has `assignedRoles`, a list of objects with `name`.',
    written: '`roles` is not accepted when creating a user any more; send `assignedRoles` with role names as objects.',
    field: '`fields` asks for `roles`, which was removed; ask for `assignedRoles`.',
  },
  *check(fact) {
    if (fact.kind === 'field') {
      if (fact.name === 'roles') yield { at: fact.at, message: /^(?:type|schema)$/.test(fact.place) ? 'declared' : fact.place === 'mock' ? 'mock' : 'read', fix: fact.rewrite() };
      return;
    }
    const written = fact.endpoint === 'POST /users' ? (fact.body?.roles ?? []) : [];
    for (const roles of written) yield { at: roles.at, message: 'written', fix: roles.hasNewName ? { blocked: '`assignedRoles` is sent as well' } : roles.rename() };
    for (const param of fact.query.all('fields')) {
      const listed = param.value.text?.split(',').map((name) => name.trim());
      if (listed?.includes('roles')) yield { at: listedAt(param, 'roles'), message: 'field', fix: fact.query.setValue(param, [[...new Set(listed.map((name) => (name === 'roles' ? 'assignedRoles' : name)))].join(',')]) };
    }
  },
});
