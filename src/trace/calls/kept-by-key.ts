import { descendants, hasKey, isCall, isFunction, isMember, memberName, type Node, unwrap } from '../../source/ast.ts';
import { callSites } from './callers.ts';
import { bindingMentions } from '../changes/contents.ts';
import { fieldMentions } from '../classes/this-mentions.ts';
import type { Trace } from '../trace.ts';
import { members } from '../value.ts';

/** Through how many functions what a call does is followed, and how many of them are looked at. */
const deepest = 3;
const most = 40;

/**
 * Object literals with a member of this name that are given to functions which send nothing, but ask a table that the called function keeps
 * answers in: `store.list({ status })` and `store.forget({ status })`. The two have to be the same for either to be found.
 */
export function keysBeside(trace: Trace, call: Node, name: string): Node[] {
  return othersOf(trace, call).flatMap((other) =>
    ((other['arguments'] ?? []) as Node[]).flatMap((given) => members(trace.evaluate(given, undefined)).flatMap((value) => (value.kind === 'object' && hasKey(value.ref.node, name) ? [value.ref.node] : []))),
  );
}

const known = new WeakMap<Node, readonly Node[]>();

/** Calls of functions that go by the same tables and send nothing. */
function othersOf(trace: Trace, call: Node): readonly Node[] {
  return trace.once(known, call, [], () => {
    const own = reached(trace, calledBy(trace, call));
    const tables = [...own].flatMap((fn) => tablesIn(fn).flatMap((table) => mentionsOf(trace, table)));
    const fns = new Set(
      tables
        .filter(isAsked)
        .flatMap((mention) => around(mention))
        .filter((fn) => !own.has(fn)),
    );
    return [...fns].flatMap((fn) => (sends(trace, reached(trace, [fn])) ? [] : callSites(trace, fn).flatMap((site) => (site.kind === 'call' && isCall(site.node) ? [site.node] : []))));
  });
}

const calledBy = (trace: Trace, call: Node): Node[] => members(trace.evaluate(unwrap(call['callee']), undefined)).flatMap((value) => (value.kind === 'function' ? [value.ref.node] : []));

/** The functions themselves, and those that they call. */
function reached(trace: Trace, fns: readonly Node[], depth = 0, found: Set<Node> = new Set()): ReadonlySet<Node> {
  for (const fn of fns) {
    if (found.has(fn) || found.size >= most) continue;
    found.add(fn);
    if (depth < deepest) for (const node of descendants(fn)) if (isCall(node)) reached(trace, calledBy(trace, node), depth + 1, found);
  }
  return found;
}

/** True where one of the functions makes a request. */
const sends = (trace: Trace, fns: ReadonlySet<Node>): boolean =>
  [...fns].some((fn) => descendants(fn).some((node) => isCall(node) && members(trace.evaluate(node, undefined)).some((value) => value.kind === 'response' && value.request.call === node)));

const asking = /^(?:get|has|set|delete|peek|remove|del)$/;

/** The mention is asked under a key that is computed: `cache.get(key)`, `cache[key]`. */
function isAsked(mention: Node): boolean {
  const { parent } = mention;
  if (!isMember(parent) || parent?.['object'] !== mention) return false;
  const call = parent.parent;
  const isCalled = isCall(call) && call?.['callee'] === parent && asking.test(memberName(parent) ?? '');
  const key: Node | undefined = parent['computed'] ? parent['property'] : isCalled ? call['arguments'][0] : undefined;
  return key !== undefined && !/^(?:String|Numeric)Literal$/.test(key.type);
}

/** What the function asks under keys: `this.cache`, or a variable. */
const tablesIn = (fn: Node): Node[] => descendants(fn).filter((node) => (node.type === 'Identifier' || (isMember(node) && node['object'].type === 'ThisExpression')) && isAsked(node));

/** The same table, wherever it is mentioned. */
function mentionsOf(trace: Trace, table: Node): readonly Node[] {
  if (table.type === 'Identifier') {
    const binding = trace.project.sourceOf(table).scopes.bindingOf(table);
    const isOfPackage = binding?.kind === 'import' && trace.evaluate(table, undefined).kind === 'library';
    return binding && binding.kind !== 'param' && !isOfPackage ? bindingMentions(trace, binding.id) : [];
  }
  const body = [...ancestors(table)].find(({ type }) => type === 'ClassBody');
  return body ? fieldMentions(body, memberName(table) ?? '') : [];
}

function* ancestors(node: Node): Generator<Node> {
  for (let at = node.parent; at; at = at.parent) yield at;
}

const around = (node: Node): Node[] => [...ancestors(node)].filter(isFunction);
