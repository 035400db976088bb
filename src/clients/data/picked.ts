import { oldFields } from '../../api.ts';
import { calleeName, isCall, isFunction, isMember, memberName, type Node, outermost, unwrap } from '../../source/ast.ts';
import type { Trace } from '../../trace/trace.ts';
import { members } from '../../trace/value.ts';

/** What becomes of an object with the names that were picked: it is only read by names that are written, or given to what takes its values alone. */
export interface Readers {
  readonly isSeen: boolean;
  /** Its values go on without their names. */
  readonly takesValues: boolean;
}

export const unseen: Readers = { isSeen: false, takesValues: false };
const byName: Readers = { isSeen: true, takesValues: false };
const byValue: Readers = { isSeen: true, takesValues: true };
const together = (all: readonly Readers[]): Readers => ({ isSeen: all.every(({ isSeen }) => isSeen), takesValues: all.some(({ takesValues }) => takesValues) });

/** Names, functions and lists are followed to this depth. */
const deepest = 6;
/** Functions that go through a list and give something else, those that give some of it, and those that give one of it. */
const through = /^(?:forEach|map|flatMap|each|collect|some|every|findIndex|chain)$/;
const some = /^(?:filter|reject|sort|toSorted|slice|reverse|toReversed)$/;
const single = /^(?:find|findLast|at|pop|shift)$/;

/** What reads an object, here or under the names that it is given. */
export function readersOf(trace: Trace, node: Node, depth = 0): Readers {
  const outer = outermost(node);
  const { parent } = outer;
  if (!parent || depth > deepest) return unseen;
  if (isMember(parent) && parent['object'] === outer) return memberReaders(trace, parent, outer);
  if (isCall(parent) && parent['arguments'][0] === outer) return isValues(trace, parent['callee']) ? byValue : unseen;
  if (parent.type === 'VariableDeclarator' && parent['init'] === outer) return named(trace, parent['id'], depth, readersOf);
  const list = parent.type === 'ArrowFunctionExpression' && parent['body'] === outer ? mappingCall(parent) : undefined;
  return list ? readersOfList(trace, list, depth + 1) : unseen;
}

/** What reads the objects in a list. */
export function readersOfList(trace: Trace, node: Node, depth = 0): Readers {
  const outer = outermost(node);
  const { parent } = outer;
  if (!parent || depth > deepest) return unseen;
  if (parent.type === 'ForOfStatement' && parent['right'] === outer) return parent['left'].declarations?.[0] ? named(trace, parent['left'].declarations[0].id, depth, readersOf) : unseen;
  if (parent.type === 'VariableDeclarator' && parent['init'] === outer && parent['id'].type === 'Identifier') return named(trace, parent['id'], depth, readersOfList);
  if (isMember(parent) && parent['object'] === outer) {
    const call = outermost(parent).parent;
    if (isCall(call) && unwrap(call?.['callee']) === parent) return goneThrough(trace, call as Node, call?.['arguments'], depth);
    return memberName(parent) === 'length' ? byName : parent['computed'] && parent['property'].type === 'NumericLiteral' ? readersOf(trace, parent, depth + 1) : unseen;
  }
  const isOfLibrary = isCall(parent) && members(trace.evaluate(unwrap(parent['callee']), undefined)).every(({ kind }) => kind === 'library');
  return isOfLibrary
    ? goneThrough(
        trace,
        parent,
        (parent['arguments'] as Node[]).filter((argument) => argument !== outer),
        depth,
      )
    : unseen;
}

/** A call that gives each object of a list to the functions that are its arguments. */
function goneThrough(trace: Trace, call: Node, args: readonly Node[], depth: number): Readers {
  const name = calleeName(call);
  const isOfTwo = /sort/i.test(name);
  const functions = args.map((argument) => givenTo(trace, unwrap(argument), isOfTwo ? 2 : 1, depth));
  if (through.test(name)) return functions.length === 1 ? together(functions) : unseen;
  const isNone = args.every((argument) => /^(?:Numeric|Unary)/.test(argument.type));
  const before = isNone ? byName : together(functions);
  if (some.test(name)) return together([before, readersOfList(trace, call, depth + 1)]);
  return single.test(name) ? together([before, readersOf(trace, call, depth + 1)]) : unseen;
}

/** What a function reads of each thing that it is given. `count`: its parameters that are such things; the index follows them. */
function givenTo(trace: Trace, fn: Node, count: number, depth: number): Readers {
  if (!isFunction(fn)) return isValues(trace, fn) ? byValue : unseen;
  const parameters = fn['params'] as Node[];
  if (fn.type !== 'ArrowFunctionExpression' || parameters.length > 2) return unseen;
  return together(parameters.slice(0, count).map((parameter) => named(trace, parameter, depth, readersOf)));
}

/** What reads something under a name, or by a pattern. */
function named(trace: Trace, id: Node, depth: number, readers: (trace: Trace, node: Node, depth: number) => Readers): Readers {
  if (id.type === 'ObjectPattern') return (id['properties'] as Node[]).some((property) => property.type === 'RestElement' || property['computed']) ? unseen : byName;
  const binding = id.type === 'Identifier' ? trace.project.sourceOf(id).scopes.bindingOf(id) : undefined;
  if (!binding || binding.writes.length > 0 || binding.declaration.parent?.parent?.type === 'ExportNamedDeclaration') return unseen;
  const uses = binding.references.filter((use) => use !== id);
  return uses.length === 0 && binding.kind !== 'param' ? unseen : together(uses.map((use) => readers(trace, use, depth + 1)));
}

/** A member that is read by a name of a user, where it is known to be one; no method of the object. */
function memberReaders(trace: Trace, member: Node, object: Node): Readers {
  const name = memberName(member);
  if (member['computed'] || name === undefined || (isCall(member.parent) && member.parent?.['callee'] === member)) return unseen;
  return !oldFields.has(name) || members(trace.evaluate(object, undefined)).some(({ kind }) => kind === 'shape') ? byName : unseen;
}

/** `users.map(pick(names))`: the call that makes a list of what the function gives. */
export function mappingCall(fn: Node): Node | undefined {
  const outer = outermost(fn);
  const { parent } = outer;
  return parent && isCall(parent) && calleeName(parent) === 'map' && (parent['arguments'] as Node[]).includes(outer) ? parent : undefined;
}

/** `Object.values`, `R.values`. */
function isValues(trace: Trace, given: Node): boolean {
  const callee = unwrap(given);
  if (isMember(callee) && callee['object'].name === 'Object') return memberName(callee) === 'values';
  const values = members(trace.evaluate(callee, undefined));
  return values.length > 0 && values.every((value) => value.kind === 'library' && value.made.length === 0 && value.path.at(-1) === 'values');
}
