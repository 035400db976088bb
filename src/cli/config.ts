import fs from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Confidence } from '../facts.ts';
import { reasonOf } from '../files/file-set.ts';
import { rootOf } from '../files/list.ts';
import { isPlainFile, readPlain } from '../files/plain-file.ts';
import { parseLoose } from '../trace/modules/resolve.ts';
import { UsageError } from '../usage-error.ts';
import type { ClientConfig, TypeConfig } from '../clients/described.ts';
import type { Fault } from './config-clients.ts';
import { hint } from './suggest.ts';

/** What a configuration file may say. `config.schema.json` says the same for editors. */
export interface Config {
  readonly rules?: readonly string[];
  /** Host names of Qlik tenants that do not look like it. */
  readonly hosts?: readonly string[];
  /** Ways of calling the API that the code does not show. */
  readonly clients?: readonly ClientConfig[];
  /** Declared types that describe users. */
  readonly types?: readonly TypeConfig[];
  /** Patterns of files to leave out, as in `.gitignore`, from the folder of the configuration. */
  readonly ignore?: readonly string[];
  readonly minConfidence?: Confidence;
  readonly assumeQlik?: boolean;
  readonly target?: 'today' | '2022-11';
  readonly keepActiveDefault?: boolean;
  /** The baseline's file, from the folder of the configuration; false for none. */
  readonly baseline?: string | false;
}

/** A configuration and the file it stands in; undefined when there is none. */
export interface Found {
  readonly config: Config;
  readonly file: string | undefined;
}

/** What is wrong with a value in a configuration of this folder. */
type Check = (value: unknown, folder: string) => string | Fault | undefined | Promise<Fault | undefined>;
const list = (value: unknown): string | undefined => (Array.isArray(value) && value.every((item) => typeof item === 'string' && item !== '') ? undefined : 'must be a list of strings');
const boolean: Check = (value) => (typeof value === 'boolean' ? undefined : 'must be true or false');
const oneOf =
  (...names: string[]): Check =>
  (value) =>
    typeof value === 'string' && names.includes(value) ? undefined : `must be one of ${names.join(', ')}`;
const hosts: Check = (value) => list(value) ?? ((value as string[]).some((host) => /[/:\s]/.test(host)) ? 'must be host names, without https:// and without a path' : undefined);

/** Every key, and what its value must be. */
export const configKeys: Readonly<Record<keyof Config, Check>> = {
  rules: (value) => list(value) ?? ((value as string[]).length === 0 ? 'names no rule, so nothing would be judged; leave it out for all of them' : undefined),
  hosts,
  // What knows all clients is only read where some are configured.
  clients: async (value, folder) => (await import('./config-clients.ts')).clientsFault(value, folder),
  types: async (value, folder) => (await import('./config-clients.ts')).typesFault(value, folder),
  ignore: list,
  minConfidence: oneOf('certain', 'likely', 'possible'),
  assumeQlik: boolean,
  target: oneOf('today', '2022-11'),
  keepActiveDefault: boolean,
  baseline: (value) => ((typeof value === 'string' && value !== '') || value === false ? undefined : 'must be the path of a file, or false'),
};

const name = 'qlik-users-migrate';
const names = ['json', 'jsonc', 'js', 'mjs'].map((extension) => `${name}.config.${extension}`);

/** The configuration that a folder itself has, as a file or in its package.json. */
export function ownConfig(folder: string): string | undefined {
  const manifest = path.join(folder, 'package.json');
  return names.find((candidate) => fs.existsSync(path.join(folder, candidate))) ?? (keyIn(manifest) === undefined ? undefined : `package.json (key "${name}")`);
}

function keyIn(manifest: string): unknown {
  const inside = isPlainFile(manifest) ? parseLoose(textOf(manifest)) : undefined;
  return inside && typeof inside === 'object' ? (inside as Record<string, unknown>)[name] : undefined;
}

/**
 * Reads the configuration: the file named, or the nearest one from `cwd` up to the top of the git tree, or the key in package.json.
 * A configuration that is code is run only where the user stands: in `cwd` or between it and the top of its git tree, or when it is named.
 * @throws {UsageError} with file and line when it cannot be used.
 */
export async function readConfig(cwd: string, named: string | false | undefined): Promise<Found> {
  if (named === false) return { config: {}, file: undefined };
  if (named !== undefined) return load(existing(cwd, named));
  const top = rootOf(cwd);
  for (let folder = cwd; ; folder = path.dirname(folder)) {
    const own = names.map((candidate) => path.join(folder, candidate)).find((file) => fs.existsSync(file));
    if (own) return load(own);
    const manifest = path.join(folder, 'package.json');
    const key = keyIn(manifest);
    if (key !== undefined) return { config: await checked(manifest, textOf(manifest), key), file: manifest };
    if (folder === top || path.dirname(folder) === folder) return { config: {}, file: undefined };
  }
}

/** The file named, also when it is written with backslashes. */
function existing(cwd: string, named: string): string {
  if (named === '') throw new UsageError('--config needs a value');
  const file = [named, named.replaceAll('\\', '/')].map((candidate) => path.resolve(cwd, candidate)).find((candidate) => fs.existsSync(candidate));
  if (file === undefined || fs.statSync(file).isDirectory()) throw new UsageError(`${named}: this configuration file cannot be read`);
  return file;
}

async function load(file: string): Promise<Found> {
  if (/\.m?js$/.test(file)) return { config: await checked(file, textOf(file), await execute(file)), file };
  const text = textOf(file);
  const value = parseLoose(text);
  if (value === undefined) throw new UsageError(`${file}:${faultLine(text)}: this is not valid JSON`);
  return { config: await checked(file, text, value), file };
}

function textOf(file: string): string {
  try {
    return readPlain(file);
  } catch (error) {
    throw new UsageError(`${file}: this configuration file cannot be read (${reasonOf(error)})`);
  }
}

async function execute(file: string): Promise<unknown> {
  try {
    return ((await import(pathToFileURL(file).href)) as { default?: unknown }).default;
  } catch (error) {
    throw new UsageError(`${file}: this configuration cannot be run (${(error as Error).message})`);
  }
}

function faultLine(text: string): number {
  try {
    JSON.parse(text);
  } catch (error) {
    const at = /position (\d+)/.exec((error as Error).message)?.[1];
    if (at) return text.slice(0, Number(at)).split('\n').length;
  }
  return 1;
}

async function checked(file: string, text: string, value: unknown): Promise<Config> {
  if (!value || typeof value !== 'object' || Array.isArray(value)) throw new UsageError(`${file}:1: the configuration must be an object${/js$/.test(file) ? ', exported as default' : ''}`);
  for (const [key, given] of Object.entries(value)) {
    if (key === '$schema') continue;
    const check = Object.hasOwn(configKeys, key) ? configKeys[key as keyof Config] : undefined;
    const line = text.split('\n').findIndex((candidate) => new RegExp(`["']?\\b${key.replace(/\W/g, '\\$&')}\\b["']?\\s*:`).test(candidate)) + 1;
    const at = line === 0 ? file : `${file}:${line}`;
    if (!check) throw new UsageError(`${at}: unknown key "${key}".${hint(key, Object.keys(configKeys))} Known are ${Object.keys(configKeys).join(', ')}.`);
    const fault = await check(given, path.dirname(file));
    if (typeof fault === 'string') throw new UsageError(`${at}: "${key}" ${fault}`);
    if (fault) throw new UsageError(`${at}: "${key}${fault.under}" ${fault.says}`);
  }
  return value as Config;
}
