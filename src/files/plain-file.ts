import fs from 'node:fs';

/**
 * Opens a file for reading; never waits for what somebody may write one day. A link is followed only below the folder `within`, where that is given.
 * @throws when it is no plain file: a folder, a pipe, a socket, a device, a link that leads out.
 */
export function openPlain(file: string, within?: string): { readonly descriptor: number; readonly stats: fs.Stats } {
  const descriptor = opened(file, within);
  const stats = fs.fstatSync(descriptor);
  if (stats.isFile()) return { descriptor, stats };
  fs.closeSync(descriptor);
  throw new Error('it is no plain file');
}

const { O_RDONLY, O_NONBLOCK = 0, O_NOFOLLOW = 0 } = fs.constants;

function opened(file: string, within: string | undefined): number {
  try {
    return fs.openSync(file, O_RDONLY | O_NONBLOCK | (within === undefined ? 0 : O_NOFOLLOW));
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'ENXIO' || code === 'ENODEV') throw new Error('it is no plain file');
    const isLink = within !== undefined && (code === 'ELOOP' || code === 'EMLINK') && fs.existsSync(file);
    if (!isLink) throw error;
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
    return fs.statSync(file).isFile();
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
