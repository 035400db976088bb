import { fetchClient } from './fetch.ts';
import { address, answerOf, type Client, methodIn, option, optionRef } from './client.ts';

/** undici's `request(url, options)`; its `fetch` is the platform's. */
export const undiciClient: Client = {
  id: 'undici',
  packages: ['undici'],
  call(use) {
    if (use.path.join('.') !== 'request') return fetchClient.call(use);
    const [url, options] = use.args;
    return answerOf(use, {
      client: 'undici',
      method: methodIn(use, options, 'GET'),
      url: address(use, url),
      query: [optionRef(use, options, 'query')],
      body: optionRef(use, options, 'body'),
      headers: [option(use, options, 'headers')],
      answer: [
        ['body', 'json()'],
        ['body', 'text()', 'JSON.parse()'],
      ],
    });
  },
};
