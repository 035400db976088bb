import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';

/** Results kept in one folder; the oldest make room. */
const mostEntries = 32;
/** Bytes of all of them. */
const mostBytes = 128 * 1024 * 1024;
/** Bytes of one result; larger ones are not kept. */
const largestEntry = 32 * 1024 * 1024;
const entryName = /^results-[0-9a-f]{24}\.json$/;
const leftoverName = /^\.results-[0-9a-f]{16}\.tmp$/;

/**
 * Where results lie between runs. What is read is believed only when it is signed with a secret that lies in the user's own folder: a repository
 * may bring a file under any name, also below `node_modules`, and must not be able to say what was found. Nothing is ever executed, links are not followed.
 */
export interface Store {
  /** True when something is kept under names that begin so. */
  holds(prefix: string): boolean;
  /** What was kept under this name; undefined when there is nothing, or nothing that can be believed. */
  load(name: string): string | undefined;
  /** Keeps a text under this name of 24 hexadecimal digits. Does nothing where it cannot be kept. `make` is given the file system's time. */
  save(name: string, make: (now: number) => string | undefined): void;
}

/** The store of a project: below its `node_modules` where it has that, otherwise in the user's folder for caches. */
export function openStore(root: string, userFolder: string): Store {
  const inModules = isFolder(path.join(root, 'node_modules'));
  const [base, ...names] = inModules ? [root, 'node_modules', '.cache', 'qlik-users-migrate'] : [userFolder];
  const folder = path.join(base, ...names);
  const signing = (secret: string, name: string) => (text: string) => createHmac('sha256', secret).update(`${root}\0${name}\0`).update(text).digest();
  return {
    holds: (prefix) => attempt(() => fs.readdirSync(folder).some((name) => name.startsWith(fileName(prefix).slice(0, -'.json'.length)))) ?? false,
    load: (name) =>
      attempt(() => {
        const secret = knownSecret(userFolder);
        return secret !== undefined && isPlain(base, names) ? verified(path.join(folder, fileName(name)), signing(secret, name)) : undefined;
      }),
    save: (name, make) => {
      attempt(() => {
        const secret = knownSecret(userFolder) ?? madeSecret(userFolder);
        if (makePlain(base, names)) write(folder, fileName(name), make, signing(secret, name));
      });
    },
  };
}

const fileName = (name: string): string => `results-${name}.json`;

function attempt<T>(act: () => T): T | undefined {
  try {
    return act();
  } catch {
    return undefined;
  }
}

/** A folder itself, not a link to one. */
const isFolder = (file: string): boolean => fs.lstatSync(file, { throwIfNoEntry: false })?.isDirectory() ?? false;

const steps = (base: string, names: readonly string[]): string[] => names.map((_, index) => path.join(base, ...names.slice(0, index + 1)));

const isPlain = (base: string, names: readonly string[]): boolean => steps(base, names).every(isFolder);

/** Makes the folders that are missing; false when one of them is a link. */
function makePlain(base: string, names: readonly string[]): boolean {
  return steps(base, names).every((folder) => {
    if (!fs.lstatSync(folder, { throwIfNoEntry: false })) fs.mkdirSync(folder);
    return isFolder(folder);
  });
}

function verified(file: string, sign: (text: string) => Buffer): string | undefined {
  const stats = fs.lstatSync(file, { throwIfNoEntry: false });
  if (!stats?.isFile() || stats.size > largestEntry) return undefined;
  const whole = fs.readFileSync(file, 'utf8');
  const end = whole.indexOf('\n');
  const signature = Buffer.from(whole.slice(0, Math.max(0, end)), 'hex');
  const text = whole.slice(end + 1);
  const expected = sign(text);
  return signature.length === expected.length && timingSafeEqual(signature, expected) ? text : undefined;
}

/** Temporary file, rename. The temporary file's own time is the file system's. */
function write(folder: string, name: string, make: (now: number) => string | undefined, sign: (text: string) => Buffer): void {
  const temporary = path.join(folder, `.results-${randomBytes(8).toString('hex')}.tmp`);
  fs.writeFileSync(temporary, '', { flag: 'wx', mode: 0o600 });
  try {
    const text = make(fs.statSync(temporary).mtimeMs);
    if (text === undefined || text.length > largestEntry) return;
    fs.writeFileSync(temporary, `${sign(text).toString('hex')}\n${text}`);
    fs.renameSync(temporary, path.join(folder, name));
  } finally {
    fs.rmSync(temporary, { force: true });
  }
  sweep(folder);
}

/** Takes off what is beyond the limits, the oldest first, and what killed runs left. */
function sweep(folder: string): void {
  const all = fs.readdirSync(folder).flatMap((name) => {
    const stats = fs.lstatSync(path.join(folder, name), { throwIfNoEntry: false });
    return stats ? [{ name, age: stats.mtimeMs, size: stats.size }] : [];
  });
  const entries = all.filter(({ name }) => entryName.test(name)).sort((a, b) => b.age - a.age);
  let bytes = 0;
  const old = entries.filter(({ size }, index) => (bytes += size) > mostBytes || index >= mostEntries);
  const left = all.filter(({ name, age }) => leftoverName.test(name) && age < (entries[0]?.age ?? 0) - 3_600_000);
  for (const { name } of [...old, ...left]) fs.rmSync(path.join(folder, name), { force: true });
}

/** The secret of this user; undefined before one is made. */
function knownSecret(folder: string): string | undefined {
  const secret = attempt(() => fs.readFileSync(path.join(folder, 'secret'), 'utf8'));
  return secret !== undefined && /^[0-9a-f]{64}$/.test(secret) ? secret : undefined;
}

/** Makes one. @throws where it cannot be kept. */
function madeSecret(folder: string): string {
  const made = randomBytes(32).toString('hex');
  const temporary = path.join(folder, `.secret-${randomBytes(8).toString('hex')}`);
  fs.mkdirSync(folder, { recursive: true, mode: 0o700 });
  fs.writeFileSync(temporary, made, { flag: 'wx', mode: 0o600 });
  fs.renameSync(temporary, path.join(folder, 'secret'));
  return made;
}
