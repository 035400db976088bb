import fs from 'node:fs';
import path from 'node:path';
import type { Confidence } from '../facts.ts';
import { UsageError } from '../usage-error.ts';
import { parseLoose } from '../trace/resolve.ts';

/** What a configuration file may say. */
export interface Config {
  readonly rules?: readonly string[];
  /** Host names of Qlik tenants that do not look like it. */
  readonly hosts?: readonly string[];
  /** Patterns of files to leave out, as in `.gitignore`. */
  readonly ignore?: readonly string[];
  readonly minConfidence?: Confidence;
  readonly assumeQlik?: boolean;
  readonly target?: 'today' | '2022-11';
  readonly keepActiveDefault?: boolean;
}

type Check = (value: unknown) => string | undefined;
const list: Check = (value) => (Array.isArray(value) && value.every((item) => typeof item === 'string') ? undefined : 'must be a list of strings');
const boolean: Check = (value) => (typeof value === 'boolean' ? undefined : 'must be true or false');
const oneOf =
  (...names: string[]): Check =>
  (value) =>
    typeof value === 'string' && names.includes(value) ? undefined : `must be one of ${names.join(', ')}`;

const keys: Readonly<Record<keyof Config, Check>> = {
  rules: list,
  hosts: list,
  ignore: list,
  minConfidence: oneOf('certain', 'likely', 'possible'),
  assumeQlik: boolean,
  target: oneOf('today', '2022-11'),
  keepActiveDefault: boolean,
};

const names = ['qlik-users-migrate.config.json', 'qlik-users-migrate.config.jsonc'];

/**
 * Reads the configuration: the file named, or the nearest one from `cwd` up to the git top, or the key in package.json.
 * @throws {UsageError} with file and line when it cannot be used.
 */
export function readConfig(cwd: string, named: string | undefined): Config {
  if (named !== undefined) return parsed(path.resolve(cwd, named), readText(path.resolve(cwd, named), named));
  for (let folder = cwd; ; folder = path.dirname(folder)) {
    const own = names.map((name) => path.join(folder, name)).find((file) => fs.existsSync(file));
    if (own) return parsed(own, fs.readFileSync(own, 'utf8'));
    const manifest = path.join(folder, 'package.json');
    const inside = fs.existsSync(manifest) ? parseLoose(fs.readFileSync(manifest, 'utf8')) : undefined;
    const key = inside && typeof inside === 'object' ? (inside as Record<string, unknown>)['qlik-users-migrate'] : undefined;
    if (key !== undefined) return checked(manifest, fs.readFileSync(manifest, 'utf8'), key);
    if (fs.existsSync(path.join(folder, '.git')) || path.dirname(folder) === folder) return {};
  }
}

function readText(file: string, named: string): string {
  try {
    return fs.readFileSync(file, 'utf8');
  } catch {
    throw new UsageError(`${named}: this configuration file cannot be read`);
  }
}

function parsed(file: string, text: string): Config {
  const value = parseLoose(text);
  if (value === undefined) throw new UsageError(`${file}:${faultLine(text)}: this is not valid JSON`);
  return checked(file, text, value);
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

function checked(file: string, text: string, value: unknown): Config {
  if (!value || typeof value !== 'object' || Array.isArray(value)) throw new UsageError(`${file}:1: the configuration must be an object`);
  for (const [key, given] of Object.entries(value)) {
    if (key === '$schema') continue;
    const check = (keys as Readonly<Record<string, Check>>)[key];
    const line = text.split('\n').findIndex((candidate) => candidate.includes(`"${key}"`)) + 1;
    if (!check) throw new UsageError(`${file}:${line}: unknown key "${key}"; known are ${Object.keys(keys).join(', ')}`);
    const fault = check(given);
    if (fault) throw new UsageError(`${file}:${line}: "${key}" ${fault}`);
  }
  return value as Config;
}
