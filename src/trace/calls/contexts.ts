import path from 'node:path';
import { descendants, isCall, isFunction, isMember, keyName, memberName, type Node, outermost, unwrap } from '../../source/ast.ts';
import { tableOf } from '../../table.ts';
import { nodesNamed } from '../flow/mentions.ts';
import { readJson } from '../modules/resolve.ts';
import type { Trace } from '../trace.ts';
import { type Frame, members, stepped, union, unknown, type Value } from '../value.ts';

/** An object that a server hands from one function to the next, and on which they put things for each other. */
type Place = 'request' | 'response' | 'context' | 'app' | 'state' | 'locals';

/** The names under which functions get them. */
const named: Readonly<Record<string, Place>> = tableOf({
  req: 'request',
  request: 'request',
  res: 'response',
  response: 'response',
  reply: 'response',
  ctx: 'context',
  context: 'context',
  c: 'context',
  app: 'app',
  server: 'app',
  fastify: 'app',
  instance: 'app',
  locals: 'locals',
});

/** Methods that put a value there under a name, and where: on what they are called on, where nothing is said. */
const putting: Readonly<Record<string, Place | undefined>> = tableOf({ decorate: undefined, decorateRequest: 'request', decorateReply: 'response', set: undefined });

/** Names under which servers themselves, and clients with objects of the same name, keep something. */
const given = /^(?:data|body|text|json|query|params|headers?|cookies?|method|url|path|status|statusCode|statusText|session|files?|state|locals|config|error|errors|log|ip|host|type|request|response|req|res|app|server)$/;
/** A name that packages for signing in use as well. */
const account = /^(?:user|auth|account)$/;
const signingIn = ['passport', 'expressjwt', 'clerk', 'auth0'];
/** More files with a name than this, and it is a word. */
const mostFiles = 60;

/** What middleware has put under a name on the object that stands here; undefined where none has, where something unknown is put there as well, and where the object is known to be something else. */
export function memberOfContext(trace: Trace, holder: Node, object: Value, name: string, frame: Frame | undefined): Value | undefined {
  const place = given.test(name) ? undefined : placeOf(holder);
  const isOpen = place !== undefined && members(object).every(mayHoldMore) && members(rootValue(trace, holder, frame)).every(mayHoldMore);
  const isShared = isOpen && account.test(name) && signingIn.some((word) => trace.project.filesWith(word).length > 0);
  const puts = isOpen && !isShared ? putsUnder(trace, place, name, holder).filter((put) => !isNarrowed(put, place, name)) : [];
  const values = puts.map((put) => stepped(trace.evaluate(put, undefined), put, `put there as \`${name}\``));
  return values.length === 0 || values.some((value) => isUntold(value, name)) ? undefined : union(values);
}

/** Methods of lists that give some of what is there, or the same in another order. */
const narrowing = /^(?:filter|slice|sort|toSorted|reverse|toReversed)$/;

/** `ctx.people = ctx.people.filter(…)` puts there what was there. */
function isNarrowed(put: Node, place: Place, name: string): boolean {
  const callee = isCall(put) ? unwrap(put['callee']) : undefined;
  if (!isMember(callee) || !narrowing.test(memberName(callee as Node) ?? '')) return false;
  const list = unwrap(callee?.['object']);
  return isMember(list) ? memberName(list) === name && placeOf(list['object']) === place : isNarrowed(list, place, name);
}

/** True for a member of which nothing but its name is known. */
export const isUntold = (member: Value, name: string): boolean => members(member).every((value) => value.kind === 'unknown' || value.kind === 'typed' || (value.kind === 'library' && value.name !== 'global' && value.path.at(-1) === name));

const mayHoldMore = (value: Value): boolean => value.kind === 'unknown' || value.kind === 'typed' || value.kind === 'object' || (value.kind === 'library' && value.name !== 'global');

/** The object behind a chain of members or patterns. */
function rootValue(trace: Trace, holder: Node, frame: Frame | undefined): Value {
  const node = unwrap(holder);
  if (isMember(node)) return rootValue(trace, node['object'], frame);
  return node.type === 'Identifier' ? trace.evaluate(node, frame) : unknown;
}

/** The names that lead to an object, its own first: `locals`, `app`, `req`. A parameter that is taken apart has none of its own. */
function namesTo(holder: Node): readonly (string | undefined)[] {
  const node = unwrap(holder);
  if (node.type === 'Identifier') return [node['name']];
  if (isMember(node)) return [memberName(node), ...namesTo(node['object'])];
  if (node.type !== 'ObjectPattern') return [node.type];
  const { parent } = node;
  if (parent?.type === 'VariableDeclarator' && parent['init']) return namesTo(parent['init']);
  if (parent?.type === 'ObjectProperty' && parent.parent) return [keyName(parent['key'], parent['computed']), ...namesTo(parent.parent)];
  return [undefined];
}

function placeOf(holder: Node): Place | undefined {
  const names = namesTo(holder);
  const [own, before] = names;
  if (own === undefined) return placeOfParameter(unwrap(holder));
  if (names.includes('ThisExpression')) return undefined;
  const isMemberOf = names.length > 1;
  const isState = own === 'state' && isMemberOf && (before === undefined || named[before] === 'context');
  if (isState || (own === 'var' && before !== undefined && named[before] === 'context')) return own === 'var' ? 'context' : 'state';
  const place = named[own];
  return place === 'context' && own === 'c' && isMemberOf ? undefined : place;
}

/** `({ people }, res, next) => …`: what a function takes apart at once, told by those that it gets beside it. */
function placeOfParameter(pattern: Node): Place | undefined {
  const params: readonly Node[] = isFunction(pattern.parent) ? pattern.parent?.['params'] : [];
  const index = params.indexOf(pattern);
  if (index < 0) return undefined;
  const names = params.map((param) => (param.type === 'Identifier' ? (param['name'] as string).replace(/^_/, '') : ''));
  const placed = names.map((name) => named[name]);
  if (placed[index + 1] === 'response') return 'request';
  if (placed[index - 1] === 'request') return 'response';
  const isHandler = names.at(-1) === 'next';
  if (isHandler && params.length === 2) return 'context';
  return isHandler && index === params.length - 3 && params[index + 1]?.type === 'ObjectPattern' ? 'request' : undefined;
}

const known = new WeakMap<object, Map<string, readonly Node[]>>();

/** The values that are put under a name on such objects, in the package of the place that asks. */
function putsUnder(trace: Trace, place: Place, name: string, at: Node): readonly Node[] {
  const table = known.get(trace.project) ?? new Map<string, readonly Node[]>();
  known.set(trace.project, table);
  const home = packageFolder(trace, trace.project.fileOf(at));
  const key = `${home}\0${place}\0${name}`;
  const found = table.get(key) ?? search(trace, place, name, home);
  table.set(key, found);
  return found;
}

function search(trace: Trace, place: Place, name: string, home: string): Node[] {
  const files = trace.project.filesWith(name).filter((file) => packageFolder(trace, file) === home);
  return (files.length > mostFiles ? [] : files).flatMap((file) => {
    const source = trace.project.source(file);
    if (!source) return [];
    const written = descendants(source.program).filter((node) => node.type === 'StringLiteral' && node['value'] === name);
    const assigned = [...nodesNamed(source, name), ...written].flatMap((id) => [...assignedTo(id, place), ...mergedInto(id, place)]);
    const called = Object.keys(putting).flatMap((method) => nodesNamed(source, method).flatMap((id) => givenTo(id, place, name)));
    return [...assigned, ...called].filter(isSomething);
  });
}

const isSomething = (value: Node): boolean => value.type !== 'NullLiteral' && value['name'] !== 'undefined';

/** `ctx.state.people = x`, `req['people'] = x`: x. What a pattern or a loop puts there is nothing that is known. */
function assignedTo(id: Node, place: Place): Node[] {
  const member = id.parent;
  const isNamed = isMember(member) && member?.['property'] === id && (!member['computed'] || id.type === 'StringLiteral');
  if (!member || !isNamed || placeOf(member['object']) !== place) return [];
  const target = outermost(member);
  const around = target.parent;
  if (around?.type === 'AssignmentExpression' && around['left'] === target) return /^(?:=|\?\?=|\|\|=)$/.test(around['operator']) ? [around['right']] : [];
  const isTarget = /^(?:ArrayPattern|RestElement)$/.test(around?.type ?? '') || (around?.type === 'AssignmentPattern' && around['left'] === target) || (around?.type === 'ForOfStatement' && around['left'] === target);
  return isTarget || (around?.type === 'ObjectProperty' && around.parent?.type === 'ObjectPattern') ? [untold(id)] : [];
}

/** `Object.assign(req, { people: x })`, `ctx.state = { people: x }`: x. `Object.defineProperty(req, 'people', …)`: nothing that is known. */
function mergedInto(id: Node, place: Place): Node[] {
  const defined = outermost(id).parent;
  if (isCall(defined) && defined?.['arguments'][1] === outermost(id)) return isCallOf(defined, 'defineProperty') && placeOf(defined['arguments'][0]) === place ? [untold(id)] : [];
  const property = id.parent;
  const object = property && /^Object(?:Property|Method)$/.test(property.type) && property['key'] === id && !property['computed'] && property.parent?.type === 'ObjectExpression' ? outermost(property.parent) : undefined;
  const around = object?.parent;
  const isWhole = around?.type === 'AssignmentExpression' && around['right'] === object && placeOf(around['left']) === place;
  const isMerged = isCall(around) && isCallOf(around as Node, 'assign') && around?.['arguments'].indexOf(object) > 0 && placeOf(around?.['arguments'][0]) === place;
  return property && (isWhole || isMerged) ? [property['value'] ?? untold(id)] : [];
}

/** A call of this function of `Object`. */
function isCallOf(call: Node, method: string): boolean {
  const callee = unwrap(call['callee']);
  return isMember(callee) && memberName(callee) === method && callee['object'].name === 'Object';
}

/** Something of which nobody knows what it is. */
const untold = ({ start, end, parent }: Node): Node => ({ type: 'Given', start, end, parent, ask: () => unknown });

/** `app.decorate('people', x)`, `c.set('people', x)`: x. */
function givenTo(id: Node, place: Place, name: string): Node[] {
  const member = id.parent;
  const call = isMember(member) && member?.['property'] === id ? outermost(member as Node).parent : undefined;
  if (!isCall(call) || call?.['callee'] !== member || call?.['arguments'][0]?.value !== name || !call['arguments'][1]) return [];
  const target = placeOf(member?.['object']);
  const isSetting = memberName(member as Node) !== 'set' || target === 'context' || target === 'app';
  return isSetting && target !== undefined && (putting[id['name']] ?? target) === place ? [call['arguments'][1]] : [];
}

/** The folder of the package that a file belongs to. */
function packageFolder(trace: Trace, file: string): string {
  const { files } = trace.project;
  for (let folder = path.posix.dirname(file); folder.startsWith(files.root); folder = path.posix.dirname(folder)) {
    if (folder === files.root || readJson(files, `${folder}/package.json`)) return folder;
  }
  return files.root;
}
