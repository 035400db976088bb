import { expect, it } from 'vitest';
import { fixTexts, lintTexts } from './harness/memory-files.ts';

const qlik = 'https://acme.eu.qlikcloud.com';

it.each([
  ['a base that ends in a question mark', `import axios from 'axios';\nconst api = axios.create({ baseURL: '${qlik}/proxy/?' });\nawait api.get('api/v1/users?sortBy=name');\n`],
  ['a base that holds a parameter', `import ky from 'ky';\nconst api = ky.create({ prefixUrl: '${qlik}/proxy?to=' });\nawait api.get('api/v1/users?sortBy=name&tenantId=1');\n`],
  ['a parameter whose name begins with the slash between them', `import ky from 'ky';\nconst api = ky.create({ prefixUrl: '${qlik}/api/v1/users?' });\nawait api.get('=name&tenantId=');\nawait api.get('sortBy=name');\n`],
])('leaves %s as it is: the slash behind it stands nowhere', (_, text) => {
  expect(lintTexts({ 'a.mjs': text }).errors).toEqual([]);
  expect(fixTexts({ 'a.mjs': text }).texts['a.mjs']).not.toContain('?sort=');
});
