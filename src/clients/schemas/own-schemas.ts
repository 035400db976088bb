import { descendants, isCall, isFunction, isMember, memberName, type Node, outermost, unwrap } from '../../source/ast.ts';
import { returnedNodes } from '../../trace/calls/calls.ts';
import { isGivenBack } from '../../trace/flow/given-out.ts';
import type { Trace } from '../../trace/trace.ts';
import type { Client } from '../client.ts';
import { schemaLibrary } from './schema-library.ts';

/** Methods under which a schema of one's own holds a value against it. */
const checking = /^(?:parse|check|decode|validate|read)$/;

const known = new WeakMap<Node, { readonly word: string | undefined }>();

/**
 * Small libraries of schemas that a program has of its own: functions that are given schemas and make another, `object({ name: string() })`,
 * which is a function of a value or has a method for it. They are known by what they do, whatever their names.
 */
export const ownSchemas: Client = {
  ...schemaLibrary({
    id: 'own-schemas',
    packages: ['own-schemas'],
    object: 'object',
    objects: /^object$/,
    lists: /^list$/,
    extends: /^$/,
    combines: /^$/,
    choices: /^$/,
    picks: /^$/,
    converts: /^$/,
    anything: /^$/,
    names: /^$/,
    defaults: /^same$/,
    texts: /^$/,
    missing: /^$/,
    inferred: /^$/,
    builds: true,
    gives: { '': [], parse: [], check: [], decode: [], validate: [], read: [] },
  }),
  standsFor(trace, fn) {
    const word = knownWord(trace, fn);
    // `map(fn)` of a list, `maybe(fn)`: what takes any function is part of such a library where the file makes objects as well.
    return word === undefined || word === 'object' || trace.project.nodes(trace.project.fileOf(fn)).some((other) => isFunction(other) && knownWord(trace, other) === 'object') ? word : undefined;
  },
};

function knownWord(trace: Trace, fn: Node): string | undefined {
  let found = known.get(fn);
  if (!found) known.set(fn, (found = { word: wordOf(trace, fn) }));
  return found.word;
}

/** What a function makes of the schemas that it is given first; undefined for any other function. */
function wordOf(trace: Trace, fn: Node): string | undefined {
  const given = nameOf((fn['params'] as Node[])[0]);
  const [made, ...others] = given ? returnedNodes(fn).map(unwrap) : [];
  const check = made && others.length === 0 ? checkIn(made) : undefined;
  const value = check && nameOf((check['params'] as Node[])[0]);
  if (!given || !check || !value || check['generator']) return undefined;
  const calls = descendants(check['body']).filter((node) => isCall(node) && node['arguments'].length > 0);
  const words = new Set(calls.flatMap((call) => wordOfCall(trace, call, given, value) ?? []));
  const [only] = words;
  // What goes through the members of the value may refuse those that it does not know; what tests nothing makes rows of its own, whose names are its own.
  return words.size === 1 && (only !== 'object' || (tests(trace, check, value) && !goesThrough(trace, check, value))) ? only : undefined;
}

/** The function that checks a value: what is made, or a method of it. */
function checkIn(made: Node): Node | undefined {
  if (isFunction(made)) return made;
  const methods = ((made.type === 'ObjectExpression' ? made['properties'] : []) as Node[]).filter((property) => checking.test(property['key']?.name ?? ''));
  const [method] = methods;
  const fn: Node | undefined = method && (isFunction(method) ? method : method['value']);
  return methods.length === 1 && isFunction(fn) ? fn : undefined;
}

/** What one call in the check says: the schema of a member is given the member, that of an element each element, or another schema the value itself. */
function wordOfCall(trace: Trace, call: Node, given: Node, value: Node): string | undefined {
  const callee = unwrap(call['callee']);
  const schema = isMember(callee) && checking.test(memberName(callee) ?? '') ? unwrap(callee['object']) : callee;
  const argument = unwrap(call['arguments'][0]);
  if (isMember(argument) && argument['computed'] && means(trace, argument['object'], value)) return isMemberSchema(trace, schema, argument['property'], given) ? 'object' : undefined;
  if (!means(trace, schema, given)) return undefined;
  if (means(trace, argument, value)) return isGivenBack(call) ? 'same' : undefined;
  return isElement(trace, argument, value) ? 'list' : undefined;
}

/** `shape[key]`, `schema` of `[key, schema]` of the entries of the shape. */
function isMemberSchema(trace: Trace, schema: Node, key: Node, given: Node): boolean {
  const id = bindingId(trace, key);
  if (!id) return false;
  if (isMember(schema)) return schema['computed'] && means(trace, schema['object'], given) && bindingId(trace, schema['property']) === id;
  const pattern = bindingId(trace, schema)?.parent;
  return pattern?.type === 'ArrayPattern' && id.parent === pattern && listBehind(pattern, (list) => isCall(list) && means(trace, (list['arguments'] as Node[])[0], given));
}

/** `x.map((one) => item(one))`, `for (const one of x) item(one)`. */
function isElement(trace: Trace, argument: Node, value: Node): boolean {
  const id = bindingId(trace, argument);
  return !!id && listBehind(id, (list) => means(trace, list, value));
}

/** The list that a pattern is an element of, in a loop or in a callback. */
function listBehind(pattern: Node, isIt: (list: Node) => boolean): boolean {
  const loop = pattern.parent?.type === 'VariableDeclarator' ? pattern.parent.parent?.parent : undefined;
  if (loop?.type === 'ForOfStatement') return isIt(unwrap(loop['right']));
  const fn = isFunction(pattern.parent) && pattern.parent?.['params'][0] === pattern ? outermost(pattern.parent as Node) : undefined;
  const callee = fn && isCall(fn.parent) ? unwrap(fn.parent?.['callee']) : undefined;
  return isMember(callee) && /^(?:map|every|forEach)$/.test(memberName(callee as Node) ?? '') && isIt(unwrap(callee?.['object']));
}

/** `typeof value !== 'object'`, `value instanceof Map`, `Array.isArray(value)`, `value === null`: it is held against something. */
const tests = (trace: Trace, check: Node, value: Node): boolean =>
  descendants(check['body']).some((node) => {
    if (node.type === 'UnaryExpression') return node['operator'] === 'typeof' && means(trace, node['argument'], value);
    if (node.type === 'BinaryExpression') return /^(?:instanceof|[!=]==?)$/.test(node['operator']) && means(trace, node['left'], value);
    return isCall(node) && memberName(unwrap(node['callee'])) === 'isArray' && means(trace, (node['arguments'] as Node[])[0], value);
  });

/** `Object.keys(value)`, `for (const key in value)`. */
const goesThrough = (trace: Trace, check: Node, value: Node): boolean =>
  descendants(check['body']).some(
    (node) =>
      (node.type === 'ForInStatement' && means(trace, node['right'], value)) || (isCall(node) && /^(?:keys|entries|values|ownKeys)$/.test(memberName(unwrap(node['callee'])) ?? '') && means(trace, (node['arguments'] as Node[])[0], value)),
  );

const nameOf = (parameter: Node | undefined): Node | undefined => (parameter?.type === 'Identifier' ? parameter : undefined);

function bindingId(trace: Trace, node: Node | undefined): Node | undefined {
  const name = node && unwrap(node);
  return name?.type === 'Identifier' ? trace.project.sourceOf(name).scopes.bindingOf(name)?.id : undefined;
}

/** True for the name itself, and for a constant that stands for it: `const record = value as Record<string, unknown>`. */
function means(trace: Trace, node: Node | undefined, id: Node, depth = 0): boolean {
  const own = bindingId(trace, node);
  const init: Node | undefined = own?.parent?.type === 'VariableDeclarator' && own.parent['id'] === own ? own.parent['init'] : undefined;
  return own === id || (init !== undefined && depth < 2 && means(trace, init, id, depth + 1));
}
