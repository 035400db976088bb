import { calleeName, isCall, isInside, type Node, outermost } from '../source/ast.ts';
import { rangeOf, replaceRange, stringCode } from './code.ts';
import { askedSite, type Site } from './site.ts';
import type { Trace } from '../trace/trace.ts';

/** Parameters of which one new parameter takes the place, whichever of them are sent. */
const sorting = /^sort(?:By|Order)$/;

/** `if (!params.has('sortBy')) { params.set('sortBy', 'name'); … }`: what is done where a parameter is not there; undefined for a name that is asked for in another way. */
export function guardOf(literal: Node): Node | undefined {
  const call = outermost(literal).parent;
  const negation = call && isCall(call) && calleeName(call) === 'has' ? outermost(call).parent : undefined;
  const test = negation?.type === 'UnaryExpression' && negation['operator'] === '!' ? outermost(negation) : undefined;
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
  const guard = asked.map(guardOf).find((one) => one !== undefined && isInside(site.anchor, one));
  return guard ? { ...site, unless: guard } : site;
}

/** The name that is asked for, which changes with the parameter. */
export function askedAgain(trace: Trace, literal: Node): Site {
  const source = trace.project.sourceOf(literal);
  const rename = (to: string) => [replaceRange(source, literal, stringCode(source, to, literal))];
  return { ...askedSite(trace, literal, ''), at: rangeOf(source, literal), rename, replace: rename };
}

/** True for a default beside parameters of an object that has all which the default would set: only the object's are sent, or they take the place of all that the default has set. */
export function isInsteadOf(one: Site, other: Site, all: readonly Site[]): boolean {
  const { unless } = one;
  if (!unless || other.unless === unless || other.anchor.type !== 'ObjectProperty') return false;
  const beside = new Set(all.flatMap((site) => (site.anchor.parent === other.anchor.parent ? [site.name] : [])));
  return all.every((site) => site.unless !== unless || beside.has(site.name));
}
