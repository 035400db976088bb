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

/** The sources of one test, without what the compiler made of them. */
function takeApart(text, into) {
  const [, ...parts] = text.split(header);
  const sources = new Set(parts.filter((name, index) => index % 2 === 0 && /tsx?$/.test(name)).map((name) => name.replace(/tsx?$/, '')));
  for (let index = 0; index < parts.length; index += 2) {
    const given = parts[index];
    const isMade = /\.[cm]?jsx?$/.test(given) && sources.has(given.replace(/jsx?$/, ''));
    if (isMade || given.startsWith('tests/cases') || !/\.(?:[cm]?[jt]s|[jt]sx)$/.test(given)) continue;
    const file = path.join(
      into,
      given
        .replace(/\.\.\//g, 'up/')
        .replace(/[^\w./-]/g, '_')
        .replaceAll('node_modules', 'modules'),
    );
    mkdirSync(path.dirname(file), { recursive: true });
    writeFileSync(file, parts[index + 1].replace(/\r?\n$/, ''));
  }
}
