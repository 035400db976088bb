/** What an argument, or a member of one, means for the request. A `path` stands behind the base, a `url` alone. */
export const meanings = ['url', 'path', 'query', 'body', 'method', 'headers', 'other'] as const;
export type Meaning = (typeof meanings)[number];

/** What a call gives: the body of the answer, an answer with `.json()`, or one with the body at `data`. */
export const returned = ['body', 'response', 'data'] as const;

/** A way of calling the API that a person describes, because the code does not show it. */
export interface ClientConfig {
  /** A package, or a file of the project, from the folder of the configuration. */
  readonly module: string;
  /** `getJson`, `default`, `api.get`; `()` stands for a call or `new`: `createClient().get`. */
  readonly export: string;
  /** What each argument means; of an object of options, what its members mean. */
  readonly arguments?: readonly (Meaning | Readonly<Record<string, Meaning>>)[];
  /** Stands in front of every path: `/api/v1`, or a whole path where the call names none. */
  readonly base?: string;
  /** `GET` when left out. */
  readonly method?: string;
  /** `body` when left out. */
  readonly returns?: (typeof returned)[number];
}

/** A declared type that describes users: of this name anywhere, or of one module. */
export type TypeConfig = string | { readonly module: string; readonly name: string };

/** What the configuration says of clients and types; `from` is the folder from which it names files. */
export interface Configured {
  readonly clients: readonly ClientConfig[];
  readonly types: readonly TypeConfig[];
  readonly from: string;
}

/** Members from the module's export to the function, without `default`; `()` for a call on the way. */
export const pathOf = (name: string): string[] =>
  name
    .replaceAll('()', '.()')
    .split('.')
    .filter((part) => part !== 'default');

/** The form of `export` in the configuration. */
export const exportForm = /^[A-Za-z_$][\w$]*(?:(?:\(\))?\.[A-Za-z_$][\w$]*)*$/;

const isRelative = (module: string): boolean => /^\.{1,2}(?:\/|$)/.test(module);
export const escaped = (text: string): string => text.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&');

/** Bytes of files that may use what is configured: the module's name, an exported name, a type's name. */
export function configuredMark({ clients, types }: Configured): RegExp {
  const modules = [...clients, ...types].flatMap((one) => (typeof one === 'string' ? [] : [one.module]));
  const named = modules.map((module) => (isRelative(module) ? `[/"'\`]${escaped(fileWord(module))}(?:\\.\\w+)?["'\`]` : `["'\`]${escaped(module)}["'\`]`));
  const words = [...clients.flatMap((client) => pathOf(client.export).slice(0, 1)), ...types.map((type) => (typeof type === 'string' ? type : type.name))];
  return new RegExp([...named, ...words.map((word) => `(?<![\\w$])${escaped(word)}(?![\\w$])`)].join('|'));
}

/** The word by which imports name a file. */
const fileWord = (module: string): string =>
  module
    .replace(/\.[cm]?[jt]sx?$/, '')
    .replace(/\/index$/, '')
    .split('/')
    .at(-1) as string;
