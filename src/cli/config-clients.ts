import fs from 'node:fs';
import path from 'node:path';
import { exportForm, meanings, returned } from '../clients/described.ts';
import { clients as known } from '../clients/index.ts';
import { candidatesOf } from '../trace/modules/resolve.ts';
import { hint } from './suggest.ts';

/** What is wrong, and where below the key it stands: `[0].export`. */
export interface Fault {
  readonly under: string;
  readonly says: string;
}

type Given = Readonly<Record<string, unknown>>;
const methods = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE'];
const isRecord = (value: unknown): value is Given => typeof value === 'object' && value !== null && !Array.isArray(value);
const isText = (value: unknown): value is string => typeof value === 'string' && value.trim() !== '';
const fault = (under: string, says: string): Fault => ({ under, says });
const shown = (value: unknown): string => JSON.stringify(value) ?? String(value);

/** The first fault among these, asked in turn. */
function first<T>(items: readonly T[], ask: (item: T, index: number) => Fault | undefined): Fault | undefined {
  for (const [index, item] of items.entries()) {
    const found = ask(item, index);
    if (found) return found;
  }
  return undefined;
}

/** What is wrong with `clients`; relative modules count from `folder`. */
export function clientsFault(value: unknown, folder: string): Fault | undefined {
  if (!Array.isArray(value)) return fault('', 'must be a list of clients: [{ "module": "@acme/http", "export": "getJson", "arguments": ["path", "query"] }]');
  const before = new Map<string, number>();
  return first(value, (client: unknown, index) => {
    const own = clientFault(client, `[${index}]`, folder);
    if (own || !isRecord(client)) return own;
    const name = `${client['export']} of ${client['module']}`;
    const other = before.get(name);
    before.set(name, index);
    return other === undefined ? undefined : fault(`[${index}]`, `describes ${name}, as [${other}] does; keep one of them`);
  });
}

const memberChecks: Readonly<Record<string, (value: unknown, at: string, folder: string) => Fault | undefined>> = {
  module: moduleFault,
  export: (value, at) => (isText(value) && exportForm.test(value) ? undefined : fault(at, `must name an export: "getJson", "default", "api.get", or "createClient().get" for what a function or a class gives; not ${shown(value)}`)),
  arguments: argumentsFault,
  base: (value, at) => (isText(value) && /^(?:\/|https?:\/\/)[^?#\s]*$/.test(value) ? undefined : fault(at, `must be what stands in front of every path, such as "/api/v1", without a query; not ${shown(value)}`)),
  method: (value, at) => oneOf(value, at, methods),
  returns: (value, at) => oneOf(value, at, returned),
};

function clientFault(client: unknown, at: string, folder: string): Fault | undefined {
  if (!isRecord(client)) return fault(at, `must be an object with "module" and "export"; not ${shown(client)}`);
  const unknown = unknownMember(client, at, Object.keys(memberChecks));
  if (unknown) return unknown;
  const missing = ['module', 'export'].find((name) => client[name] === undefined);
  if (missing) return fault(at, `has no "${missing}"`);
  const wrong = first(Object.entries(client), ([name, value]) => memberChecks[name]?.(value, `${at}.${name}`, folder));
  if (wrong) return wrong;
  return client['arguments'] === undefined && client['base'] === undefined ? fault(at, 'says nothing of the address; give it "arguments" of which one is a "path" or a "url", or a "base" that is the whole path') : undefined;
}

function unknownMember(value: Given, at: string, names: readonly string[]): Fault | undefined {
  const wrong = Object.keys(value).find((name) => !names.includes(name));
  return wrong === undefined ? undefined : fault(at, `has an unknown key "${wrong}".${hint(wrong, names)} Known are ${names.join(', ')}`);
}

function oneOf(value: unknown, at: string, names: readonly string[]): Fault | undefined {
  return typeof value === 'string' && names.includes(value) ? undefined : fault(at, `must be one of ${names.join(', ')}; not ${shown(value)}.${typeof value === 'string' ? hint(value, names) : ''}`);
}

function moduleFault(value: unknown, at: string, folder: string): Fault | undefined {
  if (!isText(value)) return fault(at, `must be a package, or a file from the folder of the configuration: "./src/http"; not ${shown(value)}`);
  if (known.some(({ packages }) => packages.includes(value))) return fault(at, `names ${value}, which is known without being configured`);
  if (!/^\.{1,2}(?:\/|$)/.test(value)) return /^(?:[/\\]|[A-Za-z]:)/.test(value) ? fault(at, `must be given from the folder of the configuration, starting with "./"; not ${shown(value)}`) : undefined;
  const isThere = [...candidatesOf(path.resolve(folder, value))].some((file) => fs.statSync(file, { throwIfNoEntry: false })?.isFile());
  if (isThere) return undefined;
  const around = path.dirname(path.resolve(folder, value));
  return fault(at, `names ${value}, and there is no such file in ${folder}, with any ending of a program.${hint(path.basename(value), fs.existsSync(around) ? fs.readdirSync(around).map((name) => path.parse(name).name) : [])}`);
}

function argumentsFault(value: unknown, at: string): Fault | undefined {
  if (!Array.isArray(value)) return fault(at, `must be a list with the meaning of each argument: ["path", "query"]; not ${shown(value)}`);
  return first(value, (stated: unknown, index) => {
    const here = `${at}[${index}]`;
    if (!isRecord(stated)) return typeof stated === 'string' ? oneOf(stated, here, meanings) : fault(here, `must be one of ${meanings.join(', ')}, or say what the members of an object mean: { "params": "query" }; not ${shown(stated)}`);
    return first(Object.entries(stated), ([name, meaning]) => oneOf(meaning, `${here}.${name}`, meanings));
  });
}

/** What is wrong with `types`; relative modules count from `folder`. */
export function typesFault(value: unknown, folder: string): Fault | undefined {
  if (!Array.isArray(value)) return fault('', 'must be a list of names: ["QlikUser", { "module": "@acme/types", "name": "User" }]');
  return first(value, (type: unknown, index) => {
    const at = `[${index}]`;
    if (isTypeName(type)) return undefined;
    if (!isRecord(type)) return fault(at, `must be the name of a type, or { "module": …, "name": … }; not ${shown(type)}`);
    const names = ['module', 'name'];
    const missing = names.find((name) => type[name] === undefined);
    return (
      unknownMember(type, at, names) ??
      (missing === undefined ? undefined : fault(at, `has no "${missing}"`)) ??
      (isTypeName(type['name']) ? undefined : fault(`${at}.name`, `must be the name of a type; not ${shown(type['name'])}`)) ??
      moduleFault(type['module'], `${at}.module`, folder)
    );
  });
}

const isTypeName = (value: unknown): value is string => typeof value === 'string' && /^[A-Za-z_$][\w$]*$/.test(value);
