import { isCall, isMember, link, type Node } from '../ast.ts';
import { type Binding, readScopes } from '../scope.ts';
import { call, exchange, given, identifier, make, member, self } from './nodes.ts';
import { identifiersIn } from './reader.ts';

/** The name under which the template unwraps refs. No program can write it. */
export const unref = "vue's unref";

/** Names that templates take from the platform. */
const platform = new Set(
  'undefined,Infinity,NaN,isFinite,isNaN,parseFloat,parseInt,decodeURI,decodeURIComponent,encodeURI,encodeURIComponent,Math,Number,Date,Array,Object,Boolean,String,RegExp,Map,Set,JSON,Intl,BigInt,console,Error,Symbol,window,arguments'.split(
    ',',
  ),
);

/** A name in the template that no loop or parameter of the template declares. */
interface Name {
  readonly node: Node;
  /** The variable of the script, if it has one. */
  readonly binding: Binding | undefined;
  readonly isWritten: boolean;
}

function outerNames(body: readonly Node[], markup: readonly Node[]): Name[] {
  const program = link(make('Program', { start: 0, end: 0 }, { body }));
  const scopes = readScopes(program);
  const free = new Set([...scopes.globals.values()].flat());
  return identifiersIn(markup).flatMap((node): Name[] => {
    const binding = scopes.bindingOf(node);
    if (/^TS/.test(node.parent?.type ?? '') && !/^TS(?:As|Satisfies|NonNull)Expression$/.test(node.parent?.type ?? '')) return [];
    if (!binding) return free.has(node) && !platform.has(node['name']) ? [{ node, binding, isWritten: false }] : [];
    return binding.scope === scopes.root && binding.id !== node ? [{ node, binding, isWritten: binding.writes.includes(node) }] : [];
  });
}

/** `<script setup>`: a variable is what it holds when it is a ref; a constant can only be assigned when it is one. */
export function asSetupNames(body: readonly Node[], markup: readonly Node[]): void {
  for (const { node, binding, isWritten } of outerNames(body, markup)) {
    if (!binding) put(node, member(identifier(given, node), node['name'], node));
    else if (isWritten) {
      if (binding.kind === 'const') put(node, member(identifier(node['name'], node), 'value', node));
    } else if (/^(?:const|let|var|import)$/.test(binding.kind) && !isTarget(node)) put(node, call(identifier(unref, node), [identifier(node['name'], node)], node));
  }
}

/** True for `x` in `x()` where no ref can stand, and in `x++`. */
const isTarget = (node: Node): boolean => (isCall(node.parent) && node.parent?.['callee'] === node) || node.parent?.type === 'UpdateExpression';

/** A component made of options: every name is a member of `this`. */
export function asMembers(body: readonly Node[], markup: readonly Node[]): void {
  for (const { node } of outerNames(body, markup)) put(node, member(self(node), node['name'], node));
}

/** Names that neither the scripts of a page nor the markup declares are members of `object`. */
export function asMembersOf(object: Node, body: readonly Node[], markup: readonly Node[]): void {
  for (const { node, binding } of outerNames(body, markup)) if (!binding) put(node, member({ ...object, start: node.start, end: node.end }, node['name'], node));
}

function put(node: Node, other: Node): void {
  if (isMember(node.parent) && node.parent?.['property'] === node && !node.parent['computed']) return;
  exchange(node, other);
}
