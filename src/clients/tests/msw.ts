import { isMember, memberName, unwrap } from '../../source/ast.ts';
import type { ResponseValue, Value } from '../../trace/value.ts';
import { functionsOf, isOwn, queryReads, responseBodies } from '../chain.ts';
import { address, answerOf, type Client, type ClientUse, httpVerbs } from '../client.ts';

/** Mock Service Worker: `http.get(path, resolver)` of 2.x, `rest.get(path, (req, res, ctx) => …)` of 0.x and 1.x. */
export const msw: Client = {
  id: 'msw',
  packages: ['msw'],
  call(use) {
    return mocked(use);
  },
  alikeNames: /^(?:get|delete|head|options|post|put|patch|all)$/,
  /** `rest.get('*\/api/v1/users', resolver)` of helpers of one's own: servers are not given addresses like that. */
  alike(use) {
    const callee = unwrap(use.call['callee']);
    const verb = isMember(callee) ? memberName(callee) : undefined;
    const [first] = verb === undefined ? [] : address(use, use.args[0]);
    return verb !== undefined && first?.kind === 'literal' && /^(?:\*\/|https?:\/\/)/.test(first.text) && isOwn(use) && functionsOf(use, use.args[1]).length > 0 ? answered(use, verb) : undefined;
  },
  /** `({ request }) => …`, and `(req, res, ctx) => …`: what was sent. */
  callback(use, argument, parameter): Value | undefined {
    const made = argument === 1 && parameter === 0 ? mocked(use) : undefined;
    const sent = made && ({ ...made, request: { ...made.request, isSent: true, answer: [['json()'], ['text()', 'JSON.parse()'], ['body']] } } satisfies ResponseValue);
    return sent && (use.path[0] === 'http' ? { kind: 'record', members: { request: sent } } : sent);
  },
};

function mocked(use: ClientUse): ResponseValue | undefined {
  const [area, verb = ''] = use.path;
  return area === 'http' || area === 'rest' ? answered(use, verb) : undefined;
}

function answered(use: ClientUse, verb: string): ResponseValue | undefined {
  if (!httpVerbs.has(verb) && verb !== 'all') return undefined;
  const resolvers = functionsOf(use, use.args[1]);
  return answerOf(use, { client: 'msw', method: verb === 'all' ? undefined : verb, url: address(use, use.args[0]), answer: [], mock: { bodies: resolvers.flatMap(responseBodies), reads: resolvers.flatMap(queryReads), rolesPath: 'roles' } });
}
