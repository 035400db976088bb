import type { GeneratorValue } from 'fast-check';
import fc from 'fast-check';

/** Draws one of the values. */
export function pick<T>(draw: GeneratorValue, ...values: readonly T[]): T {
  return draw(() => fc.constantFrom(...values) as fc.Arbitrary<T>);
}

export const chance = (draw: GeneratorValue, percent: number): boolean => pick(draw, ...Array.from({ length: 20 }, (_, index) => index * 5 < percent));

/** A string literal as people write it, in single quotes. */
export const quoted = (text: string): string => `'${text.replaceAll('\\', '\\\\').replaceAll("'", "\\'")}'`;

/** One library, and how it is called. */
export interface Client {
  readonly name: string;
  readonly imports: string;
  /** A helper that the calls need, written once in each file. */
  readonly helper?: string;
  /** How parameters can be handed over beside the address; none when they cannot. */
  readonly takes: readonly ('object' | 'search params')[];
  /** The promise of the parsed body. */
  get(url: string, params?: string): string;
  send(method: string, url: string, body: string): string;
}

const jsonBody = (method: string, body: string): string => `{ method: '${method.toUpperCase()}', headers: { 'content-type': 'application/json' }, body: JSON.stringify(${body}) }`;

const readText = `(response) => {
    let text = '';
    response.on('data', (chunk) => (text += chunk));
    response.on('end', () => (response.statusCode < 300 ? resolve(text ? JSON.parse(text) : undefined) : reject(new Error(text))));
  }`;

export const clients: readonly Client[] = [
  {
    name: 'fetch',
    imports: '',
    takes: [],
    get: (url) => `fetch(${url}).then((response) => response.json())`,
    send: (method, url, body) => `fetch(${url}, ${jsonBody(method, body)})`,
  },
  {
    name: 'node-fetch',
    imports: "import request from 'node-fetch';",
    takes: [],
    get: (url) => `request(${url}, { headers: { authorization: 'Bearer key' } }).then(async (answer) => await answer.json())`,
    send: (method, url, body) => `request(${url}, ${jsonBody(method, body)})`,
  },
  {
    name: 'axios',
    imports: "import axios from 'axios';",
    takes: ['object', 'search params'],
    get: (url, params) => `axios.get(${url}${params ? `, { params: ${params} }` : ''}).then(({ data }) => data)`,
    send: (method, url, body) => `axios.${method}(${url}, ${body})`,
  },
  {
    name: 'axios as a function',
    imports: "import axios from 'axios';",
    takes: ['object', 'search params'],
    get: (url, params) => `axios({ method: 'get', url: ${url}${params ? `, params: ${params}` : ''} }).then((answer) => answer.data)`,
    send: (method, url, body) => `axios({ method: '${method}', url: ${url}, data: ${body} })`,
  },
  {
    name: 'got',
    imports: "import got from 'got';",
    takes: ['object', 'search params'],
    get: (url, params) => `got(${url}${params ? `, { searchParams: ${params} }` : ''}).json()`,
    send: (method, url, body) => `got.${method}(${url}, { json: ${body} })`,
  },
  {
    name: 'ky',
    imports: "import ky from 'ky';",
    takes: ['object', 'search params'],
    get: (url, params) => `ky.get(${url}, { retry: 0${params ? `, searchParams: ${params}` : ''} }).json()`,
    send: (method, url, body) => `ky.${method}(${url}, { retry: 0, json: ${body} })`,
  },
  {
    name: 'superagent',
    imports: "import superagent from 'superagent';",
    takes: ['object'],
    get: (url, params) => `superagent.get(${url})${params ? `.query(${params})` : ''}.then((response) => response.body)`,
    send: (method, url, body) => `superagent.${method}(${url}).send(${body})`,
  },
  {
    name: 'node:https',
    imports: "import https from 'node:https';",
    helper: `const getJson = (url) =>
  new Promise((resolve, reject) => {
    https.get(url, ${readText}).on('error', reject);
  });
const sendJson = (method, url, body) =>
  new Promise((resolve, reject) => {
    const request = https.request(url, { method, headers: { 'content-type': 'application/json' } }, ${readText});
    request.on('error', reject);
    request.end(JSON.stringify(body));
  });`,
    takes: [],
    get: (url) => `getJson(${url})`,
    send: (method, url, body) => `sendJson('${method.toUpperCase()}', ${url}, ${body})`,
  },
];

/** A parameter with the code of its value; `text` is what that yields. */
export interface Pair {
  readonly name: string;
  readonly text: string;
  readonly code: string;
  readonly isLiteral: boolean;
}

export interface Carried {
  readonly before: readonly string[];
  readonly url: string;
  readonly params?: string;
  readonly imports?: string;
}

/** Writes an address with a query; `base` is the code of the address, `names` makes names that are free. */
export type Carrier = (pairs: readonly Pair[], base: string, name: (word: string) => string) => Carried;

const inTemplate = ({ isLiteral, text, code }: Pair): string => (isLiteral ? encodeURIComponent(text) : `\${encodeURIComponent(${code})}`);
const property = ({ name, code }: Pair): string => (name === code ? name : `${name}: ${code}`);
const object = (pairs: readonly Pair[]): string => `{ ${pairs.map(property).join(', ')} }`;
/** The inside of a template literal for an address. */
const inner = (base: string): string => (base.startsWith('`') ? base.slice(1, -1) : `\${${base}}`);

const urlCarriers: Readonly<Record<string, Carrier>> = {
  template: (pairs, base) => ({ before: [], url: `\`${inner(base)}?${pairs.map((pair) => `${pair.name}=${inTemplate(pair)}`).join('&')}\`` }),
  concatenation: (pairs, base) => {
    const parts = pairs.map((pair, index) => {
      const lead = `${index === 0 ? '?' : '&'}${pair.name}=`;
      return pair.isLiteral ? `'${lead}${encodeURIComponent(pair.text).replaceAll("'", '%27')}'` : `'${lead}' + encodeURIComponent(${pair.code})`;
    });
    return { before: [], url: `${base} + ${parts.join(' + ')}` };
  },
  'grown text': (pairs, base, name) => {
    const url = name('url');
    return { before: [`let ${url} = ${base};`, ...pairs.map((pair, index) => `${url} += \`${index === 0 ? '?' : '&'}${pair.name}=${inTemplate(pair)}\`;`)], url };
  },
  'parts joined': (pairs, base, name) => {
    const parts = name('parts');
    return { before: [`const ${parts} = [${pairs.map((pair) => `\`${pair.name}=${inTemplate(pair)}\``).join(', ')}];`], url: `${base} + '?' + ${parts}.join('&')` };
  },
  URLSearchParams: (pairs, base) => ({ before: [], url: `\`${inner(base)}?\${new URLSearchParams(${object(pairs)})}\`` }),
  'URLSearchParams in a variable': (pairs, base, name) => {
    const query = name('query');
    return { before: [`const ${query} = new URLSearchParams(${object(pairs)});`], url: `\`${inner(base)}?\${${query}.toString()}\`` };
  },
  'URLSearchParams of pairs': (pairs, base, name) => {
    const query = name('query');
    return { before: [`const ${query} = new URLSearchParams([${pairs.map((pair) => `['${pair.name}', ${pair.code}]`).join(', ')}]);`], url: `${base} + '?' + ${query}` };
  },
  'URLSearchParams set one by one': (pairs, base, name) => {
    const query = name('query');
    return { before: [`const ${query} = new URLSearchParams();`, ...pairs.map((pair, index) => `${query}.${index % 2 ? 'append' : 'set'}('${pair.name}', ${pair.code});`)], url: `\`${inner(base)}?\${${query}}\`` };
  },
  'URLSearchParams, some of it on a condition': (pairs, base, name) => {
    const query = name('query');
    return {
      before: [`const ${query} = new URLSearchParams();`, ...pairs.map((pair) => (pair.isLiteral ? `${query}.set('${pair.name}', ${pair.code});` : `if (${pair.code}) ${query}.set('${pair.name}', ${pair.code});`))],
      url: `\`${inner(base)}?\${${query}}\``,
    };
  },
  'a URL': (pairs, base, name) => {
    const url = name('url');
    return { before: [`const ${url} = new URL(${base});`, ...pairs.map((pair) => `${url}.searchParams.set('${pair.name}', ${pair.code});`)], url: `${url}.href` };
  },
  'a URL with all of it': (pairs, base, name) => {
    const url = name('url');
    return { before: [`const ${url} = new URL(${base});`, `${url}.search = new URLSearchParams(${object(pairs)}).toString();`], url: `${url}.toString()` };
  },
  qs: (pairs, base) => ({ before: [], url: `${base} + '?' + qs.stringify(${object(pairs)})`, imports: "import qs from 'qs';" }),
  querystring: (pairs, base, name) => {
    const query = name('query');
    return { before: [`const ${query} = querystring.stringify(${object(pairs)});`], url: `\`${inner(base)}?\${${query}}\``, imports: "import querystring from 'node:querystring';" };
  },
};

const objectCarriers: Readonly<Record<string, Carrier>> = {
  'an object': (pairs, base) => ({ before: [], url: base, params: object(pairs) }),
  'an object in a variable': (pairs, base, name) => {
    const query = name('query');
    return { before: [`const ${query} = ${object(pairs)};`], url: base, params: query };
  },
  'an object with others spread into it': (pairs, base, name) => {
    const [first, ...others] = pairs as [Pair, ...Pair[]];
    const shared = name('shared');
    return { before: [`const ${shared} = ${object([first])};`], url: base, params: `{ ...${shared}${others.map((pair) => `, ${property(pair)}`).join('')} }` };
  },
  'an object that is filled': (pairs, base, name) => {
    const query = name('query');
    return { before: [`const ${query} = {};`, ...pairs.map((pair) => `${query}.${pair.name} = ${pair.code};`)], url: base, params: query };
  },
  'an object with conditions': (pairs, base) => ({ before: [], url: base, params: `{ ${pairs.map((pair) => (pair.isLiteral ? property(pair) : `...(${pair.code} ? { ${property(pair)} } : {})`)).join(', ')} }` }),
};

const searchParamsCarriers: Readonly<Record<string, Carrier>> = {
  'URLSearchParams beside the address': (pairs, base) => ({ before: [], url: base, params: `new URLSearchParams(${object(pairs)})` }),
};

/** Every way in which a client can be given a query. */
export function carriersFor({ takes }: Client): readonly [name: string, write: Carrier][] {
  return Object.entries({ ...urlCarriers, ...(takes.includes('object') ? objectCarriers : {}), ...(takes.includes('search params') ? searchParamsCarriers : {}) });
}
