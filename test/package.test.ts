import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';

const top = path.resolve(import.meta.dirname, '..');
const manifest = JSON.parse(fs.readFileSync(path.join(top, 'package.json'), 'utf8'));

describe('the package', () => {
  it('ships what it needs and nothing else', () => {
    const told = execFileSync('npm', ['pack', '--dry-run', '--json', '--ignore-scripts'], { cwd: top, encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] });
    const names = (JSON.parse(told) as { files: { path: string }[] }[])[0]?.files.map((file) => file.path) ?? [];
    const whole = ['LICENSE', 'README.md', 'config.schema.json', 'dist/cli.js', 'dist/index.js', 'dist/shell.cjs', 'dist/worker.js', 'package.json'];
    const parts = /^dist\/chunk-[A-Z0-9]{8}\.js$|^dist\/types\/src\/[\w/-]+\.d\.ts$/;
    expect(names.filter((name) => !whole.includes(name) && !parts.test(name))).toEqual([]);
    expect(whole.filter((name) => !names.includes(name))).toEqual([]);
  });
  it('installs one package, and every version it names is exact', () => {
    expect(Object.keys(manifest.dependencies)).toEqual(['ts-morph']);
    for (const kind of ['optionalDependencies', 'peerDependencies', 'bundledDependencies', 'bundleDependencies']) expect(manifest[kind], kind).toBeUndefined();
    const versions = Object.entries({ ...manifest.dependencies, ...manifest.devDependencies }) as [string, string][];
    expect(versions.filter(([, version]) => !/^(?:npm:@?[\w./-]+@)?\d+\.\d+\.\d+(?:-[\w.]+)?$/.test(version))).toEqual([]);
  });
  it('runs nothing when it is installed', () => {
    expect(Object.keys(manifest.scripts).filter((name) => /^(?:pre|post)?install$|^prepare$/.test(name))).toEqual([]);
  });
});
