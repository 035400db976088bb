import { calleeName, isCall, isInside, type Node, outermost } from '../../source/ast.ts';
import { rangeOf, replaceRange, stringCode } from '../code.ts';
import { askedSite, type Site } from './site.ts';
import type { Trace } from '../../trace/trace.ts';

/** Parameters of which one new parameter takes the place, whichever of them are sent. */
const sorting = /^sort(?:By|Order)$/;

/** `if (!params.has('sortBy')) { params.set('sortBy', 'name'); … }`: what is done where a parameter is not there, whatever else has to hold for it; undefined for a name that is asked for in another way. */
export function guardOf(literal: Node): Node | undefined {
  const call = outermost(literal).parent;
  const negation = call && isCall(call) && calleeName(call) === 'has' ? outermost(call).parent : undefined;
  let test = negation?.type === 'UnaryExpression' && negation['operator'] === '!' ? outermost(negation) : undefined;
  while (test?.parent?.type === 'LogicalExpression' && test.parent['operator'] === '&&') test = outermost(test.parent);
  const statement = test?.parent;
  return statement?.type === 'IfStatement' && statement['test'] === test && !statement['alternate'] ? statement['consequent'] : undefined;
}

/** True for a name that is asked for to set the parameter by that name where it is not there. */
export const asksForDefault = (sites: readonly Site[], literal: Node): boolean => {
  const guard = sorting.test(literal['value']) ? guardOf(literal) : undefined;
  return guard !== undefined && sites.some(({ name, anchor }) => name === literal['value'] && isInside(anchor, guard));
};

/** A parameter that is only set where the one is not there for which the code asks. */
export function asDefault(site: Site, asked: readonly Node[]): Site {
  const literal = asked.find((one) => isInside(site.anchor, guardOf(one) ?? one));
  const guard = literal && guardOf(literal);
  return guard ? { ...site, unless: guard, lacking: literal['value'] } : site;
}

/** The name that is asked for, which changes with the parameter. */
export function askedAgain(trace: Trace, literal: Node): Site {
  const source = trace.project.sourceOf(literal);
  const rename = (to: string) => [replaceRange(source, literal, stringCode(source, to, literal))];
  return { ...askedSite(trace, literal, ''), at: rangeOf(source, literal), rename, replace: rename };
}

/** True for a default beside parameters of an object that has the one for which the default asks, or all which it would set: only the object's are sent, or they take the place of all that the default has set. */
export function isInsteadOf(one: Site, other: Site, all: readonly Site[]): boolean {
  const { unless, lacking } = one;
  if (!unless || other.unless === unless || other.anchor.type !== 'ObjectProperty') return false;
  const beside = all.filter((site) => site.anchor.parent === other.anchor.parent);
  const isThere = ({ name, conditional, isOneOf, value }: Site): boolean => name === lacking && !conditional && !isOneOf && (value.text !== undefined || value.nullish === 'no');
  return beside.some(isThere) || all.every((site) => site.unless !== unless || beside.some(({ name }) => name === site.name));
}
