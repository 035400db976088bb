import { describe, expect, it } from 'vitest';
import { fixTexts, lintTexts } from './harness/memory-files.ts';

const users = "const page = await (await fetch('https://acme.eu.qlikcloud.com/api/v1/users?sortBy=name')).json();\n";

/** Programs in which a name that every object has stands where the tool looks names up. */
const programs: Readonly<Record<string, (name: string) => string>> = {
  'a member of a page': (name) => `${users}const told = page.${name}.created;\n`,
  'a member of a user': (name) => `${users}const told = page.data[0].${name}.created;\n`,
  'a member of links': (name) => `${users}const told = page.links.${name}.href;\n`,
  'a name that is destructured': (name) => `${users}const { ${name}: told } = page.data[0];\nshow(told.created);\n`,
  'a name in brackets': (name) => `${users}show(page.data[0]['${name}'].created);\n`,
  'a member of the platform': (name) => `${users}show(${name}(page.data[0]).created, Object.${name}(page.data[0]).created);\n`,
  'a callback of the platform': (name) => `${users}Object.${name}(page.data, (user) => user.created);\n`,
  'a function of lodash': (name) => `import _ from 'lodash';\n${users}show(_.${name}(page.data, (user) => user.created), _(page.data).${name}((user) => user.created).value());\n`,
  'a function of ramda': (name) => `import * as R from 'ramda';\n${users}show(R.${name}((user) => user.created)(page.data));\n`,
  'an operator of rxjs': (name) => `import { from, ${name} as op } from 'rxjs';\n${users}from(page.data).pipe(op((user) => user.created)).subscribe(show);\n`,
  'a stream': (name) => `${users}new ReadableStream({ ${name}(controller) { controller.enqueue(page.data[0].created); } }).${name}();\n`,
  'a schema': (name) => `import { z } from 'zod';\n${users}const user = z.object({ ${name}: z.string(), id: z.string() });\nshow(user.${name}(page.data[0]).created);\n`,
  'a client of Qlik': (name) => `import { users } from '@qlik/api';\nimport Qlik from '@qlik/sdk';\nshow(await users.${name}({ sortBy: 'name' }), await new Qlik({ host: 'https://acme.eu.qlikcloud.com' }).users.${name}());\n`,
  'an older client of Qlik': (name) => `import { QlikSaaSClient } from 'qlik-rest-api';\nimport { QlikSaaSApi } from 'qlik-saas-api';\nshow(await new QlikSaaSClient({}).${name}('users'), await new QlikSaaSApi({}).users.${name}());\n`,
  'a mock of users': (name) => `import nock from 'nock';\nnock('https://acme.eu.qlikcloud.com').get('/api/v1/users').reply(200, { data: [{ ${name}: 1, created: 'a' }], ${name}: [] });\n`,
  'a mock of axios': (name) =>
    `import axios from 'axios';\nimport MockAdapter from 'axios-mock-adapter';\nconst mock = new MockAdapter(axios);\nmock.${name}('https://acme.eu.qlikcloud.com/api/v1/users').reply(200, { data: [{ created: 'a' }] });\n`,
  'what a spy was called with': (name) => `${users}expect(fetch).${name}('https://acme.eu.qlikcloud.com/api/v1/users?sortBy=name');\n`,
  'a field to sort by': (name) => `await fetch('https://acme.eu.qlikcloud.com/api/v1/users?sortBy=${name}&sortOrder=desc');\n`,
  'a parameter': (name) => `await fetch('https://acme.eu.qlikcloud.com/api/v1/users?${name}=1&sortBy=name&fields=${name},created');\n`,
  'a key of a query': (name) => `await fetch('https://acme.eu.qlikcloud.com/api/v1/users?' + new URLSearchParams({ ${name}: '1', sortBy: 'name' }));\n`,
  'a type of a comment': (name) => `/** @param {${name}} user */\nfunction show(user) { return user.created; }\n${users}show(page.data[0]);\n`,
  'a draft of a ref': (name) => `import { ref, toRefs } from 'vue';\n${users}const { ${name} } = toRefs(page.data[0]);\nshow(${name}.value.created);\n`,
};
const inherited = ['constructor', 'toString', 'hasOwnProperty', '__proto__', '__defineGetter__'];

describe.each(Object.entries(programs))('%s that has a name of every object', (_, program) => {
  it.each(inherited)('is read: %s', (name) => {
    const text = program(name);
    expect(lintTexts({ 'a.mjs': text }).errors).toEqual([]);
    expect(() => fixTexts({ 'a.mjs': text })).not.toThrow();
  });
});

it('reads members of types that have such names', () => {
  const text = `interface User {\n  constructor: { created: string };\n  created: string;\n}\n${users}const told = (page.data as User[]).map((user) => user.constructor.created + user.created);\n`;
  expect(lintTexts({ 'a.ts': text }).errors).toEqual([]);
});
