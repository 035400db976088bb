import { defineRule } from '../src/rule.ts';

export default defineRule({
  id: 'users-metadata',
  on: ['request', 'declared'],
  summary: '`GET /users/metadata` became `GET /roles`',
  source: 'https://qlik.dev/changelog/22-api-updates-users-groups-roles (new roles API)',
  words: ['metadata', 'valid_roles', 'getMetadata', 'getUsersMetadata'],
  messages: {
    replaced: '`GET /users/metadata` was removed; role names come from `GET /roles`, which only tenant admins may call and which gives at most 100 roles a page.',
    reader: '`valid_roles` was part of `GET /users/metadata`, which was removed; `GET /roles` lists roles as objects in `data`.',
  },
  *check(request) {
    if (request.kind === 'declared') {
      if (request.endpoint === 'GET /users/metadata') yield { at: request.at, message: 'replaced', fix: request.rename('roles') };
      return;
    }
    if (!request.metadata) return;
    const fix = request.metadata.rewrite();
    yield { at: request.pathAt, message: 'replaced', fix };
    for (const at of request.metadata.reads) yield { at, message: 'reader', fix };
  },
});
