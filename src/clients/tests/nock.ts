import type { Ref, ResponseValue } from '../../trace/value.ts';
import { functionsOf, type Link, linksAfter, resultsOf, rootOfChain } from '../chain.ts';
import { address, answerOf, argument, type Client, type ClientUse, configured, httpVerbs, joined } from '../client.ts';

/** nock: `nock(host).get(path).query({…}).reply(200, body)`; each verb of a scope is one request. */
export const nock: Client = {
  id: 'nock',
  packages: ['nock'],
  names: /^(?:intercept|merge)$/,
  call(use) {
    const name = use.path.at(-1);
    if (name === undefined || name === 'nock') return configured(use);
    if (use.made.length === 0) return undefined;
    return httpVerbs.has(name) ? interceptor(use, name, hostOf(use.made[0])) : configured(use);
  },
  extend(answer, method, use) {
    if (!/^reply/.test(method)) return answer;
    const root = rootOfChain(use.call);
    return use.trace.evaluate(root, use.frame);
  },
};

const hostOf = (scope: Ref | undefined): Ref | undefined => scope?.node['arguments'][0] && { node: scope.node['arguments'][0], frame: scope.frame };

function interceptor(use: ClientUse, verb: string, host: Ref | undefined): ResponseValue {
  const { trace, frame } = use;
  const base = host ? address({ ...use, frame: host.frame }, host.node) : [];
  const links = linksAfter(use.call, /^reply/);
  const query = links.filter((link) => link.name === 'query').map((link): Ref | undefined => link.args[0] && { node: link.args[0], frame });
  const bodies = links.filter((link) => link.name === 'reply').flatMap((link) => replyBodies(use, link));
  return answerOf({ ...use, trace }, { client: 'nock', method: verb, url: joined(base, address(use, use.args[0])), query, body: argument(use, 1), answer: [], mock: { bodies } });
}

/** `.reply(200, body)`, `.reply(200, () => body)`, `.reply(() => [200, body])`. */
function replyBodies(use: ClientUse, { args }: Link): Ref[] {
  const [status, body] = args;
  const whole = functionsOf(use, status).flatMap(({ node, frame }) => resultsOf(node).flatMap((result) => (result['elements']?.[1] ? [{ node: result['elements'][1], frame }] : [])));
  const made = functionsOf(use, body).flatMap(({ node, frame }) => resultsOf(node).map((result) => ({ node: result, frame })));
  if (whole.length > 0 || made.length > 0) return [...whole, ...made];
  return body ? [{ node: body, frame: use.frame }] : [];
}
