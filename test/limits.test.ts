import { describe, expect, it } from 'vitest';
import { clients } from '../src/clients/index.ts';
import { limitNotices } from '../src/limits.ts';
import { parseSource } from '../src/source/source.ts';
import { Imports } from '../src/trace/modules/imports.ts';
import { Project } from '../src/trace/project.ts';
import { requestsIn } from '../src/trace/requests/requests.ts';
import { Trace } from '../src/trace/trace.ts';
import { fixTexts, lintTexts, memoryFiles } from './harness/memory-files.ts';

const http = 'const base = process.env.QLIK_TENANT_URL;\nexport const get = (path, query) => fetch(`${base}/api/v1${path}?sortBy=name&${new URLSearchParams(query)}`);\n';
const callers = (files: number, each: number): Record<string, string> =>
  Object.fromEntries(Array.from({ length: files }, (_, file) => [`a${file}.mjs`, `import { get } from './http.mjs';\n${Array.from({ length: each }, (__, index) => `get('/users', { tenantId: 't${index}' });\n`).join('')}`]));

describe('a function with more callers than are looked at', () => {
  const texts = { 'http.mjs': http, ...callers(6, 100) };
  it('is told once, and what is written inside is only possible and stays', () => {
    const { findings, notices } = lintTexts(texts);
    expect(notices).toEqual(['not every caller was looked at, because there are too many: http.mjs:2. Callers that name a users path came first; what is written inside is only possible']);
    const inside = findings.filter(({ at }) => at.file === '/project/http.mjs');
    expect(inside.map(({ ruleId, evidence }) => `${ruleId} ${evidence.confidence}: ${evidence.trail.at(-1)?.note}`)).toEqual(['sort-params possible: a function with more callers than were looked at']);
    expect(findings.filter(({ at, evidence }) => at.file !== '/project/http.mjs' && evidence.confidence === 'certain').length).toBeGreaterThan(300);
    expect(fixTexts(texts).texts['http.mjs']).toBe(http);
  });
  it('is not, where all of them were', () => {
    const { findings, notices } = lintTexts({ 'http.mjs': http, ...callers(2, 20) });
    expect(notices).toEqual([]);
    expect(findings.every(({ evidence }) => evidence.confidence === 'certain')).toBe(true);
  });
});

describe('a question that takes too many steps', () => {
  const parts = (count: number): string => {
    const names = Array.from({ length: count }, (_, index) => `a${index}`);
    return `${names.map((name) => `const ${name} = 'x';\n`).join('')}fetch(\`https://acme.eu.qlikcloud.com/api/v1/users?sortBy=name&x=${names.map((name) => `\${${name}}`).join('')}\`);\nfetch('https://acme.eu.qlikcloud.com/api/v1/users?sortBy=name');\n`;
  };
  it('is told with its place, and is never certain; others stay so', () => {
    const { findings, notices } = lintTexts({ 'a.mjs': parts(11_000) });
    expect(findings.map(({ line, evidence }) => [line, evidence.confidence])).toEqual([
      [11_001, 'likely'],
      [11_002, 'certain'],
    ]);
    expect(notices).toEqual(['not everything was followed to its end, because it takes too many steps: a.mjs:11001. What was found there is at most likely']);
    expect(lintTexts({ 'a.mjs': parts(1000) }).notices).toEqual([]);
  });
  it('is told of the whole run as well', () => {
    const project = new Project(new Imports(memoryFiles({ 'a.mjs': parts(100) })));
    const trace = new Trace(project, clients, 20);
    requestsIn(trace, project.source('/project/a.mjs')?.program ?? parseSource('/project/b.mjs', '').program);
    expect(limitNotices(trace)).toEqual(['the project takes more steps than one run may; what came last was not looked at, and nothing is certain. Judge it in parts: name folders']);
  });
  it('says nothing of projects that do not speak of Qlik', () => {
    const text = parts(11_000).replaceAll('https://acme.eu.qlikcloud.com', '');
    expect(lintTexts({ 'a.mjs': text }).notices).toEqual([]);
  });
});

describe('middlewares of which any may call any other', () => {
  it('are followed in few steps', () => {
    const names = Array.from({ length: 9 }, (_, index) => `m${index}`);
    const text = `const list = [];
const use = (one) => list.push(one);
${names.map((name) => `use(async function ${name}(request, next) { const answer = await next(request); console.log(answer.status); return answer; });`).join('\n')}
const get = (url) => list.reduceRight((next, one) => (request) => one(request, next), (request) => fetch(request.url))({ url });
console.log((await (await get('https://acme.eu.qlikcloud.com/api/v1/users?sortBy=name')).json()).data.map((user) => user.created));
`;
    const { findings, notices } = lintTexts({ 'a.mjs': text });
    expect(notices).toEqual([]);
    expect(findings.map(({ ruleId, evidence }) => `${ruleId} ${evidence.confidence}`)).toEqual(['sort-params certain', 'user-timestamps certain']);
  });
});

describe('an answer that was cut short', () => {
  const hops = (count: number): string => Array.from({ length: count }, (_, index) => `const h${index + 1} = h${index};\n`).join('');
  const host = "const h0 = 'https://acme.eu.qlikcloud.com';\n";
  const sorted = (name: string): string => `fetch(\`\${${name}}/api/v1/users?sortBy=name\`);\n`;

  it.each(Array.from({ length: 12 }, (_, index) => 4880 + index * 12))('does not stay so for the next question, when %i names came before it', (count) => {
    const names = Array.from({ length: count }, (_, index) => `a${index}`);
    const first = `fetch(\`https://example.org/?x=${names.map((name) => `\${${name}}`).join('')}\${h60}\`);\n`;
    const text = `${host}${hops(60)}${names.map((name) => `const ${name} = 'x';\n`).join('')}${first}${sorted('h30')}`;
    const { findings } = lintTexts({ 'a.mjs': text });
    expect(findings.map(({ ruleId, evidence }) => `${ruleId} ${evidence.confidence}`)).toEqual(['sort-params certain']);
  });
  it('does not stay so for a question that starts nearer', () => {
    const { findings, notices } = lintTexts({ 'a.mjs': `${host}${hops(900)}${sorted('h900')}${sorted('h300')}${sorted('h600')}` });
    expect(findings.filter(({ evidence }) => evidence.confidence === 'certain').map(({ line, ruleId }) => `${line} ${ruleId}`)).toEqual(['903 sort-params', '904 sort-params']);
    expect(notices.join()).toContain('not everything was followed to its end, because it takes too many steps: a.mjs:902');
  });
});

describe('code that leads back to itself', () => {
  const sorted = 'https://acme.eu.qlikcloud.com/api/v1/users?sortBy=name';
  const found = (text: string, name = 'a.ts'): string[] => lintTexts({ [name]: text }).findings.map(({ line, ruleId, evidence }) => `${line} ${ruleId} ${evidence.confidence}`);

  it('ends, with objects spread into each other, read under a key only the run knows', () => {
    const text = `const first = { users: '${sorted}', ...second };\nvar second = { ...first, ...third };\nvar third = { ...second };\nexport const ask = (key: string) => fetch(third[key]);\nfetch('${sorted}');\n`;
    expect(found(text)).toContain('5 sort-params certain');
    expect(lintTexts({ 'a.ts': text }).notices).toEqual([]);
  });
  it('ends, with a type that is an alias of itself through namespaces', () => {
    const text = `namespace Api { export interface User { name: string; roles: string[] } }\nimport User = Api.User;\nimport Loop = Loop.Loop;\nexport async function first(): Promise<User> {\n  const answer = await fetch('https://acme.eu.qlikcloud.com/api/v1/users/me');\n  return answer.json() as Promise<User>;\n}\nexport const loop = (loop: Loop) => loop;\nfirst().then((user) => console.log(user.roles));\n`;
    expect(found(text)).toEqual(['1 user-roles certain', '9 user-roles certain']);
  });
});
