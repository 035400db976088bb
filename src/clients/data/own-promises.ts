import { descendants, isCall, isFunction, isMember, memberName, type Node, unwrap } from '../../source/ast.ts';
import { returnedNodes } from '../../trace/calls/calls.ts';

/** Methods after which an argument stands in another place. */
const moving = /^(?:unshift|shift|splice|pop|reverse|sort)$/;

/** `(load) => (...given) => new Promise((resolve, reject) => load(...given, (error, found) => (error ? reject(error) : resolve(found))))`: what `promisify` of node does. */
export function makesPromises(fn: Node): boolean {
  const [load, ...options]: readonly Node[] = fn['params'];
  if (load?.type !== 'Identifier' || options.length > 1) return false;
  const made = onlyReturned(fn);
  const promise = made && isFunction(made) && takesAll(made) ? onlyReturned(made) : undefined;
  const executor: Node | undefined = promise?.type === 'NewExpression' && promise['callee'].name === 'Promise' && promise['arguments'][0] ? unwrap(promise['arguments'][0]) : undefined;
  const resolve: Node | undefined = executor && isFunction(executor) ? executor['params'][0] : undefined;
  if (!made || resolve?.type !== 'Identifier') return false;
  const inside = descendants(made);
  return inside.some((node) => calls(node, load['name'])) && inside.some((node) => isFunction(node) && settles(node, resolve['name'])) && !inside.some((node) => isMember(node) && moving.test(memberName(node) ?? ''));
}

function onlyReturned(fn: Node): Node | undefined {
  const [only, ...others] = returnedNodes(fn);
  return only && others.length === 0 ? unwrap(only) : undefined;
}

/** It hands on whatever it is given: `(...given)`, or `arguments`. */
function takesAll(fn: Node): boolean {
  const [given, ...others]: readonly Node[] = fn['params'];
  return others.length === 0 && (given ? given.type === 'RestElement' : descendants(fn['body']).some((node) => node.type === 'Identifier' && node['name'] === 'arguments'));
}

/** `load(…)`, `load.apply(…)`. */
function calls(node: Node, name: string): boolean {
  const callee = isCall(node) ? unwrap(node['callee']) : undefined;
  const target: Node | undefined = callee && isMember(callee) && /^(?:call|apply)$/.test(memberName(callee) ?? '') ? callee['object'] : callee;
  return target?.type === 'Identifier' && target['name'] === name;
}

/** The callback hands its second parameter on to `resolve`. */
function settles(fn: Node, resolve: string): boolean {
  const found: Node | undefined = fn['params'][1];
  return found?.type === 'Identifier' && descendants(fn['body']).some((node) => calls(node, resolve) && node['arguments'][0]?.name === found['name']);
}
