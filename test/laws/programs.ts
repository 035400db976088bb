import type { GeneratorValue } from 'fast-check';
import fc from 'fast-check';
import { idOf, tenantId } from '../behaviour/data.ts';
import { type Batched, hostOf, writesTo } from './batch.ts';
import { comments, creations, listReads, metadataReads, noise, patches, userReads } from './idioms.ts';
import { type Carried, carriersFor, chance, type Client, clients, type Pair, pick, quoted } from './writing.ts';

/** A program of several parts, each of which prints lines that begin with its number. Comments say where a part begins. */
export interface Program extends Omit<Batched, 'name'> {
  readonly parts: readonly Part[];
}

export interface Part {
  readonly number: number;
  readonly kind: 'list' | 'user' | 'patch' | 'create' | 'count' | 'metadata' | 'pages' | 'noise';
  readonly client: string;
  readonly carrier?: string;
}

export const marker = (number: number | string): string => `// part ${number} begins`;

/** What is written into the files while a program is put together. */
interface Draft {
  readonly host: string;
  readonly client: Client;
  readonly imports: Set<string>;
  /** Names that the main file takes from the other one. */
  readonly taken: Set<string>;
  readonly chunks: string[];
  readonly others: string[];
}

/** `host` is filled in later: the same program can be run under several names. */
export const programs: fc.Arbitrary<(name: string) => Program> = fc.gen().map((draw) => {
  const client = pick(draw, ...clients);
  const isApart = chance(draw, 30);
  const draft: Draft = { host: '{host}', client, imports: new Set([client.imports]), taken: new Set(isApart ? ['tenant'] : []), chunks: [], others: [] };
  const parts = Array.from({ length: pick(draw, 3, 4, 5, 6) }, (_, index) => part(draw, draft, index + 1));
  const main = mainFile(draft, parts, isApart);
  const other = [...new Set([client.imports])].filter(Boolean).join('\n');
  const helpers = [other, isApart ? `export const tenant = 'https://${draft.host}';` : '', draft.others.join('\n').includes('Json(') ? (client.helper ?? '') : '', ...draft.others].filter(Boolean).join('\n');
  return (name) => ({ parts, texts: { 'main.mjs': main.replaceAll('{host}', hostOf(name)), ...(draft.taken.size > 0 ? { 'helpers.mjs': `${helpers}\n`.replaceAll('{host}', hostOf(name)) } : {}) } });
});

function mainFile(draft: Draft, parts: readonly Part[], isApart: boolean): string {
  const taken = draft.taken.size > 0 ? [`import { ${[...draft.taken].join(', ')} } from './helpers.mjs';`] : [];
  const calls = parts.map(({ number }) => `await part${number}().catch((error) => console.log('${number}', 'failed', error.message));`);
  return `${[...draft.imports, ...taken, isApart ? '' : `const tenant = 'https://${draft.host}';`, `const staging = 'https://${writesTo}{host}';`, draft.client.helper ?? '', ...draft.chunks, marker('calls'), ...calls].filter(Boolean).join('\n')}\n`;
}

function part(draw: GeneratorValue, draft: Draft, number: number): Part {
  const kind = pick(draw, 'list', 'list', 'list', 'list', 'user', 'patch', 'create', 'count', 'metadata', 'pages', 'noise');
  if (chance(draw, 20)) draft.chunks.push(pick(draw, ...comments));
  return { number, kind, client: draft.client.name, ...writers[kind](draw, draft, number) };
}

type Written = Pick<Part, 'carrier'>;
type Writer = (draw: GeneratorValue, draft: Draft, number: number) => Written;

const usersUrl = '`${tenant}/api/v1/users`';

const writers: Readonly<Record<Part['kind'], Writer>> = {
  list: (draw, draft, number) => {
    const pairs = pairsFor(draw);
    const [carrier, write] = pick(draw, ...carriersFor(draft.client));
    const values = written(draw, draft, number, pairs);
    const base = pick(draw, usersUrl, usersUrl, "tenant + '/api/v1/users'", `'https://${draft.host}/api/v1/users'`);
    const carried = write(values.pairs, base, (word) => word);
    const body = asked(draw, draft, number, carried);
    const unpack = pick(draw, `const { data: users } = await ${body};`, `const users = (await ${body}).data;`, `const page = await ${body};\n  const users = page.data;`, `const users = await ${body}.then((page) => page.data);`);
    add(draft, number, [...carried.before, unpack, read(draw, draft, number, listReads)], values);
    if (carried.imports) draft.imports.add(carried.imports);
    return { carrier };
  },
  user: (draw, draft, number) => {
    const fields = pick(draw, '', '', '?fields=name,email,roles,created,lastUpdated');
    const body = asked(draw, draft, number, { before: [], url: `\`\${tenant}/api/v1/users/${idOf('u', pick(draw, 0, 2, 5))}${fields}\`` });
    add(draft, number, [`const user = await ${body};`, read(draw, draft, number, userReads)]);
    return {};
  },
  patch: (draw, draft, number) => {
    const [before, body] = pick(draw, ...patches);
    const url = `\`\${staging}/api/v1/users/${idOf('u', number)}\``;
    add(draft, number, [filled(before, number), `await ${draft.client.send('patch', url, filled(body, number))};`, `console.log('${number}', 'patched');`]);
    return {};
  },
  create: (draw, draft, number) => {
    const [before, body] = pick(draw, ...creations);
    add(draft, number, [filled(before, number), `await ${draft.client.send('post', '`${staging}/api/v1/users`', filled(body, number))};`, `console.log('${number}', 'created');`]);
    return {};
  },
  count: (draw, draft, number) => {
    const body = asked(draw, draft, number, { before: [], url: `\`\${tenant}/api/v1/users/actions/count${pick(draw, `?tenantId=${tenantId}`, '')}\`` });
    add(draft, number, [`const { total } = await ${body};`, `console.log('${number}', total);`]);
    return {};
  },
  metadata: (draw, draft, number) => {
    const body = asked(draw, draft, number, { before: [], url: '`${tenant}/api/v1/users/metadata`' });
    add(draft, number, [filled(pick(draw, ...metadataReads), number).replaceAll('#', body)]);
    return {};
  },
  pages: (draw, draft, number) => {
    add(draft, number, [filled(pages(draw, draft), number).replaceAll('@', '${tenant}')]);
    return {};
  },
  noise: (draw, draft, number) => {
    const text = filled(pick(draw, ...noise), number).replace(/#(.*)#/, (_, url: string) => draft.client.get(url.replace('@', '${tenant}')));
    add(draft, number, [text]);
    return {};
  },
};

const filled = (text: string, number: number): string => text.replaceAll(/\$(?!\{)/g, String(number));

/** The parameters of one request for a list, with texts that the model knows. */
function pairsFor(draw: GeneratorValue): readonly (readonly [name: string, text: string])[] {
  const some: (readonly [string, string])[] = [];
  if (chance(draw, 50)) some.push(['limit', pick(draw, '3', '50', '100')]);
  if (chance(draw, 45))
    some.push(
      ...pick<[string, string][]>(
        draw,
        [['sortBy', 'name']],
        [
          ['sortBy', 'email'],
          ['sortOrder', 'desc'],
        ],
        [['sortOrder', 'desc']],
        [
          ['sortBy', 'created'],
          ['sortOrder', 'asc'],
        ],
      ),
    );
  if (chance(draw, 15)) some.push(['tenantId', tenantId]);
  if (chance(draw, 15)) some.push(['fields', 'name,email,roles,created,lastUpdated']);
  if (chance(draw, 45)) {
    const filters: [string, string][] = [
      ['email', pick(draw, 'anna+bi@corp.example', "miles.o'brien@corp.example", 'ada@corp.example')],
      ['subject', pick(draw, 'corp\\jsmith', 'okta|anna"lee', '1234567890')],
      ['role', pick(draw, 'TenantAdmin', 'Report Author', 'Developer')],
      ['status', pick(draw, 'active', 'active,invited', 'disabled')],
    ];
    some.push(pick(draw, ...filters));
    if (chance(draw, 30)) some.push(...filters.filter(([name]) => !some.some(([other]) => other === name)).slice(0, 1));
  }
  return some.length > 0 ? some : [['limit', '100']];
}

interface Values {
  readonly pairs: readonly Pair[];
  readonly module?: readonly string[];
  readonly parameters?: readonly string[];
  readonly args?: readonly string[];
}

/** Values as literals, constants or parameters. */
function written(draw: GeneratorValue, _draft: Draft, number: number, given: readonly (readonly [string, string])[]): Values & { readonly pairs: readonly Pair[] } {
  const [module, parameters, args]: [string[], string[], string[]] = [[], [], []];
  const pairs = given.map(([name, text]): Pair => {
    const how = name === 'fields' || name === 'tenantId' ? 'literal' : pick(draw, 'literal', 'literal', 'constant', 'parameter', 'settings');
    const literal = { name, text, code: quoted(text), isLiteral: true };
    if (how === 'literal') return literal;
    if (how === 'constant') {
      module.push(`const ${name}${number} = ${quoted(text)};`);
      return { ...literal, code: `${name}${number}`, isLiteral: false };
    }
    if (how === 'settings') {
      module.push(`const settings${number}${name} = { ${name}: ${quoted(text)} };`);
      return { ...literal, code: `settings${number}${name}.${name}`, isLiteral: false };
    }
    parameters.push(name);
    args.push(quoted(text));
    return { ...literal, code: name, isLiteral: false };
  });
  return { pairs, module, parameters, args };
}

/** The promise of the body: asked for in place, by a function of the file, of another file, or by a class. */
function asked(draw: GeneratorValue, draft: Draft, number: number, { url, params }: Carried): string {
  const { client } = draft;
  const given = params ? [url, params] : [url];
  const names = params ? ['url', 'query'] : ['url'];
  switch (pick(draw, 'in place', 'in place', 'function', 'other file', 'class')) {
    case 'function':
      draft.chunks.push(marker(number), `const load${number} = async (${names.join(', ')}) => await ${client.get('url', params && 'query')};`);
      return `load${number}(${given.join(', ')})`;
    case 'other file':
      draft.others.push(marker(number), `export async function fetch${number}(${names.join(', ')}) {\n  return ${client.get('url', params && 'query')};\n}`);
      draft.taken.add(`fetch${number}`);
      return `fetch${number}(${given.join(', ')})`;
    case 'class':
      draft.chunks.push(marker(number), `class Client${number} {\n  async get(${names.join(', ')}) {\n    const body = await ${client.get('url', params && 'query')};\n    return body;\n  }\n}`);
      return `new Client${number}().get(${given.join(', ')})`;
    default:
      return client.get(url, params);
  }
}

function read(draw: GeneratorValue, draft: Draft, number: number, among: readonly string[]): string {
  const [text = '', helper] = pick(draw, ...among).split('|||');
  if (helper) {
    const names = [...helper.matchAll(/export (?:function|class|const) (\w+)\$/g)].map(([, name]) => `${name}${number}`);
    const isApart = chance(draw, 50);
    if (isApart) for (const name of names) draft.taken.add(name);
    (isApart ? draft.others : draft.chunks).push(marker(number), isApart ? filled(helper, number) : filled(helper, number).replaceAll('export ', ''));
  }
  return filled(text, number);
}

/** A loop over all pages. */
function pages(draw: GeneratorValue, { client }: Draft): string {
  const show = pick(draw, `console.log('$', names.length, names.at(-1));`, `console.log('$', names.join());`);
  return pick(
    draw,
    `const names = [];\n  let url = \`@/api/v1/users?limit=7&sortBy=name\`;\n  while (url) {\n    const page = await ${client.get('url')};\n    names.push(...page.data.map((user) => user.name));\n    url = page.links.next?.href;\n  }\n  ${show}`,
    `const names = [];\n  let cursor = '';\n  do {\n    const page = await ${client.get("`@/api/v1/users?limit=9${cursor ? `&startingAfter=${cursor}` : ''}`")};\n    for (const { name, created } of page.data) names.push(name + created);\n    cursor = page.links.next ? new URL(page.links.next.href).searchParams.get('startingAfter') : '';\n  } while (cursor);\n  ${show}`,
    `const names = [];\n  const query = new URLSearchParams({ limit: '8' });\n  for (;;) {\n    const { data, links } = await ${client.get('`@/api/v1/users?${query}`')};\n    names.push(...data.flatMap(({ roles }) => roles));\n    if (!links.next) break;\n    query.set('startingAfter', new URL(links.next.href).searchParams.get('startingAfter'));\n  }\n  ${show}`,
  );
}

/** One function for the part, in front of which its constants stand. */
function add(draft: Draft, number: number, body: readonly string[], { module = [], parameters = [], args = [] }: Partial<Values> = {}): void {
  const lines = body.filter(Boolean).map((line) => `  ${line}`);
  const name = parameters.length > 0 ? `list${number}` : `part${number}`;
  draft.chunks.push(marker(number), ...module, `async function ${name}(${parameters.join(', ')}) {\n${lines.join('\n')}\n}`);
  if (parameters.length > 0) draft.chunks.push(`async function part${number}() {\n  await ${name}(${args.join(', ')});\n}`);
}
