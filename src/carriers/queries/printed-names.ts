import { enclosingFunction, calleeName, isCall, isFunction, isMember, memberName, type Node, outermost, unwrap } from '../../source/ast.ts';
import { bindingMentions } from '../../trace/changes/contents.ts';
import type { Trace } from '../../trace/trace.ts';
import { wholesIn } from '../../trace/types/typed-values.ts';

const known = new WeakMap<Trace, ReadonlyMap<Node, Node>>();

/** Where the program prints the names of this object's members: `console.log(Object.keys(params).join())`. Under other names it would print those. */
export function printedAt(trace: Trace, object: Node): Node | undefined {
  let found = known.get(trace);
  if (!found) known.set(trace, (found = allPrinted(trace)));
  return found.get(object);
}

function allPrinted(trace: Trace): ReadonlyMap<Node, Node> {
  const found = new Map<Node, Node>();
  for (const file of ['keys', 'entries'].flatMap((word) => trace.project.filesWith(word)).filter((name) => /\bObject\.(?:keys|entries)\(/.test(trace.project.files.read(name) ?? ''))) {
    for (const node of trace.project.nodes(file)) {
      const given = namesOf(node);
      const names = given && shownNames(trace, node);
      if (!given || !names || !isPrinted(trace, names, 0)) continue;
      for (const whole of trace.ask(() => wholesIn(trace, trace.evaluate(given, undefined)), [])) if (whole.kind === 'object') found.set(whole.ref.node, node);
    }
  }
  return found;
}

/** The object of `Object.keys(object)` and `Object.entries(object)`. */
function namesOf(node: Node): Node | undefined {
  const callee = isCall(node) ? unwrap(node['callee']) : undefined;
  return callee && isMember(callee) && callee['object'].name === 'Object' && /^(?:keys|entries)$/.test(memberName(callee) ?? '') ? node['arguments'][0] : undefined;
}

/** What is made of the names, where it shows them: `Object.keys(x)[0]`, `Object.entries(x).map(([key, value]) => `${key} is ${value}`)`. Undefined where it asks something of them, or writes a query. */
function shownNames(trace: Trace, names: Node): Node | undefined {
  let isShown = memberName(unwrap(names['callee'])) === 'keys';
  let at = outermost(names);
  while (isMember(at.parent) && at.parent?.['object'] === at) {
    const member = at.parent;
    const call = outermost(member).parent;
    const method = call && isCall(call) && unwrap(call['callee']) === member ? memberName(member) : undefined;
    if (method === undefined) return isShown && member['computed'] ? outermost(member) : undefined;
    if (method === 'map') isShown = isKeyShown(trace, unwrap((call as Node)['arguments'][0]));
    else if (!/^(?:filter|sort|toSorted|reverse|slice|at|join)$/.test(method)) return undefined;
    at = outermost(call as Node);
  }
  return isShown ? at : undefined;
}

/** True for a callback that puts the name it is given into a text, and not in front of a `=` or encoded. */
function isKeyShown(trace: Trace, callback: Node): boolean {
  const [given] = isFunction(callback) ? (callback['params'] as Node[]) : [];
  const id: Node | undefined = given?.type === 'ArrayPattern' ? given['elements'][0] : given;
  const source = trace.project.sourceOf(callback);
  if (id?.type !== 'Identifier' || /=\$\{|['"`]=|encodeURI/.test(source.slice(callback))) return false;
  return (source.scopes.bindingOf(id)?.references ?? []).some(({ parent }) => parent?.type === 'TemplateLiteral' || (parent?.type === 'BinaryExpression' && parent['operator'] === '+'));
}

/** True for what stands in the arguments of `console.log` or what a function gives that is called there; what is awaited there is an answer. */
function isPrinted(trace: Trace, given: Node, depth: number): boolean {
  for (let child = given, at = given.parent; at && depth < 3; child = at, at = at.parent) {
    if (at.type === 'AwaitExpression' || /Statement$/.test(at.type) || at.type === 'VariableDeclarator') return at.type === 'ReturnStatement' && isPrintedBy(trace, enclosingFunction(at), depth);
    if (isCall(at) && (at['arguments'] as Node[]).includes(child)) {
      const callee = unwrap(at['callee']);
      if (isMember(callee) && callee['object'].name === 'console') return true;
      if (!isMember(callee) && calleeName(at) !== 'String') return false;
    }
    if (isFunction(at) && !(isCall(at.parent) && at.parent !== undefined)) return at['body'] === child && isPrintedBy(trace, at, depth);
  }
  return false;
}

/** True where a call of the function is printed. */
function isPrintedBy(trace: Trace, fn: Node | undefined, depth: number): boolean {
  const id: Node | undefined = fn?.['id'] ?? (fn?.parent?.type === 'VariableDeclarator' ? fn.parent['id'] : undefined);
  const mentions = id?.type === 'Identifier' ? bindingMentions(trace, id) : [];
  return mentions.some(({ parent, start }) => parent !== undefined && isCall(parent) && parent['callee'].start === start && isPrinted(trace, parent, depth + 1));
}
