import { afterAll, describe, expect, it } from 'vitest';
import { fixTexts, lintTexts } from './harness/memory-files.ts';
import { read, run, Workspaces } from './harness/workspace.ts';

const workspaces = new Workspaces();
afterAll(() => workspaces.remove());

const url = 'https://acme.eu.qlikcloud.com/api/v1/users';
const sorted = `await fetch('${url}?sortBy=name');`;
const told = (text: string, name = 'a.mjs') => lintTexts({ [name]: text }).findings.map((finding) => `${finding.line} ${finding.ruleId}`);
const messages = (text: string) =>
  lintTexts({ 'a.mjs': text })
    .findings.filter((finding) => finding.ruleId === 'suppressions')
    .map((finding) => finding.message);
const comment = (kind: string, rest = 'sort-params -- the mirror wants it') => `qlik-users-migrate-ignore${kind} ${rest}`.trimEnd();

describe('a comment with a reason', () => {
  it.each([
    ['the line after it', `// ${comment('-next-line')}\n${sorted}\n`],
    ['the line after a comment of several lines', `/*\n * ${comment('-next-line')}\n * and more\n */\n${sorted}\n`],
    ['the line below several such comments', `// ${comment('-next-line', 'tenant-id-param -- no tenant')}\n// ${comment('-next-line')}\nawait fetch('${url}?sortBy=name&tenantId=x');\n`],
    ['its own line', `${sorted} // ${comment('')}\n`],
    ['a block', `/* ${comment('-start')} */\nconst a = 1;\n${sorted}\n// ${comment('-end', '')}\n`],
    [
      'a block to its named end',
      `// ${comment('-start')}\n// ${comment('-start', 'user-roles, sort-params -- x')}\n${sorted}\nconst u = (await (await fetch('${url}/me')).json()).roles;\n// ${comment('-end', 'user-roles, sort-params')}\n${sorted}\n// ${comment('-end')}\n`.replace(
        `-end sort-params -- the mirror wants it`,
        '-end',
      ),
    ],
    ['the whole file', `${sorted}\n// ${comment('-file')}\n`],
    ['code with CRLF', `// ${comment('-next-line')}\r\n${sorted}\r\n`],
  ])('keeps %s', (_, text) => {
    expect(told(text)).toEqual([]);
  });
  it('keeps a line of JSX, in the form that JSX has', () => {
    const text = `const user = await (await fetch('${url}/me')).json();\nexport const page = (\n  <p>\n    {/* ${comment('-next-line', 'user-roles -- shown as it was')} */}\n    {user.roles.join()}\n  </p>\n);\n`;
    expect(told(text.replace(/ *\{\/\*.*\n/, ''), 'a.jsx')).toEqual(['4 user-roles']);
    expect(told(text, 'a.jsx')).toEqual([]);
  });
  it('keeps nothing else', () => {
    expect(told(`// ${comment('-next-line')}\n\n${sorted}\n`)).toEqual(['1 suppressions', '3 sort-params']);
    expect(told(`// ${comment('-next-line')}\nawait fetch('${url}?sortBy=name&tenantId=x');\n`)).toEqual(['2 tenant-id-param']);
    expect(told(`// ${comment('-start')}\n${sorted}\n// ${comment('-end', '')}\n${sorted}\n`)).toEqual(['4 sort-params']);
  });
  it('does not fix without it what changes together with it', () => {
    const text = `await fetch('${url}?tenantId=x&' +\n  // ${comment('-next-line')}\n  'sortBy=name');\n`;
    expect(fixTexts({ 'a.mjs': text }).changes).toEqual([]);
  });
});

describe('in files of other languages', () => {
  const page = (inTemplate = '', inScript = '') => `<script setup>\n${inScript}const user = await (await fetch('${url}/me')).json();\n</script>\n\n<template>\n${inTemplate}  <p>{{ user.created }}</p>\n</template>\n`;
  it('is written as HTML between elements, and as a comment of the script inside it', () => {
    const line = comment('-next-line', 'user-timestamps -- shown as it was');
    expect(told(page(), 'a.vue')).toEqual(['6 user-timestamps']);
    expect(told(page(`  <!-- ${line} -->\n`), 'a.vue')).toEqual([]);
    expect(told(page('', `// ${line.replace('-next-line', '-file')}\n`), 'a.vue')).toEqual([]);
    const folder = workspaces.make({ 'a.vue': page() });
    run(folder, 'fix', '--suppress', 'user-timestamps', '--reason', 'shown as it was');
    expect(read(folder, 'a.vue')).toBe(page(`  <!-- ${line} -->\n`));
    expect(run(folder).code).toBe(0);
  });
  it('is not called unused while a part of the file cannot be read', () => {
    const broken = `<script setup>\nconst users = = 1;\n</script>\n<template>\n  <!-- ${comment('-next-line')} -->\n  <p>{{ users }}</p>\n</template>\n`;
    expect(told(broken, 'a.vue')).toEqual([]);
    expect(told(broken.replace('= =', '='), 'a.vue')).toEqual(['5 suppressions']);
  });
  it('is not reported where a text shows how it is written', () => {
    expect(told(`# Notes\n\n\`\`\`js\n// ${comment('-next-line')}\nfetch('x');\n\`\`\`\n`, 'README.md')).toEqual([]);
  });
});

describe('text that only looks like a comment', () => {
  it.each([
    ['a string', `const a = '// ${comment('-next-line')}';\n`],
    ['a template', `const a = \`\n// ${comment('-next-line')}\n\`;\n`],
    ['words in the middle of a comment', `// see ${comment('-next-line')}\n`],
    ["HTML's form in a program", `<!-- ${comment('-next-line')} -->\n`],
  ])('%s keeps nothing and is not reported', (_, text) => {
    expect(told(`${text}${sorted}\n`).filter((line) => line.endsWith('suppressions'))).toEqual([]);
    expect(told(`${text}${sorted}\n`).filter((line) => line.endsWith('sort-params'))).toHaveLength(1);
  });
});

describe('a comment that does nothing', () => {
  it.each([
    ['no reason', `// ${comment('-next-line', 'sort-params')}\n${sorted}\n`, /gives no reason/],
    ['an empty reason', `// ${comment('-next-line', 'sort-params -- ')}\n${sorted}\n`, /gives no reason/],
    ['no rule', `// ${comment('-next-line', '-- because')}\n${sorted}\n`, /names no rule/],
    ['an unknown rule', `// ${comment('-next-line', 'sort-param -- because')}\n${sorted}\n`, /`sort-param`, which is no rule/],
    ['no end', `// ${comment('-start')}\n${sorted}\n`, /has no end/],
    ['no start', `// ${comment('-end', '')}\n`, /ends no block/],
    ['nothing to suppress', `// ${comment('-next-line')}\nconst a = 1;\n`, /nothing of `sort-params` left/],
  ])('is reported: %s', (_, text, message) => {
    expect(messages(text)).toEqual([expect.stringMatching(message)]);
  });
  it('is not called unused when its rule does not judge', () => {
    const findings = (rules: string[]) => run(workspaces.make({ 'a.mjs': `// ${comment('-next-line')}\nconst a = 1;\n` }), ...rules).code;
    expect(findings(['--rule', 'user-roles'])).toBe(0);
    expect(findings([])).toBe(1);
  });
  it.each([
    ['a line of its own', `const a = 1;\n  // ${comment('-next-line')}\nconst b = 2;\n`, 'const a = 1;\nconst b = 2;\n'],
    ['behind code', `const a = 1; // ${comment('')}\nconst b = 2;\n`, 'const a = 1;\nconst b = 2;\n'],
    ['one name of several', `// ${comment('-next-line', 'sort-params, user-roles -- because')}\n${sorted}\n`, `// ${comment('-next-line', 'sort-params -- because')}\n${sorted}\n`],
    ['a block with its end', `// ${comment('-start')}\nconst a = 1;\n// ${comment('-end', '')}\n`, 'const a = 1;\n'],
    ['CRLF', `// ${comment('-next-line')}\r\nconst a = 1;\r\n`, 'const a = 1;\r\n'],
  ])('is removed by fix when it is not needed: %s', (_, before, after) => {
    expect(fixTexts({ 'a.mjs': before }).texts['a.mjs']).toBe(after);
  });
  it('is removed with its braces in JSX', () => {
    const before = `export const Page = () => (\n  <p>\n    {/* ${comment('-next-line')} */}\n    text\n  </p>\n);\n`;
    expect(fixTexts({ 'a.jsx': before }).texts['a.jsx']).toBe('export const Page = () => (\n  <p>\n    text\n  </p>\n);\n');
  });
});

describe('fix --suppress', () => {
  const reason = ['--reason', 'the mirror still sends names'];
  it.each([
    ['a statement', 'a.mjs', `const a = 1;\n  ${sorted}\n`, `const a = 1;\n  // ${comment('-next-line', 'sort-params -- the mirror still sends names')}\n  ${sorted}\n`],
    ['CRLF', 'a.mjs', `const a = 1;\r\n${sorted}\r\n`, `const a = 1;\r\n// ${comment('-next-line', 'sort-params -- the mirror still sends names')}\r\n${sorted}\r\n`],
    [
      'a line inside a template',
      'a.mjs',
      `const a = 1;\nawait fetch(\`${url}?limit=1\n&sortBy=name\`);\nconst b = 2;\n`,
      `const a = 1;\n// ${comment('-start', 'sort-params -- the mirror still sends names')}\nawait fetch(\`${url}?limit=1\n&sortBy=name\`);\n// ${comment('-end', '')}\nconst b = 2;\n`,
    ],
  ])('writes a comment for %s, and the next run is silent', (_, name, before, after) => {
    const folder = workspaces.make({ [name]: before });
    expect(run(folder, 'fix', '--suppress', 'sort-params', ...reason)).toMatchObject({ code: 0, out: expect.stringContaining('Suppressed 1 use') });
    expect(read(folder, name)).toBe(after);
    expect(run(folder).code).toBe(0);
  });
  it('writes the form of JSX between JSX', () => {
    const before = `export const Page = async () => {\n  const user = await (await fetch('${url}/me')).json();\n  return (\n    <p>\n      {user.roles.join()}\n    </p>\n  );\n};\n`;
    const folder = workspaces.make({ 'a.jsx': before });
    run(folder, 'fix', '--suppress', 'user-roles', ...reason);
    expect(read(folder, 'a.jsx')).toBe(before.replace('      {user', `      {/* ${comment('-next-line', 'user-roles -- the mirror still sends names')} */}\n      {user`));
    expect(run(folder).code).toBe(0);
  });
  it('wants a reason of one line', () => {
    const folder = workspaces.make({ 'a.mjs': sorted });
    expect(run(folder, 'fix', '--suppress', 'sort-params')).toMatchObject({ code: 2, err: expect.stringContaining('--suppress needs the reason') });
    expect(run(folder, 'fix', '--suppress', 'sort-params', '--reason', 'a */ b').code).toBe(2);
    expect(run(folder, 'fix', '--reason', 'x').code).toBe(2);
    expect(read(folder, 'a.mjs')).toBe(sorted);
  });
});

describe('fix --mark', () => {
  const blocked = `await fetch('${url}?status=invited&filter=x');\n`;
  it('leaves one line above what stays, once, and takes it away when it is done', () => {
    const folder = workspaces.make({ 'a.mjs': `const a = 1;\n${blocked}` });
    expect(run(folder, 'fix', '--mark')).toMatchObject({ code: 1, out: expect.stringContaining('Marked 1 place') });
    const marked = read(folder, 'a.mjs');
    expect(marked).toMatch(/^const a = 1;\n\/\/ qlik-users-migrate: legacy-filters: .*Not rewritten: `filter` is sent as well.*\nawait fetch/);
    run(folder, 'fix', '--mark');
    expect(read(folder, 'a.mjs')).toBe(marked);
    const done = workspaces.make({ 'a.mjs': marked.replace('status=invited&', '') });
    expect(run(done, 'fix', '--mark').code).toBe(0);
    expect(read(done, 'a.mjs')).toBe(`const a = 1;\n${blocked.replace('status=invited&', '')}`);
  });
  it('lists what stays with where, why and what to do', () => {
    const { out } = run(workspaces.make({ 'a.mjs': `${blocked}${sorted}\n` }), 'fix');
    expect(out).toContain('Fixed 1 use in 1 file.');
    expect(out).toMatch(/To do by hand:\n\n {3}1\. a\.mjs:1:\d+ {2}legacy-filters\n {6}what `status` was removed[\s\S]*\n {6}why {2}`filter` is sent as well/);
  });
});
