import path from 'node:path';
import type { FileSet } from '../../files/file-set.ts';
import { textAt } from './resolve.ts';

/** A version as far as the project tells it. */
export interface Version {
  readonly major: number;
  readonly minor: number;
}

const known = new WeakMap<FileSet, Map<string, Version | undefined>>();

/**
 * The version of a package that a file gets: of the installed copy, otherwise by the lock file, otherwise by the range in package.json
 * where that leaves no doubt. Nothing of the package is executed. Undefined when nobody says, or when several could be meant.
 */
export function installedVersion(files: FileSet, file: string, name: string): Version | undefined {
  const folder = path.posix.dirname(file);
  const versions = known.get(files) ?? new Map<string, Version | undefined>();
  known.set(files, versions);
  const key = `${folder}\0${name}`;
  if (!versions.has(key)) versions.set(key, search(files, folder, name));
  return versions.get(key);
}

function search(files: FileSet, from: string, name: string): Version | undefined {
  const folders = [...upwards(files.root, from)];
  for (const ask of [inModules, inLock, inManifest]) {
    for (const folder of folders) {
      const version = ask(files, folder, name);
      if (version) return version;
    }
  }
  return undefined;
}

function* upwards(root: string, from: string): Generator<string> {
  for (let folder = from; folder.startsWith(root); folder = path.posix.dirname(folder)) {
    yield folder;
    if (folder === root) return;
  }
}

function inModules(files: FileSet, folder: string, name: string): Version | undefined {
  const text = textAt(files, `${folder}/node_modules/${name}/package.json`);
  return text === undefined ? undefined : exact(/"version"\s*:\s*"([^"]+)"/.exec(text)?.[1]);
}

/** package-lock.json, yarn.lock and pnpm-lock.yaml, each read for the one line that names the version. */
function inLock(files: FileSet, folder: string, name: string): Version | undefined {
  const escaped = name.replace(/[/.]/g, '\\$&');
  const locks: readonly (readonly [string, RegExp])[] = [
    ['package-lock.json', new RegExp(`"node_modules/${escaped}"\\s*:\\s*\\{[^{}]*?"version"\\s*:\\s*"([^"]+)"`)],
    ['npm-shrinkwrap.json', new RegExp(`"node_modules/${escaped}"\\s*:\\s*\\{[^{}]*?"version"\\s*:\\s*"([^"]+)"`)],
    ['yarn.lock', new RegExp(`^"?${escaped}@[^\\n]*:\\n\\s+version:?\\s+"?([\\w.-]+)`, 'm')],
    ['pnpm-lock.yaml', new RegExp(`^[ \\t]*['"]?/?${escaped}[@/](\\d[\\w.-]*)`, 'm')],
  ];
  return locks.map(([file, line]) => exact(line.exec(textAt(files, `${folder}/${file}`) ?? '')?.[1])).find(Boolean);
}

/** `^0.28.0`, `~0.19`, `0.12.x`, `1.22.0`: ranges whose major and, below 1.0, minor version are fixed. */
function inManifest(files: FileSet, folder: string, name: string): Version | undefined {
  const text = textAt(files, `${folder}/package.json`) ?? '';
  const range = new RegExp(`"${name.replace(/[/.]/g, '\\$&')}"\\s*:\\s*"([^"]+)"`).exec(text)?.[1];
  return exact(/^(?:npm:[^\s]+@)?[\^~=v]?(\d+\.\d+(?:\.[\dx*]+)?(?:-[\w.]+)?)$/.exec(range ?? '')?.[1]);
}

function exact(text: string | undefined): Version | undefined {
  const [, major, minor] = /^(\d+)\.(\d+)/.exec(text ?? '') ?? [];
  return major === undefined ? undefined : { major: Number(major), minor: Number(minor) };
}
