import { describe, expect, it } from 'vitest';
import { parseSource } from '../src/source/source.ts';
import { fixTexts, lintTexts } from './harness/memory-files.ts';

const users = 'https://acme.eu.qlikcloud.com/api/v1/users';

/** Ways of calling with a complete address. `url` is an expression. */
const byAddress: Record<string, (url: string) => string> = {
  fetch: (url) => `export const r = fetch(${url});\n`,
  'window.fetch': (url) => `export const r = window.fetch(${url}, { credentials: 'include' });\n`,
  'a Request': (url) => `export const r = fetch(new Request(${url}));\n`,
  'node-fetch': (url) => `import fetch from 'node-fetch';\nexport const r = fetch(${url});\n`,
  'undici request': (url) => `import { request } from 'undici';\nexport const r = request(${url});\n`,
  'undici fetch': (url) => `import { fetch as get } from 'undici';\nexport const r = get(${url});\n`,
  'axios.get': (url) => `import axios from 'axios';\nexport const r = axios.get(${url});\n`,
  'axios(url)': (url) => `const axios = require('axios');\nmodule.exports = axios(${url});\n`,
  'axios({ url })': (url) => `import axios from 'axios';\nexport const r = axios({ method: 'get', url: ${url} });\n`,
  'axios.request': (url) => `import * as axios from 'axios';\nexport const r = axios.default.request({ url: ${url} });\n`,
  got: (url) => `import got from 'got';\nexport const r = got(${url}).json();\n`,
  'got.extend': (url) => `import got from 'got';\nconst client = got.extend({ retry: { limit: 0 } });\nexport const r = client.get(${url});\n`,
  ky: (url) => `import ky from 'ky';\nexport const r = ky.get(${url}).json();\n`,
  'ky.create': (url) => `import ky from 'ky';\nconst api = ky.create({ timeout: 1 });\nexport const r = api(${url});\n`,
  superagent: (url) => `import request from 'superagent';\nexport const r = request.get(${url}).set('Accept', 'application/json');\n`,
  'https.get': (url) => `import { get } from 'node:https';\nget(${url}, (res) => res.resume());\n`,
  'https.request': (url) => `const https = require('https');\nhttps.request(${url}, { method: 'GET' }, (res) => res.resume()).end();\n`,
  '$.get': (url) => `$.get(${url}, function (body) { console.log(body.data.length); });\n`,
  '$.getJSON': (url) => `jQuery.getJSON(${url}).done((body) => console.log(body.data.length));\n`,
  "a wrapper of one's own": (url) => `async function load(address, init) {\n  const res = await fetch(address, init);\n  return res.json();\n}\nexport const r = load(${url});\n`,
};

/** Ways of calling with the parameters beside the address. `params` is an expression. */
const byParams: Record<string, (params: string) => string> = {
  'axios params': (params) => `import axios from 'axios';\nexport const r = axios.get('${users}', { params: ${params} });\n`,
  'an axios instance': (params) => `import axios from 'axios';\nconst api = axios.create({ baseURL: 'https://acme.eu.qlikcloud.com/api/v1' });\nexport const r = api.get('/users', { params: ${params} });\n`,
  'axios config': (params) => `import axios from 'axios';\nexport const r = axios({ url: '${users}', params: ${params} });\n`,
  'got searchParams': (params) => `import got from 'got';\nexport const r = got('${users}', { searchParams: ${params} });\n`,
  'got with a prefix': (params) => `import got from 'got';\nconst api = got.extend({ prefixUrl: 'https://acme.eu.qlikcloud.com/api/v1' });\nexport const r = api('users', { searchParams: ${params} });\n`,
  'ky searchParams': (params) => `import ky from 'ky';\nexport const r = ky('${users}', { searchParams: ${params} });\n`,
  'ky with a prefix': (params) => `import ky from 'ky';\nconst api = ky.extend({ prefixUrl: 'https://acme.eu.qlikcloud.com/api/v1/' });\nexport const r = api.get('users', { searchParams: ${params} });\n`,
  'superagent query': (params) => `import request from 'superagent';\nexport const r = request.get('${users}').query(${params});\n`,
  'undici query': (params) => `import { request } from 'undici';\nexport const r = request('${users}', { query: ${params} });\n`,
  '$.ajax data': (params) => `$.ajax({ url: '${users}', data: ${params} });\n`,
  '$.getJSON data': (params) => `$.getJSON('${users}', ${params});\n`,
};

interface Case {
  readonly old: readonly (readonly [string, string])[];
  /** What is sent afterwards, name -> plain value. */
  readonly sent: Readonly<Record<string, string>>;
}

const cases: Record<string, Case> = {
  'sort-params': {
    old: [
      ['sortBy', 'name'],
      ['sortOrder', 'desc'],
      ['limit', '5'],
    ],
    sent: { sort: '-name', limit: '5' },
  },
  'cursor-params': {
    old: [
      ['limit', '5'],
      ['startingAfter', 'abc'],
    ],
    sent: { limit: '5', next: 'abc' },
  },
  'tenant-id-param': {
    old: [
      ['tenantId', 't1'],
      ['limit', '5'],
    ],
    sent: { limit: '5' },
  },
  'legacy-filters': {
    old: [
      ['email', 'a+b@c.d'],
      ['limit', '5'],
      ['status', 'active'],
    ],
    sent: { filter: 'email eq "a+b@c.d" and status eq "active"', limit: '5' },
  },
};

const encoded = (pairs: Case['old']): string => pairs.map(([name, value]) => `${name}=${encodeURIComponent(value)}`).join('&');
const object = (pairs: Case['old']): string => `{ ${pairs.map(([name, value]) => `${name}: '${value}'`).join(', ')} }`;

/** Ways of writing the query into the address: code before the call, and the address. */
const addresses: Record<string, (pairs: Case['old']) => [string, string]> = {
  'a literal': (pairs) => ['', `'${users}?${encoded(pairs)}'`],
  'a template': (pairs) => ["const base = 'https://acme.eu.qlikcloud.com/api/v1';\n", `\`\${base}/users?${encoded(pairs)}\``],
  'a concatenation': (pairs) => ["const base = 'https://acme.eu.qlikcloud.com/api/v1';\n", `base + '/users?' + '${encoded(pairs)}'`],
  'URLSearchParams of an object': (pairs) => [`const query = new URLSearchParams(${object(pairs)});\n`, `\`${users}?\${query}\``],
  'URLSearchParams set one by one': (pairs) => [`const query = new URLSearchParams();\n${pairs.map(([name, value]) => `query.set('${name}', '${value}');\n`).join('')}`, `'${users}?' + query.toString()`],
  'URLSearchParams of pairs': (pairs) => [`const query = new URLSearchParams([${pairs.map(([name, value]) => `['${name}', '${value}']`).join(', ')}]);\n`, `\`${users}?\${query}\``],
  'a URL': (pairs) => [`const url = new URL('${users}');\n${pairs.map(([name, value]) => `url.searchParams.append('${name}', '${value}');\n`).join('')}`, 'url'],
  querystring: (pairs) => [`const { stringify } = require('querystring');\nconst query = stringify(${object(pairs)});\n`, `\`${users}?\${query}\``],
};

/** Every parameter that the rewritten text sends, read by an own, simple reader. */
function sentBy(text: string): Record<string, string> {
  const sent: Record<string, string> = {};
  const known = 'sort|limit|next|filter|sortBy|sortOrder|startingAfter|tenantId|email|status';
  for (const [, name = '', value = ''] of text.matchAll(new RegExp(`[?&'](${known})=([^&'\`]*)`, 'g'))) sent[name] = decodeURIComponent(value);
  for (const [, name = '', quote = '', value = ''] of text.matchAll(new RegExp(`\\b(${known})(?:': |: |', )(['"])(.*?)\\2`, 'g'))) if (quote) sent[name] = value;
  return sent;
}

function holds(rule: string, code: string, sent: Case['sent']): void {
  const { findings } = lintTexts({ 'a.js': code });
  expect(findings.map((finding) => finding.ruleId)).toContain(rule);
  expect(new Set(findings.map((finding) => finding.ruleId)).size).toBe(1);
  const after = fixTexts({ 'a.js': code }).texts['a.js'] ?? '';
  expect(sentBy(after), after).toEqual(sent);
  expect(() => parseSource('/a.js', after)).not.toThrow();
  expect(lintTexts({ 'a.js': after }).findings).toEqual([]);
}

describe.each(Object.entries(cases))('%s', (rule, { old, sent }) => {
  for (const [client, call] of Object.entries(byAddress)) {
    it.each(Object.entries(addresses))(`${client} with %s`, (_, write) => {
      const [before, url] = write(old);
      holds(rule, call(url).replace(/^((?:import .*\n)?)/, `$1${before.replaceAll('$', '$$$$')}`), sent);
    });
  }
  it.each(Object.entries(byParams))('%s', (_, call) => {
    holds(rule, call(object(old)), sent);
  });
});
