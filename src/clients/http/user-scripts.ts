import { addressAt } from '../arguments.ts';
import { answerOf, type Client, type ClientUse, methodIn, option, optionRef } from '../client.ts';
import type { ResponseValue } from '../../trace/value.ts';

/** Scripts that a browser's user manager runs in pages: `GM_xmlhttpRequest({ url, onload })`, `await GM.xmlHttpRequest({ url })`. */
export const userScripts: Client = {
  id: 'user-scripts',
  packages: ['global'],
  globals: ['GM_xmlhttpRequest', 'GM'],
  names: /^(?:GM_xmlhttpRequest|xmlHttpRequest)$/,
  call: (use) => (/^(?:GM_xmlhttpRequest|xmlHttpRequest)$/.test(use.path.at(-1) ?? '') ? asked(use) : undefined),
  callback: (use, _argument, parameter, within) => (parameter === 0 && within[0] === 'onload' ? asked(use) : undefined),
};

function asked(use: ClientUse): ResponseValue {
  const [settings] = use.args;
  return answerOf(use, {
    client: 'user-scripts',
    method: methodIn(use, settings, 'GET'),
    url: addressAt(use, optionRef(use, settings, 'url')),
    body: optionRef(use, settings, 'data'),
    headers: [option(use, settings, 'headers')],
    answer: [['responseText', 'JSON.parse()'], ['response'], ['response', 'JSON.parse()']],
  });
}
