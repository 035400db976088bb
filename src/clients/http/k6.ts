import { callbackResult } from '../../trace/methods.ts';
import { memberOf } from '../../trace/members.ts';
import { literalText, type ResponseValue, type Value } from '../../trace/value.ts';
import { verbsWithBody } from '../arguments.ts';
import { address, answerOf, argument, type Client, type ClientUse, httpVerbs, methodOf, option } from '../client.ts';

/** k6: `http.get(url, params)`, `http.post(url, body, params)`, `http.request(method, url, body, params)`; `check` hands its answer to each of its tests. */
export const k6: Client = {
  id: 'k6',
  packages: ['k6/http', 'k6'],
  names: /^(?:del|request|asyncRequest)$/,
  call(use) {
    const name = use.path.at(-1);
    const [, body] = use.args;
    if (use.library?.name === 'k6') return name === 'group' && body ? callbackResult(use.trace, body, use.call, use.frame) : undefined;
    return requested(use, name === 'del' ? 'delete' : (name ?? ''));
  },
  callback(use, argumentIndex, parameter) {
    const [checked] = use.args;
    return use.path.at(-1) === 'check' && argumentIndex === 1 && parameter === 0 && checked ? use.trace.evaluate(checked, use.frame) : undefined;
  },
  extend: (answer, method, use) => (method === 'json' && use.args.length > 0 ? selected(answer, use) : undefined),
};

function requested(use: ClientUse, name: string): ResponseValue | undefined {
  const isNamed = name === 'request' || name === 'asyncRequest';
  const method = isNamed ? use.args[0] && methodOf(use.trace.evaluate(use.args[0], use.frame)) : name;
  if (!isNamed && !httpVerbs.has(name)) return undefined;
  const at = isNamed ? 1 : 0;
  const hasBody = isNamed || verbsWithBody.has(name) || name === 'delete';
  const settings = use.args[hasBody ? at + 2 : at + 1];
  const sent = use.args[at + 1];
  const body = hasBody && sent && sent.type !== 'NullLiteral' ? argument(use, at + 1) : undefined;
  return answerOf(use, { client: 'k6', method, url: address(use, use.args[at]), body, headers: [option(use, settings, 'headers')], answer: [['json()'], ['body', 'JSON.parse()']] });
}

/** `answer.json('data.0.name')`: a part of the body. */
function selected(answer: ResponseValue, use: ClientUse): Value | undefined {
  const [selector] = use.args;
  const path = selector && literalText(use.trace.evaluate(selector, use.frame));
  if (!path || !/^[\w.]+$/.test(path)) return undefined;
  const at = { node: use.call, frame: use.frame };
  const body = use.trace.answered(answer, 'json()', use.call);
  return path.split('.').reduce<Value>((value, part) => (/^\d+$/.test(part) ? use.trace.element(value, use.call, use.frame) : memberOf(use.trace, value, part, at)), body);
}
