import { describe, expect, it } from 'vitest';
import { fixAll } from '../src/fix/rounds.ts';
import { lint } from '../src/lint.ts';
import { memoryFiles, options } from './harness/memory-files.ts';

const texts = {
  'ask.mjs': "import { show } from './show.mjs';\nconst { data } = await (await fetch('https://acme.eu.qlikcloud.com/api/v1/users?fields=name,created&sortBy=name')).json();\ndata.forEach(show);\n",
  'show.mjs': 'export const show = (user) => console.log(user.name, user.created);\n',
  'other.mjs': "const { data } = await (await fetch('https://acme.eu.qlikcloud.com/api/v1/users?fields=created')).json();\nconsole.log(data.map((user) => user.created));\n",
};

/** What changes when the rewritten text of a file is refused. */
function changedWithout(refused: string): string[] {
  const files = memoryFiles(texts);
  const { changes } = fixAll(lint(files, options), {
    selected: new Set(files.selected),
    suggestions: false,
    read: (file) => files.read(file),
    lintTexts: (overlay) => lint(files.withTexts(overlay), options),
    fault: (file, text) => (file === `/project/${refused}` && text !== files.read(file) ? 'refused' : undefined),
  });
  return changes.map(({ file }) => file.replace('/project/', ''));
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
