import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { filterAttributes } from '../../src/api.ts';
import { makeTenant, type User } from '../behaviour/data.ts';
import { parseFilter as modelFilter, userAttributes } from '../behaviour/filter.ts';
import { fixTexts } from '../harness/memory-files.ts';
import { type Batched, hostOf, type Outcome, runAll } from './batch.ts';
import { parseFilter, termsOf } from './rfc7644.ts';
import { carriersFor, type Carried, type Client, clients, type Pair, quoted } from './writing.ts';

const seed = process.env['LAWS_SEED'] === 'random' ? Date.now() % 1_000_000_007 : Number(process.env['LAWS_SEED'] ?? 2022);

/** Text that something on the way may take for something else. */
const awkward = [
  '',
  ' ',
  'a b',
  '"',
  '\\',
  'corp\\jdoe',
  '\\"',
  'okta|anna"lee',
  "o'brien",
  'a+b@corp.example',
  '100%',
  '%2B',
  '50%25',
  'a&b=c',
  '#1',
  'x?y',
  'a/b',
  '`${x}`',
  '\n',
  'tab\t',
  'Zoë',
  '名前',
  '😀',
  '\u2028',
  'a,b',
  ' and ',
  '(x)',
  'null',
  'undefined',
  '0',
];
const anyText = fc.oneof(
  fc.constantFrom(...awkward),
  fc.string({ unit: 'grapheme', maxLength: 12 }),
  fc.string({ unit: 'binary', maxLength: 8 }),
  fc.tuple(fc.constantFrom(...awkward), fc.constantFrom(...awkward)).map((two) => two.join('')),
);
const texts = (count: number, offset: number): string[] => fc.sample(anyText, { seed: seed + offset, numRuns: count });

const base = (name: string): string => `'https://${hostOf(name)}/api/v1/users'`;
const names = ['subject', 'email', 'role'] as const;

interface Story extends Batched {
  readonly about: string;
  /** What is meant, where the old request did not say it: it put the text in as it was. */
  readonly meant?: readonly (readonly [string, string])[][][];
}

const call = ({ before, url, params }: Carried, client: Client): string => `${before.map((line) => `  ${line}\n`).join('')}  return await ${client.get(url, params)};`;

/** A program with one function for each value, which is a literal in it. */
function literalStory(name: string, client: Client, [carrier, write]: ReturnType<typeof carriersFor>[number], values: readonly string[]): Story {
  const carried = values.map((text, index) => write([pair(names[index % 3] as string, text), pair('limit', '3')], base(name), (word) => word));
  const parts = carried.map((one, index) => `async function list${index}() {\n${call(one, client)}\n}\nawait list${index}().catch(() => undefined);\n`);
  return story(name, `${client.name}, ${carrier}, literals`, client, carried[0]?.imports, parts.join(''));
}

const pair = (name: string, text: string): Pair => ({ name, text, code: quotedCode(text), isLiteral: true });
/** Line breaks and the like as escapes. */
const quotedCode = (text: string): string => quoted(text).replace(/[\n\r\u2028\u2029]/g, (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`);

/** A program whose function is called with every value of a file. */
function variableStory(name: string, client: Client, [carrier, write]: ReturnType<typeof carriersFor>[number], values: readonly string[], parameter: string): Story {
  const carried = write([{ name: parameter, text: '', code: 'wanted', isLiteral: false }, pair('limit', '3')], base(name), (word) => word);
  const loop = `for (const value of JSON.parse(fs.readFileSync(new URL('./values.data', import.meta.url)))) await list(value).catch(() => undefined);\n`;
  const made = story(name, `${client.name}, ${carrier}, variables`, client, carried.imports, `async function list(wanted) {\n${call(carried, client)}\n}\n${loop}`);
  return { ...made, texts: { ...made.texts, 'main.mjs': `import fs from 'node:fs';\n${made.texts['main.mjs']}`, 'values.data': JSON.stringify(values) } };
}

const rawUrls: Readonly<Record<string, (base: string) => string>> = {
  'a template': (base) => `\`\${${base}}?limit=3&email=\${wanted}\``,
  'a concatenation': (base) => `${base} + '?email=' + wanted + '&limit=3'`,
  'a part of a value': (base) => `\`\${${base}}?email=x%2B\${wanted}%20y&limit=3\``,
  'a part of a concatenated value': (base) => `${base} + '?email=x%2B' + wanted + '%20y'`,
};

/** Text put into an address without encoding: it is sent as it is meant now. */
function rawStory(name: string, client: Client, [form, write]: readonly [string, (base: string) => string], values: readonly string[]): Story {
  const loop = `for (const value of JSON.parse(fs.readFileSync(new URL('./values.data', import.meta.url)))) await list(value).catch(() => undefined);\n`;
  const made = story(name, `${client.name}, not encoded in ${form}`, client, "import fs from 'node:fs';", `async function list(wanted) {\n${call({ before: [], url: write(base(name)) }, client)}\n}\n${loop}`);
  const whole = (value: string): string => (form.includes('part') ? `x+${value} y` : value);
  return { ...made, texts: { ...made.texts, 'values.data': JSON.stringify(values) }, meant: values.map((value) => [[['email', whole(value)] as const]]) };
}

/** Pieces of a value as it stands in a URL, well encoded or not. */
const urlPieces = ['a', '%2B', '%20', '+', '%', '%zz', '%C3%BC', '%FF', '%E4%B8', '@corp.example', "'", '%22', '%5C', '%25', '/', ':', '|', '=', '?', '%2C', '%26', '%0A', '😀', '\\'];
const urlText = fc.array(fc.constantFrom(...urlPieces), { minLength: 1, maxLength: 5 }).map((pieces) => pieces.join(''));

/** The address as it is, with something well encoded or not; what was meant is what the old server understood. */
function urlStory(name: string, client: Client, values: readonly string[]): Story {
  const urls = values.map((text, index) => {
    const written = `https://${hostOf(name)}/api/v1/users?limit=3&${names[index % 3]}=${text}`;
    return index % 2 ? quoted(written) : `\`${written.replaceAll('\\', '\\\\')}\``;
  });
  return story(name, `${client.name}, a whole address`, client, undefined, urls.map((url, index) => `async function list${index}() {\n${call({ before: [], url }, client)}\n}\nawait list${index}().catch(() => undefined);\n`).join(''));
}

const story = (name: string, about: string, client: Client, imports: string | undefined, body: string): Story => ({
  name,
  about,
  texts: { 'main.mjs': `${[client.imports, imports, client.helper].filter(Boolean).join('\n')}\n${body}` },
});

/** What the old request asked for, by attribute. */
function meantBy(line: string): (readonly [string, string])[][] {
  const { searchParams } = new URL(line.replace(/^\d+ GET /, 'https://'));
  return Object.entries(filterAttributes).flatMap(([name, attribute]) => searchParams.getAll(name).map((value) => (name === 'status' ? value.split(',').map((one) => [attribute, one] as const) : [[attribute, value] as const])));
}

const filterOf = (line: string): string | null => new URL(line.replace(/^\d+ GET /, 'https://')).searchParams.get('filter');

describe('filters', () => {
  const everything = clients.flatMap((client, row) =>
    carriersFor(client)
      .flatMap((carrier, column) => [
        literalStory(`l${row}-${column}`, client, carrier, texts(4, row * 100 + column)),
        variableStory(`v${row}-${column}`, client, carrier, [...awkward, ...texts(6, row * 100 + column + 7)], names[column % 3] as string),
      ])
      .concat(
        urlStory(`u${row}`, client, fc.sample(urlText, { seed: seed + row, numRuns: 12 })),
        carriersFor(client).map((carrier, column) => variableStory(`s${row}-${column}`, client, carrier, ['active', 'active,invited', 'invited,disabled,deleted'], 'status')),
        Object.entries(rawUrls).map((form, column) => rawStory(`r${row}-${column}`, client, form, [...awkward, ...texts(6, row * 100 + column + 60)])),
      ),
  );
  // Every second one, which are others with another seed; all of them when asked.
  const stories = everything.filter((_, index) => process.env['LAWS_RUNS'] !== undefined || index % 2 === seed % 2);
  const fixed = stories.map(({ name, texts }) => {
    const { texts: after, remaining } = fixTexts({ 'main.mjs': texts['main.mjs'] ?? '' });
    return { name, texts: { ...texts, ...after }, left: remaining.findings.map((finding) => finding.blocked ?? finding.message) };
  });
  let before = new Map<string, Outcome>();
  let after = new Map<string, Outcome>();

  beforeAll(async () => {
    before = await runAll(stories, 'before');
    after = await runAll(fixed, 'after');
  }, 300_000);

  it.each(stories.map((one) => [one.about, one] as const))('mean what the old parameters meant: %s', (_about, { name, texts, meant }) => {
    const old = before.get(name)?.log ?? [];
    const current = after.get(name)?.log ?? [];
    const done = fixed.find((one) => one.name === name);
    expect(old.length, texts['main.mjs']).toBeGreaterThan(0);
    expect(done?.left.filter((reason) => !/placeholder/.test(reason))).toEqual([]);
    const sent = current.map((line) => filterOf(line)).map((filter) => (filter === null ? [] : termsOf(parseFilter(filter))));
    const wanted = meant ?? old.map(meantBy);
    const left = done?.left.length ? wanted.filter((_, index) => sent[index]?.length) : wanted;
    expect(done?.left.length ? sent.filter((terms) => terms.length > 0) : sent, `LAWS_SEED=${seed}\n${texts['main.mjs']}\n${done?.texts['main.mjs']}`).toEqual(left);
  });

  it('are read alike by the grammar of the RFC and by the model server', () => {
    const sent = [...after.values()].flatMap(({ log }) => log.flatMap((line) => filterOf(line) ?? []));
    expect(sent.length).toBeGreaterThan(1000);
    for (const filter of sent) {
      const terms = termsOf(parseFilter(filter));
      const user = (value: string) => ({ ...makeTenant().users[0], ...Object.fromEntries(names.map((name) => [name, value])) }) as User;
      const test = modelFilter(filter, userAttributes);
      const [[path, value] = ['', '']] = terms[0] ?? [];
      if (terms.length === 1 && /^(?:email|subject)$/.test(path)) expect([test(user(String(value))), test(user(`${value}x`))], filter).toEqual([true, false]);
    }
  });

  it.each(['email eq', 'email eq "a', 'email eq "a" and', 'email is "a"', 'email eq "a" email eq "b"', '(email eq "a"', 'email eq "a")', 'email eq "\\x"', "email eq 'a'", 'email eq "a\nb"', ''])('%s is none', (text) => {
    expect(() => parseFilter(text)).toThrow(SyntaxError);
  });
});
