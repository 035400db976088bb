import fs from 'node:fs';
import path from 'node:path';
import { isPlainFile, isWithin } from './plain-file.ts';

/** How a listed name stands on the disk: a plain file, a link to one inside the project, something that nobody may look at (reading it tells why), or nothing to read. */
export type Standing = 'plain' | 'link' | 'hidden' | 'none';

/** Looks at names of one project. A list of git may name what has been removed, or replaced by something else, since. */
export class Standings {
  readonly #root: string;
  readonly #linked = new Map<string, boolean>();

  /** `root`: the real path of the project, with `/`. */
  constructor(root: string) {
    this.#root = root;
  }

  of(name: string): Standing {
    if (this.isThroughLink(name)) return 'none';
    const file = path.join(this.#root, name);
    try {
      const stats = fs.lstatSync(file);
      return stats.isFile() ? 'plain' : stats.isSymbolicLink() && isPlainFile(file) && isWithin(this.#root, file) ? 'link' : 'none';
    } catch (error) {
      // A name that is no text was spoiled on the way here: nothing can be said of it.
      return isMissing(error) && !name.includes('\ufffd') ? 'none' : 'hidden';
    }
  }

  /** True when a folder of the path has become a link since git saw it: for git, what is behind it is gone. */
  isThroughLink(name: string): boolean {
    const folder = path.posix.dirname(name);
    if (folder === '.' || folder === '/') return false;
    let answer = this.#linked.get(folder);
    if (answer === undefined) this.#linked.set(folder, (answer = this.isThroughLink(folder) || isLink(path.join(this.#root, folder))));
    return answer;
  }
}

const isMissing = (error: unknown): boolean => ['ENOENT', 'ENOTDIR'].includes((error as NodeJS.ErrnoException).code ?? '');

function isLink(file: string): boolean {
  try {
    return fs.lstatSync(file, { throwIfNoEntry: false })?.isSymbolicLink() === true;
  } catch {
    return false;
  }
}
