import { enclosingFunction, isFunction, type Node } from '../../source/ast.ts';
import { isLogicallyAssigned } from '../../source/scope.ts';

export const isLoop = (node: Node): boolean => /^(?:For(?:In|Of)?|While|DoWhile)Statement$/.test(node.type);

/**
 * Which of the places that give a variable its value can be seen where it is read: the declaration and the left sides of assignments.
 * Only straight lines of one function are told apart; where a loop, a branch or another function is between, everything counts.
 */
export function reaching(read: Node, declaration: Node, writes: readonly Node[]): readonly Node[] {
  const places = [declaration, ...writes];
  const fn = enclosingFunction(read);
  if (writes.length === 0 || homeOf(declaration) !== fn) return places;
  const loops = loopsAround(read, fn);
  const last = places.findLast((place) => isAlwaysBefore(place, read, fn));
  return places.filter((place) => place === last || !isHidden(place, read, fn, loops, last));
}

/** True when what happens at a place (an append) can still be seen where the variable is read. */
export function reaches(place: Node, read: Node, declaration: Node, writes: readonly Node[]): boolean {
  const fn = homeOf(declaration);
  if (enclosingFunction(read) !== fn) return true;
  const last = [declaration, ...writes].findLast((other) => isAlwaysBefore(other, read, fn));
  return !isHidden(place, read, fn, loopsAround(read, fn), last) && !isOwn(place, read) && !isElsewhere(place, read);
}

/** The place stands in another branch than the read, or in one that never comes back. */
export function isElsewhere(place: Node, read: Node): boolean {
  for (let child = place, at = place.parent; at; child = at, at = at.parent) {
    const isAround = at.start <= read.start && read.end <= at.end;
    if (isAround) return at.type === 'IfStatement' && at['test'] !== child && !(at['test'].start <= read.start && read.end <= at['test'].end);
    const last: Node | undefined = at.type === 'BlockStatement' && !isFunction(at.parent) ? at['body'].at(-1) : undefined;
    if (last && /^(?:Return|Throw)Statement$/.test(last.type)) return true;
  }
  return false;
}

/** The function in which a name lives; parameters live in theirs. */
export function homeOf(declaration: Node): Node | undefined {
  for (let child = declaration, at = declaration.parent; at; child = at, at = at.parent) if (isFunction(at)) return at['id'] === child ? enclosingFunction(at) : at;
  return undefined;
}

export function loopsAround(node: Node, fn: Node | undefined): Set<Node> {
  const loops = new Set<Node>();
  for (let at = node.parent; at && at !== fn; at = at.parent) if (isLoop(at)) loops.add(at);
  return loops;
}

/** A statement of its own in a block that also holds the read, and before it: nobody gets to the read without it. */
function isAlwaysBefore(place: Node, read: Node, fn: Node | undefined): boolean {
  const statement = statementAround(place);
  if (!statement || homeOf(place) !== fn || statement.end > read.start) return false;
  const block = statement.parent;
  for (let at = read.parent; at; at = at.parent) {
    if (at === block) return true;
    if (at === fn) return false;
  }
  return false;
}

/** `x = …;` or the declaration that holds the place; undefined when the assignment is part of something else, or may leave what was there. */
function statementAround(place: Node): Node | undefined {
  if (isLogicallyAssigned(place)) return undefined;
  for (let at: Node | undefined = place; at; at = at.parent) {
    if (at.type === 'VariableDeclaration' || at.type === 'ExpressionStatement') return at;
    if (isFunction(at.parent)) return undefined;
    if (/^(?:ConditionalExpression|LogicalExpression|CallExpression|IfStatement|For(?:In|Of)?Statement|WhileStatement)$/.test(at.type)) return undefined;
  }
  return undefined;
}

/** True when another assignment comes in between on every way, or when the place only comes later. */
function isHidden(place: Node, read: Node, fn: Node | undefined, loops: ReadonlySet<Node>, last: Node | undefined): boolean {
  if (homeOf(place) !== fn) return false;
  const shared = [...loops].filter((loop) => loop.start <= place.start && place.end <= loop.end);
  const isCovered = last !== undefined && shared.every((loop) => isRepeated(loop, last));
  if (place.start < read.start && !isOwn(place, read)) return last !== undefined && place.start < last.start && isCovered;
  return shared.length === 0 || isCovered;
}

/** True for what runs each time around; what a `for` begins with runs once. */
function isRepeated(loop: Node, { start, end }: Node): boolean {
  const once: Node | undefined = loop['init'] ?? undefined;
  return loop.start <= start && end <= loop.end && !(once && once.start <= start && end <= once.end);
}

/** The read is on the right of the very assignment. */
function isOwn(place: Node, read: Node): boolean {
  for (let at: Node | undefined = place; at; at = at.parent) {
    if (at.type === 'AssignmentExpression' || at.type === 'VariableDeclarator') return at.start <= read.start && read.end <= at.end;
    if (isFunction(at)) return false;
  }
  return false;
}
