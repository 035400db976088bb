import { describe, expect, it } from 'vitest';
import { parseSource, SyntaxFault } from '../src/source/source.ts';
import { fixTexts } from './harness/memory-files.ts';

/** Texts that Node or TypeScript take, by what is unusual in them. */
const programs: Readonly<Record<string, readonly [file: string, text: string]>> = {
  'a script in which `await` is a variable': ['a.js', 'var await = load();\nfunction later() { return await.roles; }\nlater();\n'],
  'a script in which `await` is a parameter beside async functions': ['a.js', 'function first(await) { return await + 1; }\nasync function second() { return await first(1); }\n'],
  'a script in which `await` is a label': ['a.cjs', 'await: for (;;) { break await; }\n'],
  'a TypeScript script in which `await` is a variable': ['a.ts', 'var await: number = 1;\nvar next: number = await + 1;\n'],
  'a module with an await outside functions': ['a.mjs', 'const answer = await load();\nexport default answer;\n'],
  'a script with an await outside functions, as consoles and notebooks have it': ['a.js', 'const answer = await load();\nwith (answer) { print(data); }\n'],
  'deferred imports': ['a.js', "import defer * as later from './later.js';\nconst same = await import.defer('./later.js');\n"],
  'imports of sources': ['a.js', "import source wasm from './a.wasm';\nconst same = import.source('./a.wasm');\n"],
  'a deferred import in a script': ['a.js', "with (Math) { import.defer('./later.js').then(print); }\n"],
  'import assertions': ['a.mjs', "import data from './data.json' assert { type: 'json' };\nprint(data);\n"],
  'import attributes': ['a.mjs', "import data from './data.json' with { type: 'json' };\nprint(data);\n"],
  'declarations of a file of another kind': ['theme.d.css.ts', 'declare const classes: { readonly title: string };\nexport default classes;\nexport const colour: string;\n'],
  'declarations without initializers': ['theme.d.mts', 'export const colour: string;\n'],
  'comments of HTML in a script': ['a.js', '<!-- hidden\nvar shown = 1;\n--> also hidden\n'],
  'a hashbang': ['a.js', '#!/usr/bin/env node\nvar shown = 010;\n'],
  'resources that end with their block': ['a.ts', '{ using file = open(); await using other = open(); }\n'],
  'decorators of both kinds': ['a.ts', 'class A { constructor(@Inject() private readonly http: Http) {} }\n'],
  'assertions of types in front': ['a.ts', 'const user = <User>load();\n'],
};

describe('dialects', () => {
  it.each(Object.entries(programs))('reads %s', (_, [file, text]) => {
    const source = parseSource(file, text);
    expect(source.program['body'].length).toBeGreaterThan(0);
    expect(source.faults).toEqual([]);
  });
  it('takes `await` for an operator where it can be one', () => {
    const source = parseSource('a.js', 'const user = await (load());\n');
    expect(source.program['body'][0].declarations[0].init.type).toBe('AwaitExpression');
  });
  it.each([
    ['brackets in brackets', `const all = ${'['.repeat(20_000)}${']'.repeat(20_000)};\n`, 1],
    ['a chain of calls', `first;\nquery${'\n  .where()'.repeat(20_000)};\n`, 2],
    ['a long sum', `const text = ${Array(20_000).fill("'a'").join(' +\n')};\n`, 1],
  ])('says of %s that it is too deep, with its place', (_, text, first) => {
    let fault: unknown;
    try {
      parseSource('a.js', text);
    } catch (error) {
      fault = error;
    }
    expect(fault).toBeInstanceOf(SyntaxFault);
    expect((fault as SyntaxFault).message).toBe('is nested too deeply to be judged');
    expect((fault as SyntaxFault).line).toBeGreaterThanOrEqual(first);
  });
  it('reads chains of hundreds of calls, and their names', () => {
    expect(parseSource('a.js', `query${'\n  .where()'.repeat(900)};\n`).scopes.globals.has('query')).toBe(true);
  });
  it('follows names through namespaces that are declared with a dot', () => {
    const text =
      "declare namespace Api.V1 {\n  interface Person {\n    roles: string[];\n  }\n}\nconst load = async (): Promise<Api.V1.Person[]> => (await (await fetch('https://acme.eu.qlikcloud.com/api/v1/users')).json()).data;\nexport const admins = async () => (await load()).filter((one: Api.V1.Person) => one.roles.includes('TenantAdmin'));\n";
    expect(fixTexts({ 'a.ts': text }).texts['a.ts']).toBe(text.replace('roles: string[]', 'assignedRoles: { name: string }[]').replace("roles.includes('TenantAdmin')", "assignedRoles.some((role) => role.name === 'TenantAdmin')"));
  });
});
