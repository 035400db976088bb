import { members, type Piece, type Ref, type ResponseValue } from '../../trace/value.ts';
import { baseAddress } from '../http/axios.ts';
import { verbsWithBody } from '../arguments.ts';
import { functionsOf, linksAfter, resultsOf, rootOfChain } from '../chain.ts';
import { address, answerOf, argument, type Client, type ClientUse, configured, joined, optionRef } from '../client.ts';
import { tableOf } from '../../table.ts';

const verbs: Readonly<Record<string, string>> = tableOf({ onGet: 'get', onDelete: 'delete', onHead: 'head', onOptions: 'options', onPost: 'post', onPut: 'put', onPatch: 'patch', onAny: '' });

/** axios-mock-adapter: `new MockAdapter(instance).onGet(path, { params }).reply(200, body)`; paths stand below the instance's base. */
export const axiosMockAdapter: Client = {
  id: 'axios-mock-adapter',
  packages: ['axios-mock-adapter'],
  names: /^on(?:Get|Delete|Head|Options|Post|Put|Patch|Any)$/,
  call(use) {
    if (use.call.type === 'NewExpression') return configured(use);
    const verb = verbs[use.path.at(-1) ?? ''];
    if (verb === undefined || use.made.length === 0) return undefined;
    return answered(use, verb, base(use));
  },
  extend: (answer, method, use) => (/^(?:reply|replyOnce|passThrough|networkError|timeout|abortRequest)/.test(method) ? use.trace.evaluate(rootOfChain(use.call), use.frame) : answer),
};

function answered(use: ClientUse, verb: string, below: readonly Piece[]): ResponseValue {
  const hasBody = verbsWithBody.has(verb);
  return answerOf(use, {
    client: 'axios-mock-adapter',
    method: verb || undefined,
    url: joined(below, address(use, use.args[0])),
    query: [hasBody ? undefined : optionRef(use, use.args[1], 'params')],
    body: hasBody ? argument(use, 1) : undefined,
    answer: [],
    dropsUndefined: true,
    mock: { bodies: bodies(use) },
  });
}

/** The base address of the instance that the adapter was made for. */
function base(use: ClientUse): readonly Piece[] {
  const instance = use.made[0]?.node['arguments'][0];
  const values = instance ? members(use.trace.evaluate(instance, use.made[0]?.frame)) : [];
  return values.flatMap((value) => (value.kind === 'library' ? baseAddress({ ...use, made: value.made }) : []));
}

/** `.reply(200, body)`, `.replyOnce(200, body)`, `.reply((config) => [200, body])`. */
function bodies(use: ClientUse): Ref[] {
  return linksAfter(use.call, /^reply/)
    .filter((link) => /^reply(?:Once)?$/.test(link.name))
    .flatMap(({ args: [status, body] }) => {
      const made = functionsOf(use, status).flatMap(({ node, frame }) => resultsOf(node).flatMap((result): Ref[] => (result['elements']?.[1] ? [{ node: result['elements'][1], frame }] : [])));
      return body ? [{ node: body, frame: use.frame }] : made;
    });
}
