import { enclosingFunction, isCall, isFunction, type Node, outermost, statementOf } from '../../source/ast.ts';
import { callSites } from '../calls/callers.ts';
import { type Change, changesOf, isReturned, touchesOf } from './contents.ts';
import { frameOf } from '../frames.ts';
import { isUnderOtherKey } from '../flow/given-out.ts';
import type { Trace } from '../trace.ts';
import type { Frame, Ref } from '../value.ts';

/** A change, with the context in which it is made. */
export interface PlacedChange extends Change {
  readonly frame: Frame | undefined;
}

/**
 * Everything that is done to an object after it was made: where it is written, and, of one that a function makes and gives back,
 * by whoever called it: `const query = baseQuery(); query.sortBy = 'name'`. Another call of that function made another object.
 */
export const changesTo = (trace: Trace, ref: Ref): readonly PlacedChange[] =>
  trace.once(tableOf(ref.frame), ref.node, [], () =>
    places(trace, ref).flatMap(({ node, frame }) =>
      changesOf(trace, node)
        .filter(({ value }) => !isUnderOtherKey(trace, ref, value))
        .map((change) => ({ ...change, frame })),
    ),
  );

type Placed = WeakMap<Node, readonly PlacedChange[]>;
const anywhere: Placed = new WeakMap();
const inFrames = new WeakMap<Frame, Placed>();

/** What is known of objects in a context: a list to which much is added is asked for it again and again. */
function tableOf(frame: Frame | undefined): Placed {
  let table = frame ? inFrames.get(frame) : anywhere;
  if (!table) inFrames.set(frame as Frame, (table = new WeakMap()));
  return table;
}

/** Members of the object that are read or deleted by their names, there as well. */
export const touchesTo = (trace: Trace, ref: Ref): readonly { readonly name: string; readonly node: Node }[] => places(trace, ref).flatMap(({ node }) => touchesOf(trace, node));

/** True for what is done whenever the object is made: it stands in the same list of statements, or in one around it. */
export function standsBehind(trace: Trace, change: Node, made: Node): boolean {
  const block = statementOf(change).parent;
  const isSame = !!block && trace.project.sourceOf(change) === trace.project.sourceOf(made);
  return isSame && /^(?:Program|BlockStatement|StaticBlock)$/.test(block.type) && block.start <= made.start && made.end <= block.end && isUnasked(change, block);
}

/** False behind `&&` or in a branch of `?:`. */
function isUnasked(change: Node, block: Node): boolean {
  for (let at = change.parent; at && at !== block; at = at.parent) if (/^(?:LogicalExpression|ConditionalExpression)$/.test(at.type) || isFunction(at)) return false;
  return true;
}

/** What callers of a function do with what it gives them. */
export interface Callers {
  readonly count: number;
  /** Members of it that they set, read or delete. */
  readonly members: ReadonlySet<Node>;
}

/** What those do that call the function which makes and gives back this object; each of them has one of its own. */
export function callersOf(trace: Trace, node: Node): Callers {
  const fn = enclosingFunction(node);
  const made = fn && isReturned(trace, node) ? callSites(trace, fn).flatMap((site) => (isCall(site.node) ? [awaited(site.node)] : [])) : [];
  const members = made.flatMap((call) => [...changesOf(trace, call).flatMap(({ assignment }) => (assignment ? [assignment['left'] as Node] : [])), ...touchesOf(trace, call).map((touch) => touch.node)]);
  return { count: made.length, members: new Set(members) };
}

/** Through how many functions an object is followed to the one that keeps it. */
const deepest = 4;

/** The expressions that make the object or give it on, the innermost first. */
function places(trace: Trace, ref: Ref): readonly Ref[] {
  const found: Ref[] = [ref];
  for (let at: Ref | undefined = ref; at && found.length <= deepest; ) {
    at = givenTo(trace, at);
    if (at) found.push(at);
  }
  return found;
}

/** The call that gets the object from the function which makes it. */
function givenTo(trace: Trace, { node, frame }: Ref): Ref | undefined {
  const fn = frame && enclosingFunction(node);
  const own = fn && frameOf(fn, frame);
  if (!own || own.callback || !isCall(own.call) || !isReturned(trace, node)) return undefined;
  return { node: awaited(own.call), frame: own.caller };
}

function awaited(call: Node): Node {
  const outer = outermost(call);
  return outer.parent?.type === 'AwaitExpression' ? outer.parent : call;
}
