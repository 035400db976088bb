import fs from 'node:fs';

/**
 * Opens a file for reading; never waits for what somebody may write one day. A link is followed only below the folder `within`, where that is given.
 * @throws when it is no plain file: a folder, a pipe, a socket, a device, a link that leads out.
 */
export function openPlain(file: string, within?: string): { readonly descriptor: number; readonly stats: fs.Stats } {
  const descriptor = opened(file, within);
  try {
    return { descriptor, stats: statsOf(descriptor) };
  } catch (error) {
    fs.closeSync(descriptor);
    throw error;
  }
}

/** @throws when it is no plain file. */
function statsOf(descriptor: number): fs.Stats {
  const stats = fs.fstatSync(descriptor);
  if (stats.isFile()) return stats;
  throw stats.isDirectory() ? Object.assign(new Error('it is a folder'), { code: 'EISDIR' }) : new Error('it is no plain file');
}

/** A plain file as it was read: its bytes, which the next reading may overwrite; none when it is larger than asked for. */
export interface Reading {
  readonly bytes: Buffer | undefined;
  readonly stats: fs.Stats | undefined;
}

/** Reads plain files into one buffer. */
export class Reader {
  #buffer = Buffer.allocUnsafe(256 * 1024);

  /** `followsLinks`: false to refuse every link. */
  constructor(readonly followsLinks = true) {}

  /** `most`: bytes of the largest file that is read, no fewer than the buffer holds. `isStated`: whether the file's state is asked for; otherwise only what cannot be told from its bytes is looked up. @throws as `openPlain` does. */
  read(file: string, within: string, most: number, isStated: boolean): Reading {
    const descriptor = opened(file, within, this.followsLinks);
    try {
      const stats = isStated ? statsOf(descriptor) : undefined;
      const length = stats ? 0 : fs.readSync(descriptor, this.#buffer, 0, this.#buffer.length, 0);
      // What is empty may be no file, and what fills the buffer may go on.
      if (length > 0 && length < this.#buffer.length) return { bytes: this.#buffer.subarray(0, length), stats };
      return this.#whole(descriptor, stats ?? statsOf(descriptor), most);
    } finally {
      fs.closeSync(descriptor);
    }
  }

  #whole(descriptor: number, stats: fs.Stats, most: number): Reading {
    const { size } = stats;
    if (size > most) return { bytes: undefined, stats };
    if (size > this.#buffer.length) this.#buffer = Buffer.allocUnsafe(size * 2);
    return { bytes: this.#buffer.subarray(0, fs.readSync(descriptor, this.#buffer, 0, size, 0)), stats };
  }
}

const { O_RDONLY, O_NONBLOCK = 0, O_NOFOLLOW = 0 } = fs.constants;

function opened(file: string, within: string | undefined, followsLinks = true): number {
  // Where the system cannot be told to refuse links.
  if (!followsLinks && O_NOFOLLOW === 0 && fs.lstatSync(file).isSymbolicLink()) throw new Error('is a link');
  try {
    return fs.openSync(file, O_RDONLY | O_NONBLOCK | (within === undefined ? 0 : O_NOFOLLOW));
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'ENXIO' || code === 'ENODEV') throw new Error('it is no plain file');
    if (within === undefined || !followsLinks || (code !== 'ELOOP' && code !== 'EMLINK')) throw error;
    // Tells of a link that leads nowhere, or round.
    fs.realpathSync.native(file);
    if (!isWithin(within, file)) throw new Error('is a link that leaves the project');
    return fs.openSync(file, O_RDONLY | O_NONBLOCK);
  }
}

/** The text of a plain file. @throws when it is none, or cannot be read. */
export function readPlain(file: string): string {
  const { descriptor } = openPlain(file);
  try {
    return fs.readFileSync(descriptor, 'utf8');
  } finally {
    fs.closeSync(descriptor);
  }
}

/** True for a plain file, or a link to one. */
export function isPlainFile(file: string): boolean {
  try {
    return fs.statSync(file, { throwIfNoEntry: false })?.isFile() === true;
  } catch {
    return false;
  }
}

/** True for a path below the folder, both with `/`. */
export const isBelow = (file: string, folder: string): boolean => file.startsWith(folder.endsWith('/') ? folder : `${folder}/`);

/** True for what really lies below the folder, wherever links lead. Installed packages may be links to where a package manager keeps them. */
export function isWithin(folder: string, file: string): boolean {
  try {
    const real = fs.realpathSync.native(file).replaceAll('\\', '/');
    return isBelow(real, folder) || (file.includes('/node_modules/') && isBelow(file, folder) && real.includes('/node_modules/'));
  } catch {
    return false;
  }
}
