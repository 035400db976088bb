import { isCall, isMember, memberName, type Node, outermost } from '../../source/ast.ts';
import { placeMentions } from '../changes/contents.ts';
import type { Trace } from '../trace.ts';
import { literalText, members, type Ref, union, type Value } from '../value.ts';

/** What may be done with a map without another key in it: all but `set` only reads, and `set` says its key. */
const seen = /^(?:set|get|has|delete|clear|keys|values|entries|forEach|size)$/;
/** Functions of the platform that are given a map and only read it. */
const reading = /^(?:Array\.from|Object\.fromEntries)$/;

/** The keys of a map that starts empty, where everything that puts something in is seen, and each of them is a text that the code names. */
export function closedKeys(trace: Trace, { node, frame }: Ref): Value | undefined {
  const outer = outermost(node);
  const { parent } = outer;
  const isOwn = parent?.type === 'ClassPrivateProperty' || (parent?.type === 'VariableDeclarator' && parent['id'].type === 'Identifier');
  if (!parent || !isOwn || node['arguments'].length > 0) return undefined;
  const mentions = placeMentions(trace, outer, parent, 0);
  if (mentions.length === 0 || !mentions.every(isSeen)) return undefined;
  const keys = mentions.flatMap((mention) => keysSetAt(mention));
  const values = keys.flatMap((key) => members(trace.evaluate(key, frame)));
  return values.length > 0 && values.every((value) => literalText(value) !== undefined) ? union(values) : undefined;
}

function isSeen(mention: Node): boolean {
  const outer = outermost(mention);
  const { parent } = outer;
  if (isMember(parent) && parent?.['object'] === outer) return seen.test(memberName(parent as Node) ?? '') && (memberName(parent as Node) === 'size' || (isCall(parent?.parent) && parent?.parent?.['callee'] === parent));
  if (parent?.type === 'ForOfStatement' || parent?.type === 'SpreadElement') return true;
  const callee: Node | undefined = isCall(parent) ? parent?.['callee'] : undefined;
  return isMember(callee) && reading.test(`${callee?.['object'].name}.${memberName(callee as Node)}`);
}

/** `changes.set('name', value)`: the key. */
function keysSetAt(mention: Node): Node[] {
  const member = outermost(mention).parent;
  const [key] = isMember(member) && memberName(member as Node) === 'set' ? ((member as Node).parent?.['arguments'] ?? []) : [];
  return key ? [key] : [];
}
