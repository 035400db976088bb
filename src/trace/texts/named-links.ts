import { isCall, isMember, type Node, outermost, unwrap } from '../../source/ast.ts';
import { placeMentions } from '../changes/contents.ts';
import { inAll, linksAround } from './links.ts';
import type { Trace } from '../trace.ts';
import type { ShapeValue } from '../value.ts';

/** The links in which a pattern or a text is looked for that has a name, when every use of the name looks for it in a link of the users API: `const CURSOR = /startingAfter=(.+)/`. */
export function linksOfName(trace: Trace, literal: Node): readonly ShapeValue[] {
  const held = patternAround(literal);
  const direct = held === literal ? [] : linksAround(trace, held);
  if (direct.length > 0) return direct;
  const outer = outermost(held);
  const mentions = outer.parent ? placeMentions(trace, outer, outer.parent, 0).filter((mention) => mention !== outer.parent && !isTarget(mention)) : [];
  // What has a name changes for every use of it.
  return inAll(mentions.map((mention) => linksAround(trace, outermost(mention), undefined, 1)));
}

/** `new RegExp('…')` around its text. */
function patternAround(literal: Node): Node {
  const call = outermost(literal).parent;
  const isPattern = (isCall(call) || call?.type === 'NewExpression') && call?.['arguments'][0] === outermost(literal) && unwrap(call['callee'])['name'] === 'RegExp';
  return isPattern ? (call as Node) : literal;
}

/** The name is given its value here. */
function isTarget(mention: Node): boolean {
  const { parent } = outermost(mention);
  return parent?.type === 'AssignmentExpression' && parent['left'] === outermost(mention) && !isMember(parent.parent);
}
