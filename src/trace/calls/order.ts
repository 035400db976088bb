import { calleeName, isCall, isFunction, isInside, type Node, outermost } from '../../source/ast.ts';
import { isLoop } from '../flow/flow.ts';

/** Methods that call what they are given then and there, once for each element. */
const calling = /^(?:forEach|map|flatMap|filter|some|every|find|findIndex|findLast|findLastIndex|reduce|reduceRight|sort|toSorted)$/;

/** True for a function that runs where it is written, as a part of the statement around it: `names.forEach((name) => …)`. */
function runsHere(fn: Node): boolean {
  const outer = outermost(fn);
  const call = outer.parent;
  return fn.type !== 'FunctionDeclaration' && isCall(call) && (call?.['arguments'].includes(outer) ? calling.test(calleeName(call as Node)) : outermost(call?.['callee']) === outer);
}

/** The function, or the program, in whose run a place is come to: functions that run where they are written are parts of it. */
function runOf(node: Node): Node {
  let at = node;
  while (at.parent && !(isFunction(at) && !runsHere(at))) at = at.parent;
  return at;
}

/** True for what runs again and again in one run of what is around it. */
const isRepeating = (node: Node): boolean => isLoop(node) || (isFunction(node) && runsHere(node));

/**
 * True when one place is left behind for good whenever the other is come to. A loop around both comes to the one again, unless what
 * they share (`made`) is made anew in each turn of it. What other functions do is not known.
 */
export function isLeftBehind(one: Node, other: Node, made: Node | undefined): boolean {
  const run = runOf(one);
  if (one.end > other.start || !isInside(other, run)) return false;
  for (let at: Node | undefined = other; at && at !== run; at = at.parent) {
    if (at.type === 'FunctionDeclaration' || /Method$/.test(at.type)) return false;
    if (isRepeating(at) && isInside(one, at) && !(made && isInside(made, at))) return false;
  }
  return true;
}
