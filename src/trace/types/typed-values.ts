import { type Node, outermost } from '../../source/ast.ts';
import { contextType } from '../flow/expected.ts';
import { parameterType } from './function-types.ts';
import { boundType } from './inferred-types.ts';
import { keyedContext } from './keyed-types.ts';
import { memberDeclaredFor } from './method-results.ts';
import type { Trace } from '../trace.ts';
import { lists } from './types.ts';
import { type Frame, type ListValue, members, type ObjectValue, type TypedValue, type Value } from '../value.ts';

/** Something that a request sends with all its members: an object literal, or a value of which only the declared type is known. */
export type Whole = ObjectValue | TypedValue;

/** What a value is as a whole, with everything that is spread into it. */
export function wholesIn(trace: Trace, value: Value, depth = 0): Whole[] {
  return members(value).flatMap((member): Whole[] => {
    if (member.kind === 'typed') return [member];
    if (member.kind !== 'object' || depth > 4) return [];
    const spreads = ((member.ref.node['properties'] ?? []) as Node[]).filter((property) => property.type === 'SpreadElement');
    return [member, ...spreads.flatMap((spread) => wholesIn(trace, trace.evaluate(spread['argument'], member.ref.frame), depth + 1))];
  });
}

/** The declared types of what a request sends as a whole, or of lists in it: where it is written, and where it passes on its way. */
export function* typesOf(trace: Trace, wholes: readonly (Whole | ListValue)[], frame: Frame | undefined): Generator<Node> {
  const literals = new Set(wholes.map((whole) => (whole.kind === 'typed' ? whole.type : whole.ref.node)));
  for (const whole of wholes) {
    const type = whole.kind === 'typed' ? whole.type : (keyedContext(trace, whole.ref.node) ?? contextType(trace, whole.ref.node));
    if (type) yield type;
  }
  for (const around of framesOf(frame)) {
    for (const [index, parameter] of ((around.fn['params'] ?? []) as Node[]).entries()) {
      const target: Node = parameter.type === 'AssignmentPattern' ? parameter['left'] : parameter;
      const type: Node | undefined = target['typeAnnotation']?.['typeAnnotation'] ?? declaredBeside(trace, around.fn, index);
      if (type && target.type === 'Identifier' && isOneOf(trace.evaluatePattern(target, around), literals)) yield fitting(boundType(trace, around.fn, type, around.call, around.outer), wholes);
    }
  }
}

/** Of `NewUser | Operation[]`, what one object that is sent can be. */
function fitting(type: Node, wholes: readonly (Whole | ListValue)[]): Node {
  const isList = (one: Node): boolean => one.type === 'TSArrayType' || (one.type === 'TSTypeReference' && lists.test(one['typeName'].name ?? ''));
  if (type.type !== 'TSUnionType' || wholes.some((whole) => whole.kind === 'list' || (whole.kind === 'typed' && isList(whole.type)))) return type;
  return { ...type, types: (type['types'] as Node[]).filter((arm) => !isList(arm)) };
}

/** `const gateway: Gateway = { list(query) { … } }`: what the type of the function says of its parameter. */
function declaredBeside(trace: Trace, fn: Node, index: number): Node | undefined {
  if (!trace.project.sourceOf(fn).isTyped) return undefined;
  const member = memberDeclaredFor(trace, fn);
  if (member?.type === 'TSMethodSignature') return member['parameters'][index]?.['typeAnnotation']?.['typeAnnotation'];
  const declared = member ? member['typeAnnotation']?.['typeAnnotation'] : contextType(trace, outermost(fn));
  return declared && parameterType(trace, declared, index);
}

const isOneOf = (value: Value, literals: ReadonlySet<Node>): boolean =>
  members(value).some((member) => ((member.kind === 'object' || member.kind === 'list') && literals.has(member.ref.node)) || (member.kind === 'typed' && literals.has(member.type)));

/** The frames through which a request is reached: the calls that lead to it, and the functions around them. */
function framesOf(start: Frame | undefined): ReadonlySet<Frame> {
  const found = new Set<Frame>();
  const next = [start];
  for (let frame = next.pop(); next.length > 0 || frame; frame = next.pop()) {
    if (!frame || found.has(frame)) continue;
    found.add(frame);
    next.push(frame.caller, frame.outer);
  }
  return found;
}
