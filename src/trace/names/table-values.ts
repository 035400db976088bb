import { isCall, isFunction, isMember, keyName, memberName, type Node, outermost, unwrap } from '../../source/ast.ts';
import type { Asked } from '../flow/asked.ts';
import { entriesOf } from '../members.ts';
import { newNameIn } from '../shape-names.ts';
import type { Trace } from '../trace.ts';
import { valueUses } from '../modules/uses.ts';
import { members } from '../value.ts';

/** Names, lists and functions are followed to this depth. */
const deepest = 6;
const perElement = /^(?:map|flatMap|forEach|filter|find|findLast|findIndex|some|every)$/;
const sameElements = /^(?:filter|slice|toReversed|toSorted|concat)$/;

/** A table of names of users' members, and the text in it that is asked about. */
export interface KeyTable {
  readonly trace: Trace;
  /** What declares it: the name of an enum or of a constant. */
  readonly id: Node;
  readonly text: string;
  readonly asked: Asked;
}

/** `Object.values(Field)`: true when every text of the table is only asked for, or used as the name of a member, wherever the list goes. */
export function areValuesKeys(table: KeyTable, mention: Node): boolean {
  const call = outermost(mention).parent;
  const callee = isCall(call) ? unwrap(call?.['callee']) : undefined;
  const isListed = callee && isMember(callee) && memberName(callee) === 'values' && callee['object'].name === 'Object';
  return !!call && !!isListed && isListFine(table, call, 0);
}

/** `[Field.Since]: 'Member since'`, `case Field.Since:`, `field === Field.Since`: a key of a table that is looked up by such texts alone, or a comparison that only texts of the enum can pass. */
export function isKeyElsewhere(table: KeyTable, member: Node): boolean {
  const outer = outermost(member);
  const { parent } = outer;
  if (parent?.type === 'ObjectProperty' && parent['key'] === outer && parent['computed'] && parent.parent?.type === 'ObjectExpression') return isLookup(table, parent.parent);
  return isComparison(table, outer);
}

/** Of an enum the compiler lets nothing but its own texts be compared with each other. */
function isComparison({ id }: KeyTable, outer: Node): boolean {
  const { parent } = outer;
  if (id.parent?.type !== 'TSEnumDeclaration') return false;
  return parent?.type === 'SwitchCase' || parent?.type === 'SwitchStatement' || (parent?.type === 'BinaryExpression' && /^[!=]==?$/.test(parent['operator']));
}

function isListFine(table: KeyTable, given: Node, depth: number): boolean {
  const list = outermost(given);
  const { parent } = list;
  if (!parent || depth > deepest) return false;
  if (parent.type === 'VariableDeclarator') return parent['init'] === list && areUses(table, parent['id'], (use) => isListFine(table, use, depth + 1));
  if (parent.type === 'ForOfStatement') return parent['right'] === list && areValuesFine(table, parent['left'].declarations?.[0]?.id, depth);
  if (parent.type === 'SpreadElement') return parent.parent?.type === 'ArrayExpression' && isListFine(table, parent.parent, depth + 1);
  if (isCall(parent)) return isGiven(table, parent, list, (parameter) => areUses(table, parameter, (use) => isListFine(table, use, depth + 1)));
  return isMember(parent) && parent['object'] === list && isMethodFine(table, parent, depth);
}

/** `list.join()` for the request, `list.length`, `list.map((key) => …)`. */
function isMethodFine(table: KeyTable, member: Node, depth: number): boolean {
  const name = memberName(member) ?? '';
  const call = member.parent;
  if (name === 'length') return true;
  if (!isCall(call) || call?.['callee'] !== member) return false;
  if (name === 'join') return table.asked.joins(call);
  const callback = call['arguments'][0] && unwrap(call['arguments'][0]);
  const isTaken = !perElement.test(name) || (isFunction(callback) && callback['params'].length < 3 && (callback['params'].length === 0 || areValuesFine(table, callback['params'][0], depth)));
  return isTaken && (sameElements.test(name) ? isListFine(table, call, depth + 1) : perElement.test(name) && !/^find/.test(name));
}

const areValuesFine = (table: KeyTable, id: Node | undefined, depth: number): boolean => id?.type === 'Identifier' && areUses(table, id, (use) => isValueFine(table, use, depth + 1));

/** One of the texts: the name of a user's member, a key of a table that has such keys, compared with another, or given to a function that does one of these. */
function isValueFine(table: KeyTable, given: Node, depth: number): boolean {
  const value = outermost(given);
  const { parent } = value;
  if (!parent || depth > deepest) return false;
  if (isMember(parent)) return parent['property'] === value && parent['computed'] && isReadOf(table, parent['object']);
  if (isCall(parent)) return isGiven(table, parent, value, (parameter) => areValuesFine(table, parameter, depth));
  return isComparison(table, value);
}

/** What is read by such a name: a user, or a table of the program whose keys are these names. */
function isReadOf(table: KeyTable, object: Node): boolean {
  const values = members(table.trace.evaluate(object, undefined));
  const isRead = (value: (typeof values)[number]): boolean =>
    value.kind === 'shape' ? newNameIn(value, table.text) !== undefined : value.kind === 'object' && value.ref.node.type === 'ObjectExpression' && isKeyedByTable(table, value.ref.node) && isLookup(table, value.ref.node);
  return values.length > 0 && values.every(isRead);
}

/** `{ [Field.Name]: …, [Field.Since]: … }`. */
const isKeyedByTable = ({ id }: KeyTable, object: Node): boolean =>
  entriesOf(object).every((entry) => entry['computed'] && isMember(entry['key']) && entry['key'].object.name === id['name'] && keyName(entry['key'].property, entry['key'].computed) !== undefined);

/** True for a constant of which nothing is asked but what stands under such a name. */
function isLookup(table: KeyTable, object: Node): boolean {
  const declarator = outermost(object).parent;
  return (
    declarator?.type === 'VariableDeclarator' &&
    areUses(table, declarator['id'], (use) => {
      const outer = outermost(use);
      return use === declarator['id'] || (isMember(outer.parent) && outer.parent?.['object'] === outer && outer.parent['computed'] === true);
    })
  );
}

function areUses({ trace }: KeyTable, id: Node, question: (use: Node) => boolean): boolean {
  const uses = id.type === 'Identifier' ? valueUses(trace, id)?.filter((use) => use !== id) : undefined;
  return uses?.every(question) ?? false;
}

/** True when only functions of the project are called, and the question is true of the parameter of each. */
function isGiven({ trace }: KeyTable, call: Node, argument: Node, question: (parameter: Node) => boolean): boolean {
  const index = (call['arguments'] as Node[]).indexOf(argument);
  const targets = members(trace.evaluate(unwrap(call['callee']), undefined));
  return index >= 0 && targets.length > 0 && targets.every((target) => target.kind === 'function' && target.ref.node['params'][index] !== undefined && question(target.ref.node['params'][index]));
}
