import { describe, expect, it } from 'vitest';
import { fixAll, type FixResult } from '../src/fix/rounds.ts';
import { lint } from '../src/lint.ts';
import { memoryFiles, options } from './harness/memory-files.ts';

const texts = {
  'ask.mjs': "import { show } from './show.mjs';\nconst { data } = await (await fetch('https://acme.eu.qlikcloud.com/api/v1/users?fields=name,created&sortBy=name')).json();\ndata.forEach(show);\n",
  'show.mjs': 'export const show = (user) => console.log(user.name, user.created);\n',
  'other.mjs': "const { data } = await (await fetch('https://acme.eu.qlikcloud.com/api/v1/users?fields=created')).json();\nconsole.log(data.map((user) => user.created));\n",
};

/** What changes when the rewritten text of a file is refused. */
const changedWithout = (refused: string, project: Readonly<Record<string, string>> = texts): string[] => fixedWithout(refused, project).changes.map(({ file }) => file.replace('/project/', ''));

function fixedWithout(refused: string, project: Readonly<Record<string, string>>): FixResult {
  const files = memoryFiles(project);
  return fixAll(lint(files, options), {
    selected: new Set(files.selected),
    suggestions: false,
    read: (file) => files.read(file),
    lintTexts: (overlay) => lint(files.withTexts(overlay), options),
    fault: (file, text) => (file === `/project/${refused}` && text !== files.read(file) ? 'refused' : undefined),
  });
}

describe('a request that asks for fields, and what reads them elsewhere', () => {
  it('change together', () => {
    expect(changedWithout('none')).toEqual(['ask.mjs', 'other.mjs', 'show.mjs']);
  });
  it('stay together, whichever of the files is refused, and leave others alone', () => {
    expect(changedWithout('show.mjs')).toEqual(['other.mjs']);
    expect(changedWithout('ask.mjs')).toEqual(['other.mjs']);
    expect(changedWithout('other.mjs')).toEqual(['ask.mjs', 'show.mjs']);
  });
});

describe('a declared member and all that names it', () => {
  const declared = {
    'user.ts': 'export interface User { id: string; created: string }\n',
    'load.ts':
      "import type { User } from './user';\n\nexport const newest = async () => (await load())[0].created;\nexport async function load(): Promise<User[]> {\n  return (await (await fetch('https://acme.eu.qlikcloud.com/api/v1/users?sortBy=name')).json()).data;\n}\n",
    'show.ts': "import { load } from './load';\n\nexport const show = async () => (await load()).map((user) => user.created);\n",
  };
  it('change together', () => {
    expect(changedWithout('none', declared)).toEqual(['load.ts', 'show.ts', 'user.ts']);
  });
  it('stay where one of them is refused, and leave the rest of their files alone', () => {
    expect(changedWithout('show.ts', declared)).toEqual(['load.ts']);
    expect(changedWithout('user.ts', declared)).toEqual(['load.ts']);
  });
  it('say what holds them, each in its file', () => {
    const { remaining, refused } = fixedWithout('show.ts', declared);
    expect(refused).toEqual([{ file: '/project/show.ts', reason: 'the rewritten file would not parse: refused' }]);
    expect(remaining.findings.map(({ at, fixable, blocked }) => [at.file.replace('/project/', ''), fixable, blocked])).toEqual([
      ['load.ts', 'none', 'the declared member and everything that names it changes as a whole, and show.ts could not be rewritten: the rewritten file would not parse: refused'],
      ['show.ts', 'fix', undefined],
      ['user.ts', 'none', 'the declared member and everything that names it changes as a whole, and show.ts could not be rewritten: the rewritten file would not parse: refused'],
    ]);
  });
});

describe('a declared list whose new value another rewrite changes in the same round', () => {
  const declared = {
    'member.ts': 'export type Member = { name: string; roles: string[] };\nexport const count = (member: Member): number => member.roles.length;\n',
    'ask.ts':
      "import { count, type Member } from './member';\n\nconst ask = async (path: string) => (await fetch(`https://acme.eu.qlikcloud.com/api/v1/${path}`)).json();\nconst metadata = await ask('users/metadata');\nconst { data }: { data: Member[] } = await ask('users');\nconsole.log(count({ name: 'all', roles: metadata.valid_roles }), data.map(count));\n",
  };
  it('waits as a whole for the next round', () => {
    const { changes, refused } = fixedWithout('none', declared);
    const [ask, member] = changes.map(({ after }) => after);
    expect(refused).toEqual([]);
    expect(ask).toContain("count({ name: 'all', assignedRoles: metadata.data?.map((role) => role.name).map((name) => ({ name })) })");
    expect(member).toContain('assignedRoles: { name: string }[]');
  });
});
