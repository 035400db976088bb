import { calleeName, descendants, isCall, type Node } from '../../source/ast.ts';
import { closedTexts } from '../../trace/texts/closed-texts.ts';
import { storedList, storedText } from '../../trace/shape-names.ts';
import { union, type Value } from '../../trace/value.ts';
import type { Client, ClientUse } from '../client.ts';

const readers = /^(?:readFile|readFileSync|readJson|readJsonSync|readJSON|readJSONSync|loadJsonFile|loadJsonFileSync|default)$/;

/** Files of JSON that the program reads by itself: `JSON.parse(fs.readFileSync(new URL('./paths.json', import.meta.url), 'utf8'))`. */
export const jsonFiles: Client = {
  id: 'json-files',
  packages: ['fs', 'node:fs', 'fs/promises', 'node:fs/promises', 'fs-extra', 'jsonfile', 'load-json-file', 'graceful-fs'],
  call: (use) => (readers.test(use.path.at(-1) ?? 'default') ? (content(use) ?? stored(use)) : undefined),
  callback: (use, _argument, parameter) => (parameter === 1 && readers.test(use.path.at(-1) ?? '') ? (content(use) ?? stored(use)) : undefined),
};

/** What a file holds that is no part of the project: an earlier run may have left it there. Of a text, that is what it is parsed to. */
function stored({ path, call }: ClientUse): Value {
  const isText = /^readFile/.test(path.at(-1) ?? '');
  return { kind: 'shape', shape: isText ? storedText : storedList, request: undefined, trail: { node: call, note: 'read from a file' } };
}

/** The expression behind a name that is given its value once. */
function written(use: ClientUse, place: Node): Node {
  const declaration = place.type === 'Identifier' ? use.trace.project.sourceOf(place).scopes.bindingOf(place)?.declaration : undefined;
  return declaration?.type === 'VariableDeclarator' && declaration['init'] ? declaration['init'] : place;
}

/** What the file holds whose name is written in the first argument. */
function content(use: ClientUse): Value | undefined {
  const [place] = use.args;
  const names = place ? descendants(written(use, place)).flatMap((node) => (node.type === 'StringLiteral' && node['value'].endsWith('.json') ? [node['value'] as string] : [])) : [];
  const { project } = use.trace;
  const all = names.length === 0 && place ? namesOf(use, place) : names.length === 1 ? names : [];
  const found = all.flatMap((name) => {
    const file = project.dataNear(project.fileOf(use.call), name);
    const data = file && project.data(file);
    return data ? [use.trace.evaluate(data, undefined)] : [];
  });
  return found.length > 0 && found.length === all.length ? union(found) : undefined;
}

/** `path.join(__dirname, 'fixtures', `${name}.json`)`, where every caller says the name: the ends of the paths that are known. */
function namesOf(use: ClientUse, place: Node): readonly string[] {
  const call = isCall(place) && /^(?:join|resolve)$/.test(calleeName(place)) ? (place['arguments'] as Node[]) : [place];
  const parts = call.map((part) => (part.type === 'SpreadElement' ? undefined : closedTexts(use.trace, use.trace.evaluate(part, use.frame))));
  const known = parts.slice(parts.lastIndexOf(undefined) + 1) as (readonly string[])[];
  const paths = known.reduce<readonly string[]>((starts, ends) => starts.flatMap((start) => ends.map((end) => (start === '' ? end : `${start}/${end}`))), ['']);
  return paths.every((path) => path.endsWith('.json')) && paths.length <= mostFiles ? paths : [];
}

/** More files than this are not told apart. */
const mostFiles = 12;
