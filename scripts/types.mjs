// Writes the declarations of the library, and of what it names, to dist/types.
import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import ts from 'typescript';

const entry = path.resolve('src/library/index.ts');
const { config } = ts.readConfigFile('tsconfig.json', ts.sys.readFile);
const { options } = ts.parseJsonConfigFileContent(config, ts.sys, '.');
const program = ts.createProgram([entry, path.resolve('src/library/markdown.d.ts')], { ...options, noEmit: false, declaration: true, emitDeclarationOnly: true });
const pending = [entry];
const done = new Set();

for (let file = pending.pop(); file; file = pending.pop()) {
  if (done.has(file)) continue;
  done.add(file);
  const source = program.getSourceFile(file);
  if (!source) throw new Error(`${file}: no such source`);
  let text = '';
  program.emit(
    source,
    (_, written) => {
      text = written;
    },
    undefined,
    true,
  );
  for (const [, specifier] of text.matchAll(/from '(\.[^']+)'|import\('(\.[^']+)'\)/g)) if (specifier) pending.push(path.resolve(path.dirname(file), specifier));
  for (const [, specifier] of text.matchAll(/import\(["'](\.[^"']+)["']\)/g)) pending.push(path.resolve(path.dirname(file), specifier));
  const target = path.join('dist/types', path.relative('.', file).replace(/\.ts$/, '.d.ts'));
  mkdirSync(path.dirname(target), { recursive: true });
  writeFileSync(target, text.replace(/((?:from |import\()["']\.[^"']+)\.ts(["'])/g, '$1.js$2'));
}
