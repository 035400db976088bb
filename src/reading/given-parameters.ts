import { oldParameters } from '../api.ts';
import { rangeOf } from '../carriers/code.ts';
import { descendants, enclosingFunction, isCall, isMember, memberName, type Node, outermost, unwrap } from '../source/ast.ts';
import { placeKey } from '../source/ranges.ts';
import { patternNames } from '../source/scope.ts';
import { callSites } from '../trace/calls/callers.ts';
import { bindingMentions, placeMentions } from '../trace/changes/contents.ts';
import type { Trace } from '../trace/trace.ts';

/** Through how many literals, names and calls what may hold parameters is followed to the calls that are given it. */
const deepest = 8;
/** More of them in one file than this are not followed. */
const mostNames = 200;
const inText = new RegExp(`(?:^|[?&])(?:${oldParameters.join('|')})=`);

/** What names an old parameter, and the calls that are given it. */
export interface GivenParameters {
  /** An object, a text, or the name alone: `where('status', 'active')`, `['status', value]`. */
  readonly holder: Node;
  readonly isName: boolean;
  readonly calls: readonly Node[];
}

/** Where a file names old parameters of which no request is known to say so, and where that goes. */
export function givenParameters(trace: Trace, program: Node, said: ReadonlySet<string>): GivenParameters[] {
  const source = trace.project.sourceOf(program);
  const holders = new Map<Node, boolean>();
  for (const node of descendants(program)) {
    const holder = holderOf(node);
    if (holder && !said.has(placeKey(rangeOf(source, node))) && holders.size < mostNames) holders.set(holder, holder === node && node.type === 'StringLiteral' && !inText.test(node['value']));
  }
  return [...holders].map(([holder, isName]) => ({ holder, isName, calls: [...new Set(trace.ask(() => (isName ? callsNaming(trace, holder) : callsGiven(trace, holder, 0)), [], holder))] }));
}

/** The literal that names a parameter here. */
function holderOf(node: Node): Node | undefined {
  if (node.type === 'ObjectProperty' && node.parent?.type === 'ObjectExpression' && !node['computed']) return oldParameters.includes(node['key'].name ?? node['key'].value) ? node.parent : undefined;
  if (node.type === 'StringLiteral') return inText.test(node['value']) || (oldParameters.includes(node['value']) && isFirst(node)) ? node : undefined;
  return node.type === 'TemplateElement' && inText.test(node['value'].cooked ?? '') ? node.parent : undefined;
}

/** `where('status', 'active')`, `['status', 'active']`. */
const isFirst = ({ parent, start }: Node): boolean => !!parent && ((isCall(parent) && parent['arguments'].length === 2 && parent['arguments'][0].start === start) || isPair(parent, start));
const isPair = (list: Node, start: number): boolean => list.type === 'ArrayExpression' && list['elements'].length === 2 && list['elements'][0]?.start === start;

/** Calls that a name goes to: as the first of a pair, or by way of what a method of that name was called on. */
function callsNaming(trace: Trace, name: Node): Node[] {
  const parent = name.parent as Node;
  if (!isCall(parent)) return callsGiven(trace, parent, 0);
  const chain = goingOn(parent);
  let root = parent;
  while (isCall(root) && isMember(unwrap(root['callee']))) root = unwrap(unwrap(root['callee'])['object']);
  const mentions = root.type === 'Identifier' ? bindingMentions(trace, root) : [];
  return [...chain, ...callsGiven(trace, chain.at(-1) ?? parent, 0), ...mentions.flatMap((mention) => callsGiven(trace, mention, 1))];
}

function callsGiven(trace: Trace, holder: Node, depth: number): Node[] {
  const outer = outermost(holder);
  const { parent } = outer;
  if (!parent || depth > deepest) return [];
  const on = (next: Node): Node[] => callsGiven(trace, next, depth + 1);
  if ((isCall(parent) || parent.type === 'NewExpression') && parent['callee'] !== outer) {
    const chain = goingOn(parent);
    return [...chain, ...on(chain.at(-1) ?? parent), ...filledBy(parent).flatMap((list) => bindingMentions(trace, list).flatMap(on))];
  }
  if (isMember(parent) && parent['object'] === outer) return on(goingOn(parent).at(-1) ?? parent);
  if (parent.type === 'ForOfStatement' && parent['right'] === outer) return namesIn(parent['left'].declarations?.[0]?.id).flatMap((id) => bindingMentions(trace, id).flatMap(on));
  if (parent.type === 'ObjectProperty' && parent['value'] === outer && parent.parent?.type === 'ObjectExpression') return on(parent.parent);
  if (/^(?:Binary|Conditional|Logical|Object|Array)Expression$|^(?:TemplateLiteral|SpreadElement)$/.test(parent.type)) return on(parent);
  const maker = parent.type === 'ReturnStatement' ? enclosingFunction(parent) : parent.type === 'ArrowFunctionExpression' && parent['body'] === outer ? parent : undefined;
  if (maker) return callSites(trace, maker).flatMap((site) => (site.kind === 'call' ? on(goingOn(site.node).at(-1) ?? site.node) : []));
  return parent.type === 'VariableDeclarator' ? placeMentions(trace, outer, parent, 0).flatMap(on) : [];
}

/** `pairs.push(…)`: the list under its name. */
function filledBy(call: Node): Node[] {
  const callee = unwrap(call['callee']);
  return isMember(callee) && /^(?:push|unshift)$/.test(memberName(callee) ?? '') && callee['object'].type === 'Identifier' ? [callee['object']] : [];
}

const namesIn = (pattern: Node | undefined): Node[] => (pattern ? [...patternNames(pattern)] : []);

/** A call, and the calls of members of what it gives: `query.where('status', 'active').limit(5).run()`. */
function goingOn(start: Node): Node[] {
  const found: Node[] = [];
  for (let at: Node | undefined = start; at; ) {
    found.push(at);
    let outer: Node = outermost(at);
    if (outer.parent?.type === 'AwaitExpression') outer = outermost(outer.parent);
    const member: Node | undefined = isMember(at) ? outer : isMember(outer.parent) && outer.parent?.['object'] === outer ? outermost(outer.parent as Node) : undefined;
    const next: Node | undefined = member?.parent;
    at = isCall(next) && unwrap(next?.['callee']) === unwrap(member as Node) ? next : undefined;
  }
  return found.filter((node) => isCall(node) || node === start);
}
