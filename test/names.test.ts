import { describe, expect, it } from 'vitest';
import { lintTexts } from './harness/memory-files.ts';

/** Names that every plain object of JavaScript knows. Programs may use them, and no table of this tool may take them for its own. */
const inherited = ['constructor', '__proto__', 'hasOwnProperty', 'toString', 'valueOf', 'isPrototypeOf'];

const head = `import axios from 'axios';
import _ from 'lodash';
import * as R from 'ramda';
import { of } from 'rxjs';
import { z } from 'zod';
import Qlik from '@qlik/sdk';
import { users as api } from '@qlik/api';
import got from 'got';
import nock from 'nock';
import { vi, expect } from 'vitest';
import qs from 'qs';
import { ref } from 'vue';
const q = new Qlik({ host: 'a.eu.qlikcloud.com' });
const c = axios.create({ baseURL: 'https://acme.eu.qlikcloud.com/api/v1' });
`;

const uses = (name: string): string => `${head}
const users = (await (await fetch('https://acme.eu.qlikcloud.com/api/v1/users?${name}=1&sortBy=${name}')).json()).data;
const user = users[0];
console.log(user.${name}, user['${name}'].roles, users.${name}(user.roles), user.roles.${name}((x) => x), user.created.${name}());
const { ${name}: inner } = user;
const o = { ${name}: users, get a() { return users; } };
console.log(o.${name}[0].roles, o['${name}'].created, inner.roles);
c.${name}('/users', { params: { ${name}: 1, sortBy: 'name' } });
c.get('/users', { ${name}: { sortBy: 'name' } });
_.${name}(users, 'roles'); R.${name}(['roles'], user); of(users).${name}((x) => x);
_.map(users, '${name}'); R.prop('${name}', user);
z.${name}({ roles: z.array(z.string()) }); z.object({ ${name}: z.string(), roles: z.${name}() }).${name}(user);
q.users.${name}({ sortBy: 'name' }); q.${name}.getUsers(); api.${name}({ sortBy: 'x' });
got.${name}('https://acme.eu.qlikcloud.com/api/v1/users');
nock('https://acme.eu.qlikcloud.com').${name}('/api/v1/users').reply(200, { data: [{ ${name}: 1, roles: ['A'] }] });
vi.${name}('x'); expect(users).${name}([{ roles: [] }]); qs.${name}({ sortBy: 'x' }); ref(users).${name};
fetch('https://acme.eu.qlikcloud.com/api/v1/users/1', { method: 'PATCH', body: JSON.stringify([{ op: '${name}', path: '/roles', value: ['${name}'] }, { op: 'add', path: '/${name}' }]) });
const key = '${name}'; const table = { ${name}: 'roles' };
console.log(user[key], user[table[key]], users[0].roles.length);
`;

describe('names that every object knows', () => {
  it.each(inherited)('mean nothing of the API: %s', (name) => {
    const declared = `interface ${name === '__proto__' ? 'P' : name} { roles: string[] }\ninterface U { ${name}: string[]; roles: string[] }\nconst us: { data: U[] } = await (await fetch('https://acme.eu.qlikcloud.com/api/v1/users')).json();\nus.data[0].${name}; us.data[0].roles.length;\n`;
    const found = lintTexts({
      'a.mjs': uses(name),
      'b.ts': declared,
      'c.js': `/** @param {${name}} z */ function f(z) { return z.roles; }\nf(1);\nfetch('https://acme.eu.qlikcloud.com/api/v1/users?sortBy=x');\n`,
      'package.json': `{ "name": "${name}", "exports": { "${name}": "./a.mjs" }, "dependencies": { "${name}": "1.0.0" } }`,
    });
    expect(found.errors).toEqual([]);
    expect(new Set(found.findings.map(({ at }) => at.file.slice('/project/'.length)))).toEqual(new Set(['a.mjs', 'b.ts', 'c.js']));
  });
});
