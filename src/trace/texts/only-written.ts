import { isCall, isFunction, isMember, memberName, type Node, outermost, unwrap } from '../../source/ast.ts';
import { valueUses } from '../modules/uses.ts';
import type { Trace } from '../trace.ts';
import { members } from '../value.ts';

/** Through how many names and lists a text is followed. */
const deepest = 4;

/** What a list is asked that says nothing to anybody else. */
const asking = /^(?:length|join|includes|indexOf|slice|concat)$/;
/** What hands each of a list to a function. */
const going = /^(?:map|forEach|filter|flatMap|some|every)$/;

/**
 * True for a text in a list that a program only writes out, like the headings of a table: `[headings, ...rows].map((row) => row.join(';'))`.
 * It is for programs that read no member by a name which is a value: what goes to functions of packages may be read by it there.
 */
export function isOnlyWritten(trace: Trace, text: Node): boolean {
  const list = outermost(text).parent;
  return list?.type === 'ArrayExpression' && isListWritten(trace, list, 0);
}

function isListWritten(trace: Trace, list: Node, depth: number): boolean {
  const outer = outermost(list);
  const { parent } = outer;
  if (!parent || depth > deepest) return false;
  if (parent.type === 'VariableDeclarator') {
    const uses = parent['init'] === outer ? valueUses(trace, parent['id']) : undefined;
    return !!uses && uses.length > 0 && uses.every((use) => isListWritten(trace, use, depth + 1));
  }
  if (parent.type === 'ArrayExpression' || parent.type === 'SpreadElement') return isListWritten(trace, parent, depth + 1);
  const name = isMember(parent) && parent['object'] === outer ? (memberName(parent) ?? '') : '';
  const call = going.test(name) ? parent.parent : undefined;
  return asking.test(name) || (isCall(call) && unwrap(call?.['callee']) === parent && isWrittenBy(trace, call?.['arguments'][0], depth));
}

/** True for a function of the program that gives what it gets to no function of a package. */
function isWrittenBy(trace: Trace, given: Node | undefined, depth: number): boolean {
  const fn = given && unwrap(given);
  const parameter: Node | undefined = fn && isFunction(fn) ? fn['params'][0] : undefined;
  if (parameter?.type !== 'Identifier') return fn?.type === 'Identifier' && fn['name'] === 'String';
  const references = trace.project.sourceOf(parameter).scopes.bindingOf(parameter)?.references ?? [];
  return references.every((reference) => isWritten(trace, reference, depth));
}

function isWritten(trace: Trace, reference: Node, depth: number): boolean {
  const { parent } = outermost(reference);
  if (!parent || depth > deepest) return false;
  if (isMember(parent)) return parent['object'] === reference && (!going.test(memberName(parent) ?? '') || !isCall(parent.parent) || isWrittenBy(trace, parent.parent?.['arguments'][0], depth + 1));
  if (!isCall(parent)) return !/^(?:ArrayExpression|ObjectProperty|SpreadElement)$/.test(parent.type);
  const callees = members(trace.evaluate(unwrap(parent['callee']), undefined));
  return /^(?:String|encodeURIComponent)$/.test(unwrap(parent['callee'])['name'] ?? '') || (callees.length > 0 && callees.every(({ kind }) => kind === 'function'));
}
