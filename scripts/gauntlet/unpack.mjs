// TypeScript keeps the source texts of its tests in files that hold several, each behind a line `//// [name]`. This takes them apart again.
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

const header = /^\/\/\/\/ \[([^\]\r\n]+)\](?: \/\/\/\/)?\r?\n/m;

/** The folder, or a temporary one with what its baselines hold; `dispose` takes that away again. */
export function unpacked(folder) {
  const names = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.js'));
  const isBaseline = (name) => readFileSync(path.join(folder, name), 'utf8').startsWith('//// [');
  if (!names.slice(0, 50).some(isBaseline)) return { folder, dispose: () => {} };
  const into = mkdtempSync(path.join(tmpdir(), 'gauntlet-cases-'));
  for (const name of names.filter(isBaseline)) takeApart(readFileSync(path.join(folder, name), 'utf8'), path.join(into, name.slice(0, -3)));
  return { folder: into, dispose: () => rmSync(into, { recursive: true, force: true }) };
}

function takeApart(text, into) {
  const [, ...parts] = text.split(header);
  for (let index = 0; index < parts.length; index += 2) {
    const name = parts[index]
      .replace(/\.\.\//g, 'up/')
      .replace(/[^\w./-]/g, '_')
      .replaceAll('node_modules', 'modules');
    if (name.startsWith('tests/cases') || !/\.(?:[cm]?[jt]s|[jt]sx)$/.test(name)) continue;
    const file = path.join(into, name);
    mkdirSync(path.dirname(file), { recursive: true });
    writeFileSync(file, parts[index + 1].replace(/\r?\n$/, ''));
  }
}
