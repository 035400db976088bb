import { describe, expect, it } from 'vitest';
import { fixTexts } from './harness/memory-files.ts';
import { runOnTenant } from './harness/stubbed-tenant.ts';

const head = `const base = process.env.QLIK_TENANT_URL + '/api/v1';\nconst get = async (url) => (await fetch(url)).json();\n`;

/** Ways of handing parameters to a function that may leave some of them out. */
const functions: Record<
  string,
  { readonly open: (names: readonly string[]) => string; readonly value: (name: string) => string; readonly close: string; readonly call: (names: readonly string[], given: Readonly<Record<string, string>>) => string }
> = {
  'one after the other': {
    open: (names) => `async function list(${names.join(', ')}) {\n`,
    value: (name) => name,
    close: '}\n',
    call: (names, given) => `list(${names.map((name) => given[name] ?? 'undefined').join(', ')})`,
  },
  'in a pattern': {
    open: (names) => `const list = async ({ ${names.join(', ')} } = {}) => {\n`,
    value: (name) => name,
    close: '};\n',
    call: (_, given) =>
      `list({ ${Object.entries(given)
        .map(([name, value]) => `${name}: ${value}`)
        .join(', ')} })`,
  },
  'in an object over defaults': {
    open: () => `const defaults = { limit: 5 };\nasync function list(given) {\n  const options = Object.assign({}, defaults, given);\n`,
    value: (name) => `options.${name}`,
    close: '}\n',
    call: (_, given) =>
      `list({ ${Object.entries(given)
        .map(([name, value]) => `${name}: ${value}`)
        .join(', ')} })`,
  },
};

/** Ways of sending those that are there. */
const queries: Record<string, (names: readonly string[], value: (name: string) => string) => string> = {
  'a text that grows': (names, value) => `  let url = base + '/users?limit=5';\n${names.map((name) => `  if (${value(name)}) url += '&${name}=' + encodeURIComponent(${value(name)});\n`).join('')}  return get(url);\n`,
  'a list that is joined': (names, value) =>
    `  const parts = ['limit=5'];\n${names.map((name) => `  if (${value(name)}) {\n    parts.push('${name}=' + encodeURIComponent(${value(name)}));\n  }\n`).join('')}  return get(base + '/users?' + parts.join('&'));\n`,
  URLSearchParams: (names, value) => `  const query = new URLSearchParams({ limit: '5' });\n${names.map((name) => `  if (${value(name)}) query.set('${name}', ${value(name)});\n`).join('')}  return get(\`\${base}/users?\${query}\`);\n`,
  'searchParams of a URL': (names, value) => `  const url = new URL(base + '/users');\n${names.map((name) => `  if (${value(name)} !== undefined) url.searchParams.append('${name}', ${value(name)});\n`).join('')}  return get(url);\n`,
  'members of an object': (names, value) => `  const query = { limit: 5 };\n${names.map((name) => `  if (${value(name)}) query.${name} = ${value(name)};\n`).join('')}  return get(base + '/users?' + new URLSearchParams(query));\n`,
  'objects that are spread': (names, value) => `  const query = { limit: 5, ${names.map((name) => `...(${value(name)} ? { ${name}: ${value(name)} } : {})`).join(', ')} };\n  return get(base + '/users?' + new URLSearchParams(query));\n`,
  'objects behind &&': (names, value) => `  return get(base + '/users?' + new URLSearchParams({ limit: 5, ${names.map((name) => `...(${value(name)} && { ${name}: ${value(name)} })`).join(', ')} }));\n`,
  'a template with choices': (names, value) => `  return get(\`\${base}/users?limit=5${names.map((name) => `\${${value(name)} ? \`&${name}=\${encodeURIComponent(${value(name)})}\` : ''}`).join('')}\`);\n`,
  'a loop that leaves out what is missing': (names, value) =>
    `  const query = { limit: 5, ${names.map((name) => `${name}: ${value(name)}`).join(', ')} };\n  const parts = [];\n  for (const key in query) if (query[key] !== undefined) parts.push(key + '=' + encodeURIComponent(query[key]));\n  return get(base + '/users?' + parts.join('&'));\n`,
};

/** Parameters, and the calls that give some of them. */
const calls: Record<string, { readonly names: readonly string[]; readonly given: readonly Readonly<Record<string, string>>[] }> = {
  filters: { names: ['email', 'role', 'status'], given: [{ email: 'process.argv[2]' }, { role: "'Developer'", status: "'active,invited'" }, {}] },
  'an order': { names: ['sortBy', 'sortOrder'], given: [{ sortBy: "'created'", sortOrder: "'desc'" }, { sortBy: "'name'" }, { sortOrder: "process.argv[2] === 'a+b@x.io' ? 'desc' : 'asc'" }] },
};

describe('parameters under conditions of their own', () => {
  for (const [how, { open, value, close, call }] of Object.entries(functions)) {
    for (const [carrier, query] of Object.entries(queries)) {
      it(`${how}, ${carrier}: what is asked stays the same`, async () => {
        for (const { names, given } of Object.values(calls)) {
          const text = `${head}${open(names)}${query(names, value)}${close}${given.map((one) => `for (const user of (await ${call(names, one)}).data) console.log(user.name, user.roles.join());\n`).join('')}`;
          const fixed = fixTexts({ 'list.mjs': text });
          const migrated = fixed.texts['list.mjs'] as string;
          expect(fixed.remaining.findings, migrated).toEqual([]);
          expect(await runOnTenant(migrated, 'new', 'a+b@x.io'), migrated).toEqual(await runOnTenant(text, 'old', 'a+b@x.io'));
        }
      });
    }
  }
});
