import os from 'node:os';
import path from 'node:path';
import type { CacheOptions } from '../cache/cache.ts';

/** Names the build; put in when the tool is bundled. */
declare const BUILD: string | undefined;

/** Runs that read fewer programs than this are as fast as looking the answer up. */
const least = 20;

/** How results are kept between runs; undefined when the tool runs from its sources, which change without a new name. */
export function cacheOptions(): CacheOptions | undefined {
  if (typeof BUILD !== 'string') return undefined;
  return { folder: path.join(cachesOfUser(), 'qlik-users-migrate'), build: `${BUILD} ${process.version}`, least };
}

/** Where this system keeps what programs of this user can make again. */
function cachesOfUser(): string {
  const { XDG_CACHE_HOME: given, LOCALAPPDATA: local } = process.env;
  if (given && path.isAbsolute(given)) return given;
  if (process.platform === 'win32') return local && path.isAbsolute(local) ? local : path.join(os.homedir(), 'AppData/Local');
  return path.join(os.homedir(), process.platform === 'darwin' ? 'Library/Caches' : '.cache');
}
