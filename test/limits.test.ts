import { describe, expect, it } from 'vitest';
import { clients } from '../src/clients/index.ts';
import { limitNotices } from '../src/limits.ts';
import { parseSource } from '../src/source/source.ts';
import { Project } from '../src/trace/project.ts';
import { requestsIn } from '../src/trace/requests.ts';
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
    const project = new Project(memoryFiles({ 'a.mjs': parts(100) }));
    const trace = new Trace(project, clients, 20);
    requestsIn(trace, project.source('/project/a.mjs')?.program ?? parseSource('/project/b.mjs', '').program);
    expect(limitNotices(trace)).toEqual(['the project takes more steps than one run may; what came last was not looked at, and nothing is certain. Judge it in parts: name folders']);
  });
  it('says nothing of projects that do not speak of Qlik', () => {
    const text = parts(11_000).replaceAll('https://acme.eu.qlikcloud.com', '');
    expect(lintTexts({ 'a.mjs': text }).notices).toEqual([]);
  });
});
