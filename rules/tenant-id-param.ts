import { defineRule, forwarded, forwardedMessage } from '../src/rule.ts';

export default defineRule({
  id: 'tenant-id-param',
  on: ['request', 'declared'],
  summary: 'the query parameter `tenantId` was dropped',
  source: 'https://qlik.dev/changelog/22-api-updates-users-groups-roles (deprecated query parameters)',
  words: ['tenantId'],
  messages: {
    forwarded: forwardedMessage,
    dropped: 'The query parameter `tenantId` was removed from the users API; the host names the tenant. `tenantId` on the user object stays.',
  },
  *check(request) {
    if (request.endpoint !== 'GET /users' && request.endpoint !== 'GET /users/actions/count') return;
    if (request.kind === 'declared') {
      if (request.name === 'tenantId') yield { at: request.at, message: 'dropped', fix: request.remove() };
      return;
    }
    yield* forwarded(request.query, ['tenantId']);
    for (const param of request.query.all('tenantId')) {
      yield { at: param.at, message: 'dropped', fix: param.value.pure ? param.remove() : { blocked: 'computing the value has side effects' } };
    }
  },
});
