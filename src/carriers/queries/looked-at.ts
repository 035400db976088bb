import { calleeName, enclosingFunction, isCall, isMember, memberName, type Node, outermost, descendants, unwrap } from '../../source/ast.ts';
import type { Site } from './site.ts';

/** Methods that put something into a query, or into the list of its parts. */
const puts = /^(?:set|append|push|unshift)$/;
/** Methods that tell how many parameters there are, or which. */
const tells = /^(?:keys|forEach|entries)$/;

/**
 * True where the code asks what it has put together so far between the first of these places and the last of them, or asks at any time how many parameters there are:
 * `if (!query.size) return`, `parts.length > 1`. That there is none at all says the same for one parameter as for several.
 */
export function isLookedAt(sites: readonly Site[]): boolean {
  const places = sites.map(({ anchor }) => anchor);
  const [from, to] = [Math.min(...places.map(({ start }) => start)), Math.max(...places.map(({ end }) => end))];
  return [...new Set(sites.flatMap((site) => mentionsOf(site)))].some((mention) => {
    const end = chainOf(mention);
    const isBetween = mention.start >= from && mention.end <= to;
    return isCounted(end) || (isBetween && !isPut(end) && !isAskedForMark(end));
  });
}

/** True where the code goes by the number of parameters: `console.log(query.size)`. Of several that become one there are fewer. */
export const isNumberRead = (sites: readonly Site[]): boolean =>
  [...new Set(sites.flatMap((site) => (isInAnother(site.anchor) ? [] : mentionsOf(site))))].some((mention) => {
    const outer = outermost(mention);
    const parent = outer.parent as Node;
    if (isCall(parent)) return calleeName(parent) === 'keys' && parent['arguments'][0] === outer && isLengthOf(outermost(parent));
    return isMember(parent) && parent['object'] === outer && /^(?:length|size)$/.test(memberName(parent) ?? '') && !isAskedIfAny(outermost(parent));
  });

/** True for a parameter of something that is given to a call: what the call gives is another thing, unless it is made of the parameters. */
function isInAnother(anchor: Node): boolean {
  for (let at: Node | undefined = anchor.parent; at && !/Statement$|Function|Method|Declarator$/.test(at.type); at = at.parent) {
    const isMade = at.type === 'NewExpression' ? /^(?:URLSearchParams|Map)$/.test(at['callee'].name ?? '') : /^(?:entries|fromEntries|assign|freeze|set|append|push)$/.test(isCall(at) ? calleeName(at) : 'set');
    if (at.type === 'AwaitExpression' || !isMade) return true;
  }
  return false;
}

/** Where the code names what the parameter is put into. */
function mentionsOf({ anchor, text, source }: Site): readonly Node[] {
  const holder = holderAt(text?.root ?? anchor);
  if (!holder) return [];
  let root = holder;
  while (isMember(root)) root = unwrap(root['object']);
  if (root.type === 'Identifier') return source.scopes.bindingOf(root)?.references ?? [root];
  const [fn, code] = [enclosingFunction(holder), source.slice(holder)];
  return fn ? descendants(fn).filter((node) => isMember(node) && source.slice(node) === code) : [];
}

/** `query` of `query.set(…)`, `query.x = …`, `text += …`, `parts.push(…)`, `const query = { … }`. */
function holderAt(node: Node): Node | undefined {
  for (let at: Node | undefined = node; at && !/Function|Method/.test(at.type); at = at.parent) {
    const given = at.type === 'ExpressionStatement' ? unwrap(at['expression']) : at;
    if (given.type === 'AssignmentExpression') return isMember(given['left']) && given['operator'] === '=' ? unwrap(given['left'].object) : unwrap(given['left']);
    if (isCall(given) && isMember(unwrap(given['callee'])) && puts.test(calleeName(given))) return unwrap(unwrap(given['callee'])['object']);
    if (given.type === 'VariableDeclarator') return given['id'].type === 'Identifier' ? given['id'] : undefined;
  }
  return undefined;
}

/** The end of `query.searchParams.size`: the longest member of the mention, or the call of one. */
function chainOf(mention: Node): Node {
  let at = outermost(mention);
  while (isMember(at.parent) && at.parent?.['object'] === at) at = outermost(at.parent as Node);
  const call = at.parent;
  return call && isCall(call) && unwrap(call['callee']) === at ? outermost(call) : at;
}

function isPut(end: Node): boolean {
  const { parent } = end;
  const isTarget = parent?.type === 'AssignmentExpression' && (parent['left'] === end || goesOn(end, parent));
  return isTarget || (isCall(end) && puts.test(calleeName(end)));
}

/** `request = request.query({ … })`. */
function goesOn(end: Node, { left }: Node): boolean {
  let root = end;
  while (isCall(root) || isMember(root)) root = unwrap(isCall(root) ? root['callee'] : root['object']);
  return root !== end && root.type === 'Identifier' && left.type === 'Identifier' && left['name'] === root['name'];
}

/** `url.includes('?')`: the mark in front of the next part. */
const isAskedForMark = (end: Node): boolean => isCall(end) && /^(?:includes|indexOf)$/.test(calleeName(end)) && end['arguments'][0]?.value === '?';

function isCounted(end: Node): boolean {
  const { parent } = end;
  if (isMember(end) && /^(?:length|size)$/.test(memberName(end) ?? '')) return !isAskedIfAny(end);
  if (isCall(end) && tells.test(calleeName(end)) && isMember(unwrap(end['callee']))) return true;
  if (parent?.type === 'SpreadElement' && parent.parent?.type === 'ArrayExpression') return !isMember(outermost(parent.parent).parent) || isLengthOf(outermost(parent.parent));
  const isListed = isCall(parent) && calleeName(parent as Node) === 'keys' && parent?.['arguments'][0] === end;
  return isListed && isLengthOf(outermost(parent as Node));
}

/** `Object.keys(query).length`, unless it is only asked whether there are any. */
function isLengthOf(list: Node): boolean {
  const member = list.parent;
  return isMember(member) && memberName(member as Node) === 'length' && !isAskedIfAny(outermost(member as Node));
}

/** `if (parts.length)`, `parts.length > 0`, `!parts.length`. */
function isAskedIfAny(count: Node): boolean {
  const { parent } = count;
  if (parent?.type === 'BinaryExpression') return unwrap(parent['right'])['value'] === 0 && /^(?:>|[!=]==?)$/.test(parent['operator']);
  if (parent?.type === 'UnaryExpression') return parent['operator'] === '!';
  return /^(?:If|While)Statement$|^(?:Conditional|Logical)Expression$/.test(parent?.type ?? '') && (parent?.['test'] === count || parent?.['left'] === count);
}
