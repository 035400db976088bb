import { describe, expect, it } from 'vitest';
import { lintTexts } from './harness/memory-files.ts';

/** What one request with a deprecated parameter is taken for. */
function confidence(code: string, others: Record<string, string> = {}, options: Parameters<typeof lintTexts>[1] = {}): string {
  const { findings } = lintTexts({ 'a.mjs': code, ...others }, options);
  return findings.map((finding) => finding.evidence.confidence).join() || 'none';
}
const call = (url: string, init = '') => `export const list = (base, id) => fetch(${url}${init});\n`;
const query = '/api/v1/users?sortBy=name';
const qlik = { 'b.mjs': "export const host = 'https://acme.eu.qlikcloud.com';\n" };

describe('the gate', () => {
  it.each<[string, string, string, Record<string, string>?, Parameters<typeof lintTexts>[1]?]>([
    ['a tenant', 'certain', call(`'https://acme.eu.qlikcloud.com${query}'`)],
    ['a government tenant', 'certain', call(`'https://acme.us.qlikcloudgov.com${query}'`)],
    ['a tenant put together', 'certain', call(`\`https://\${id}.eu.qlikcloud.com${query}\``)],
    ['a setting of Qlik', 'certain', call(`process.env.QLIK_HOST + '${query}'`)],
    ['a key of Qlik', 'certain', call(`base + '${query}'`, ', { headers: { Authorization: `Bearer ${process.env.QLIK_API_KEY}` } }')],
    ['the header of a web integration', 'certain', call(`'${query}'`, ", { headers: { 'qlik-web-integration-id': id } }")],
    ['a configured host', 'certain', call(`'https://bi.corp.example${query}'`), {}, { hosts: ['corp.example'] }],
    ['a base of unknown origin in a project that speaks of Qlik', 'likely', call(`base + '${query}'`), qlik],
    ['the same where nothing says Qlik', 'possible', call(`base + '${query}'`)],
    ['the same with --assume-qlik', 'likely', call(`base + '${query}'`), {}, { assumeQlik: true }],
    ['a relative address somewhere in a Qlik project', 'possible', call(`'${query}'`), qlik],
    ['a relative address where nothing says Qlik', 'none', call(`'${query}'`)],
    ['a route of the project', 'none', call(`'${query}'`), { ...qlik, 's.mjs': "app.get('/api/v1/users', list);\n" }],
    ['a route of a server of any name', 'none', call(`'${query}'`), { ...qlik, 's.mjs': "portal.get('/api/v1/users', guard('admin'), (req, res) => res.json([]));\n" }],
    ['what only looks like a route: a callback for the answer', 'possible', call(`'${query}'`), { ...qlik, 's.mjs': "client.get('/api/v1/users', (error, res) => show(res));\n" }],
    ['a route that a framework serves', 'none', call(`'${query}'`), { ...qlik, 'app/api/v1/users/route.ts': 'export const GET = () => null;\n' }],
    ['this machine', 'possible', call(`'http://localhost:3000${query}'`), qlik],
    ['another vendor', 'none', call(`'https://dev-1.okta.com${query}'`), qlik],
    ['a vendor by name', 'none', 'const oktaUrl = loadUrl();\nfetch(`${oktaUrl}/api/v1/users?sortBy=name`);\n', qlik],
    ['a token of another vendor', 'none', call(`base + '${query}'`, ", { headers: { Authorization: 'SSWS x' } }"), qlik],
    ['client-managed Qlik', 'none', call("'https://sense.example:4242/api/v1/users?sortBy=name'"), qlik],
    ['a setting that is a tenant by default', 'likely', `const base = process.env.TENANT ?? 'https://acme.eu.qlikcloud.com';\nfetch(base + '${query}');\n`],
    ['a setting that is another host by default', 'none', call(`(process.env.ACCOUNTS ?? 'https://accounts.example.com') + '${query}'`), qlik],
    ['a setting whose default holds the path as well', 'none', call(`\`\${process.env.ACCOUNTS || 'https://accounts.example.com/api/v1'}/users?sortBy=name\``), qlik],
    ['a setting of Qlik with some default', 'certain', call(`(process.env.QLIK_HOST ?? 'https://tenant.example.com') + '${query}'`), qlik],
    ['a setting that is this machine by default', 'likely', call(`(process.env.TENANT ?? 'http://localhost:3000') + '${query}'`), qlik],
    ['a setting of another name than that of Qlik', 'possible', call(`process.env.ACCOUNTS + '${query}'`), { 'b.mjs': 'export const host = process.env.QLIK_HOST;\n' }],
    ['a setting for a tenant beside that of Qlik', 'likely', call(`process.env.TENANT_URL + '${query}'`), { 'b.mjs': 'export const host = process.env.QLIK_HOST;\n' }],
    ['a setting where only a key says Qlik', 'likely', call(`process.env.API + '${query}'`), { 'b.mjs': 'export const key = process.env.QLIK_API_KEY;\n' }],
    ['a name of something else where another says Qlik', 'possible', call(`settings.identity.url + '${query}'`), { 'b.mjs': "export const host = settings.qlik.url ?? 'https://acme.eu.qlikcloud.com';\n" }],
    ['a name in another language where another says Qlik', 'likely', call(`conProtocolo + '${query}'`), { 'b.mjs': "export const host = settings.qlik.url ?? 'https://acme.eu.qlikcloud.com';\n" }],
    ['a name that says nothing where another says Qlik', 'likely', call(`settings.apiUrl + '${query}'`), { 'b.mjs': "export const host = settings.qlik.url ?? 'https://acme.eu.qlikcloud.com';\n" }],
    ['a name of something else where nothing else is named', 'likely', call(`settings.identity.url + '${query}'`), qlik],
    ['a parameter that is given the address of another vendor', 'none', `const list = (base) => fetch(base + '${query}');\nlist(settings.oktaUrl);\n`, qlik],
    ['a member of an argument that is', 'none', `const list = ({ base }) => fetch(base + '${query}');\nlist({ base: settings.oktaUrl });\n`, qlik],
    ['a field that a constructor is given so', 'none', `class Users {\n  constructor(base) {\n    this.base = base;\n  }\n  list = () => fetch(this.base + '${query}');\n}\nnew Users(settings.oktaUrl).list();\n`, qlik],
    ['a parameter that is given that of Qlik', 'certain', `const list = (base) => fetch(base + '${query}');\nlist(settings.qlikUrl);\n`, qlik],
    ['a parameter with a default', 'none', `export const list = (base = 'https://accounts.example.com') => fetch(base + '${query}');\n`, qlik],
    ['a choice between a tenant and another vendor', 'possible', `const pick = (kind) => (kind === 'bi' ? 'https://acme.eu.qlikcloud.com' : 'https://acme.okta.com');\nexport const list = (kind) => fetch(pick(kind) + '${query}');\n`],
    [
      'a choice by a switch',
      'possible',
      `function hostOf(kind) {\n  switch (kind) {\n    case 'idp':\n      return 'https://id.acme.com';\n    default:\n      return process.env.QLIK_HOST;\n  }\n}\nexport const list = (kind) => fetch(hostOf(kind) + '${query}');\n`,
    ],
    ['a choice between two tenants', 'certain', `const pick = (kind) => (kind === 'eu' ? process.env.QLIK_EU : 'https://acme.us.qlikcloud.com');\nexport const list = (kind) => fetch(pick(kind) + '${query}');\n`],
    [
      'a base that is set to that of another vendor later',
      'possible',
      `const settings = { base: process.env.QLIK_HOST };\nexport const list = () => fetch(settings.base + '${query}');\nexport const change = () => {\n  settings.base = 'https://acme.okta.com';\n};\n`,
    ],
    ['a base that a setting of another vendor replaces', 'possible', `let base = 'https://acme.eu.qlikcloud.com';\nexport const list = () => fetch(base + '${query}');\nif (process.env.OKTA_URL) base = process.env.OKTA_URL;\n`],
    ['a base that is set where it is missing', 'certain', `let base = process.env.QLIK_HOST;\nif (!base) base = 'https://id.acme.com';\nexport const list = () => fetch(base + '${query}');\n`],
    ['a constant that is only a default', 'certain', `const usual = 'https://id.acme.com';\nconst base = process.env.QLIK_HOST ?? usual;\nfetch(base + '${query}');\n`],
    [
      'each host of a table, with a key of Qlik',
      'possible',
      `const hosts = { bi: process.env.QLIK_HOST, id: 'https://acme.okta.com' };\nfor (const [name, host] of Object.entries(hosts)) fetch(host + '${query}', { headers: { authorization: process.env.QLIK_API_KEY, name } });\n`,
    ],
    [
      'each host of a table of tenants',
      'certain',
      `const hosts = { eu: process.env.QLIK_EU, us: 'https://acme.us.qlikcloud.com' };\nfor (const [name, host] of Object.entries(hosts)) fetch(host + '${query}', { headers: { authorization: process.env.QLIK_API_KEY, name } });\n`,
    ],
    ['another vendor with a key of Qlik', 'none', `fetch('https://acme.okta.com${query}', { headers: { authorization: process.env.QLIK_API_KEY } });\n`],
    ['a host of any name with a key of Qlik', 'certain', `fetch('https://bi.acme.com${query}', { headers: { authorization: process.env.QLIK_API_KEY } });\n`],
    ['another endpoint', 'none', call("'https://acme.eu.qlikcloud.com/api/v1/api-keys?sortBy=name'")],
    ['another path with the word', 'none', call("'https://acme.eu.qlikcloud.com/api/v1/tenants/users?sortBy=name'")],
  ])('%s: %s', (_, wanted, code, others, options) => {
    expect(confidence(code, others, options)).toBe(wanted);
  });

  it('explains every finding with a trail that ends at the evidence', () => {
    const { findings } = lintTexts({
      'a.mjs': "import { get } from './b.mjs';\nconst { data } = await get('/users');\nconsole.log(data.map((u) => u.created));\n",
      'b.mjs': 'const base = process.env.QLIK_TENANT_URL;\nexport const get = async (path) => (await fetch(`${base}/api/v1${path}`)).json();\n',
    });
    expect(findings).toHaveLength(1);
    const trail = findings[0]?.evidence.trail ?? [];
    expect(trail[0]).toMatchObject({ file: '/project/a.mjs', note: '`u`' });
    expect(trail.some((step) => step.file === '/project/b.mjs' && step.note.startsWith('GET'))).toBe(true);
    expect(trail.at(-1)?.note).toContain('QLIK_TENANT_URL');
  });

  it('is never certain of a value that may also come from elsewhere, and leaves it', () => {
    const { findings } = lintTexts({
      'a.mjs':
        "const get = async (url) => (await fetch(url)).json();\nconst user = Math.random() ? await get('https://acme.eu.qlikcloud.com/api/v1/users/u1') : await get('https://dev-1.okta.com/api/v1/users/u1');\nconsole.log(user.created);\n",
    });
    expect(findings.map((finding) => [finding.evidence.confidence, finding.fixable])).toEqual([['possible', 'none']]);
  });

  it('tells what looks like a user and cannot be traced beside uses of the users API, as possible', () => {
    const asks = "export const first = fetch('https://acme.eu.qlikcloud.com/api/v1/users?limit=1');\n";
    const reads = 'export const since = (user) => user.created;\nexport const label = (row) => row.email + row.roles;\nexport const own = (req) => req.user.created;\n';
    expect(lintTexts({ 'a.mjs': asks + reads }).findings.map((finding) => [finding.line, finding.evidence.confidence, finding.fixable])).toEqual([
      [2, 'possible', 'none'],
      [3, 'possible', 'none'],
    ]);
    expect(lintTexts({ 'a.mjs': asks, 'b.mjs': reads }).findings).toEqual([]);
  });
});
