import fs from 'node:fs';
import path from 'node:path';
import { describe } from 'vitest';
import { fixable, reported, silent } from './harness/pairs.ts';

const root = path.resolve(import.meta.dirname, '../fixtures/rules');
const read = (file: string): string => fs.readFileSync(file, 'utf8');

for (const rule of fs.readdirSync(root)) {
  const folder = path.join(root, rule);
  const files = fs.readdirSync(folder);
  describe(rule, () => {
    for (const file of files.filter((name) => name.includes('.input.'))) {
      const [story = '', extension = ''] = file.split('.input.');
      const name = `${story}.${extension}`;
      const input = read(path.join(folder, file));
      if (files.includes(`${story}.output.${extension}`)) fixable(name, input, read(path.join(folder, `${story}.output.${extension}`)), { rule });
      else reported(name, input, read(path.join(folder, `${story}.report.txt`)));
    }
    for (const file of files.filter((name) => name.includes('.valid.'))) silent(file, read(path.join(folder, file)));
  });
}
