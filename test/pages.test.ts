import { describe, expect, it } from 'vitest';
import { lintTexts } from './harness/memory-files.ts';

/** Text of a type that stands in TypeScript only. */
type Typed = (type: string) => string;

/** Ways of asking for one page. `url` is an expression. */
const clients: Record<string, { readonly head: (t: Typed) => string; readonly page: (url: string) => string }> = {
  fetch: {
    head: (t) => `async function ask(url${t('string')}) {\n  const answer = await fetch(url, { headers: { Authorization: \`Bearer \${process.env.QLIK_API_KEY}\` } });\n  return answer.json();\n}`,
    page: (url) => `await ask(${url})`,
  },
  'a wrapper with a method': {
    head: (t) =>
      `const api = async (method${t('string')}, url${t('string')}, body = undefined) => {\n  const options${t('any')} = { method };\n  if (body) options.body = JSON.stringify(body);\n  const answer = await fetch(url, options);\n  return answer.status === 204 ? null : answer.json();\n};`,
    page: (url) => `await api('GET', ${url})`,
  },
  axios: { head: () => `import axios from 'axios';`, page: (url) => `(await axios.get(${url})).data` },
  got: { head: () => `import got from 'got';`, page: (url) => `await got(${url}).json()` },
  superagent: { head: () => `import superagent from 'superagent';`, page: (url) => `(await superagent.get(${url})).body` },
};

const first = '`${process.env.QLIK_TENANT_URL}/api/v1/users?limit=10`';

/** Ways of going through the pages: the body of a function that gives all users. */
const loops: Record<string, (page: (url: string) => string, t: Typed) => string> = {
  while: (page, t) =>
    `let url${t('string')} = ${first};\n  const all${t('any[]')} = [];\n  while (url) {\n    const page${t('any')} = ${page('url')};\n    all.push(...page.data);\n    url = page.links.next ? page.links.next.href : null;\n  }\n  return all;`,
  'do with a default': (page, t) =>
    `let next${t('string | undefined')};\n  let all${t('any[]')} = [];\n  do {\n    const page${t('any')} = ${page(`next ?? ${first}`)};\n    all = [...all, ...page.data];\n    next = page.links.next?.href;\n  } while (next);\n  return all;`,
  'do with a choice': (page, t) =>
    `let next${t('string | undefined')};\n  let all${t('any[]')} = [];\n  do {\n    const page${t('any')} = next ? ${page('next')} : ${page(first)};\n    all = all.concat(page.data);\n    next = page.links.next && page.links.next.href;\n  } while (next);\n  return all;`,
  for: (page, t) =>
    `const all${t('any[]')} = [];\n  for (let url${t('string | undefined')} = ${first}; url; ) {\n    const { data, links }${t('any')} = ${page('url')};\n    for (const user of data) all.push(user);\n    url = links.next?.href;\n  }\n  return all;`,
  'a page that is replaced': (page, t) =>
    `let page${t('any')} = ${page(first)};\n  const all${t('any[]')} = [...page.data];\n  while (page.links.next) {\n    page = ${page('page.links.next.href')};\n    all.push(...page.data);\n  }\n  return all;`,
  'without an end': (page, t) =>
    `const all${t('any[]')} = [];\n  let url${t('string')} = ${first};\n  for (;;) {\n    const body${t('any')} = ${page('url')};\n    all.push(...body.data);\n    if (!body.links.next) break;\n    url = body.links.next.href;\n  }\n  return all;`,
};

/** Ways of reading one old name of the users. */
const reads: Record<string, (t: Typed) => string> = {
  'in a loop': () => 'for (const user of users) console.log(user.created);',
  'through a helper that is asked first': (t) =>
    `const without = (a${t('Set<string>')}, b${t('Set<string>')}) => [...a].filter((one) => !b.has(one));\nconst { created = '' } = users[0];\nconsole.log(without(new Set([created]), new Set(['2021'])));`,
};

const javascript: Typed = () => '';
const typescript: Typed = (type) => `: ${type}`;

describe.each([
  ['JavaScript', 'mjs', javascript],
  ['TypeScript', 'ts', typescript],
] as const)('pages in %s', (_, extension, t) => {
  for (const [client, { head, page }] of Object.entries(clients)) {
    for (const [loop, body] of Object.entries(loops)) {
      it(`${client}, ${loop}: users are as certain as their first page`, () => {
        for (const read of Object.values(reads)) {
          const text = `${head(t)}\n\nasync function load()${t('Promise<any[]>')} {\n  ${body(page, t)}\n}\n\nconst users = await load();\n${read(t)}\n`;
          const { findings } = lintTexts({ [`pages.${extension}`]: text });
          expect(
            findings.map((finding) => [finding.ruleId, finding.evidence.confidence, finding.fixable]),
            text,
          ).toEqual([['user-timestamps', 'certain', 'fix']]);
        }
      });
    }
  }
});
