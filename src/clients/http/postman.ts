import { memberOf } from '../../trace/members.ts';
import type { Ref, ResponseValue } from '../../trace/value.ts';
import { addressAt, here, isObject } from '../arguments.ts';
import { address, answerOf, type Client, type ClientUse, findMember, methodIn, option, optionRef } from '../client.ts';

/** Scripts of Postman: `pm.sendRequest(request, (error, response) => …)`. What `pm.response` answers stands in the collection, outside of the script. */
export const postman: Client = {
  id: 'postman',
  packages: ['global'],
  globals: ['pm'],
  call: (use) => (use.path.join('.') === 'pm.sendRequest' ? requested(use) : undefined),
  callback: (use, argument, parameter) => (use.path.join('.') === 'pm.sendRequest' && argument === 1 && parameter === 1 ? requested(use) : undefined),
};

function requested(use: ClientUse): ResponseValue {
  const [first] = use.args;
  const isSettings = isObject(use, first);
  const settings = isSettings ? first : undefined;
  const url = isSettings ? addressAt(use, optionRef(use, settings, 'url')) : address(use, first);
  return answerOf(use, {
    client: 'postman',
    method: settings ? methodIn(use, settings, 'GET') : 'GET',
    url,
    body: rawBody(use, optionRef(use, settings, 'body')),
    headers: [option(use, settings, 'header')],
    answer: [['json()'], ['text()', 'JSON.parse()']],
  });
}

/** `body: { mode: 'raw', raw: text }`, or the text itself. */
function rawBody(use: ClientUse, body: Ref | undefined): Ref | undefined {
  if (!body) return undefined;
  const value = use.trace.value(body);
  return memberOf(use.trace, value, 'mode', here(use)).kind === 'text' ? findMember(use.trace, value, 'raw') : body;
}
