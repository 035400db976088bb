import fs from 'node:fs';
import { rootOf } from '../files/list.ts';
import { isPlainFile, isWithin } from '../files/plain-file.ts';

type Morph = typeof import('ts-morph');
type Host = ReturnType<InstanceType<Morph['Project']>['getFileSystem']>;

const inPackages = (file: string): boolean => file.replaceAll('\\', '/').includes('/node_modules/');

/** The disk as the compiler may see it: the repository, and the installed packages of it and of the folders above. Wherever links, imports and settings lead, nothing else is read. */
export function repositoryFiles(morph: Morph, root: string): Host {
  const disk = new morph.Project({ skipLoadingLibFiles: true }).getFileSystem();
  const top = rootOf(root);
  const isOpen = (file: string): boolean => isPlainFile(file) && (isWithin(top, file) || (inPackages(file) && inPackages(fs.realpathSync(file))));
  // The compiler knows what a file that is not there is like, from the disk itself.
  const checked = (file: string): string => (isOpen(file) ? file : `${top}/.git/no such file/${file}`);
  const host: Partial<Host> = {
    readFileSync: (file, encoding) => disk.readFileSync(checked(file), encoding),
    readFile: async (file, encoding) => disk.readFile(checked(file), encoding),
    fileExistsSync: (file) => isOpen(file) && disk.fileExistsSync(file),
    fileExists: async (file) => isOpen(file) && disk.fileExists(file),
    readDirSync: (folder) => (isWithin(top, `${folder}/`) || `${folder}/`.startsWith(`${top}/`) || inPackages(`${folder}/`) ? disk.readDirSync(folder) : []),
  };
  return Object.assign(Object.create(disk) as Host, host);
}
