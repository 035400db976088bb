import fs from 'node:fs';
import path from 'node:path';
import { describe } from 'vitest';
import { fixable, reported, silent } from './harness/pairs.ts';

const root = path.resolve(import.meta.dirname, '../fixtures/clients');
const read = (file: string): string => fs.readFileSync(file, 'utf8');

/** What a story says of the packages that are installed: `<story>.package.json`. */
function besides(folder: string, file: string): Record<string, string> {
  const manifest = path.join(folder, `${file.split('.')[0]}.package.json`);
  return fs.existsSync(manifest) ? { 'package.json': read(manifest) } : {};
}

for (const client of fs.readdirSync(root)) {
  const folder = path.join(root, client);
  const files = fs.readdirSync(folder);
  describe(client, () => {
    for (const file of files.filter((name) => name.includes('.input.'))) {
      const [story = '', extension = ''] = file.split('.input.');
      const name = `${story}.${extension}`;
      const beside = besides(folder, file);
      const input = read(path.join(folder, file));
      if (files.includes(`${story}.output.${extension}`)) fixable(name, input, read(path.join(folder, `${story}.output.${extension}`)), { beside });
      else reported(name, input, read(path.join(folder, `${story}.report.txt`)), beside);
    }
    for (const file of files.filter((name) => name.includes('.valid.'))) silent(file, read(path.join(folder, file)), besides(folder, file));
  });
}
