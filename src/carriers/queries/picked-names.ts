import { oldParameters, parametersToday } from '../../api.ts';
import type { Rewrite } from '../../facts.ts';
import type { Node } from '../../source/ast.ts';
import type { Source } from '../../source/source.ts';
import { replaceRange, stringCode } from '../code.ts';

/** `Omit<Query, 'sortBy' | 'limit'>`: the type that lists the name; undefined where the name stands in another type. */
export function pickedIn(literal: Node): Node | undefined {
  const listed = literal.parent?.parent?.type === 'TSUnionType' ? literal.parent.parent : literal.parent;
  const reference = listed?.parent?.parent;
  const isListed = /^TS(?:TypeReference|ExpressionWithTypeArguments)$/.test(reference?.type ?? '') && reference?.['typeParameters']?.['params'][1] === listed;
  return isListed && /^(?:Pick|Omit)$/.test(nameOf(reference as Node)) ? reference : undefined;
}

const nameOf = (reference: Node): string => (reference['typeName'] ?? reference['expression']).name ?? '';

/** The name of an old parameter in such a list, as the list says it today. `declared`: the names of the members of which it picks some. */
export function pickedToday(source: Source, literal: Node, declared: readonly string[]): Rewrite {
  const reference = pickedIn(literal) as Node;
  const [base, listed] = reference['typeParameters'].params as [Node, Node];
  const items: readonly Node[] = listed.type === 'TSUnionType' ? listed['types'] : [listed];
  if (items.some((item) => item['literal']?.type !== 'StringLiteral')) return { blocked: 'a type picks members by more than texts' };
  const isLeft = leftOf(
    items.map((item) => item['literal'].value),
    declared,
    nameOf(reference) === 'Omit',
  );
  const index = items.findIndex((item) => item['literal'] === literal);
  const [previous, item, next] = [items[index - 1], items[index] as Node, items[index + 1]];
  if (!isLeft.includes(true)) return nameOf(reference) === 'Omit' ? [replaceRange(source, reference, source.slice(base))] : { blocked: 'a type would pick no member' };
  if (isLeft[index]) return [replaceRange(source, literal, stringCode(source, parametersToday[literal['value']] as string, literal))];
  // Everything up to the next name; behind the last that is left, everything from the one before.
  const isBefore = isLeft.includes(true, index);
  return [replaceRange(source, isBefore ? { start: item.start, end: (next as Node).start } : { start: (previous as Node).end, end: item.end }, '')];
}

/** Which of the names are still listed. What only one of several old names leaves out, the new one for all of them does not. */
function leftOf(names: readonly string[], declared: readonly string[], isOmitted: boolean): boolean[] {
  const isOld = (name: string): boolean => declared.includes(name) && oldParameters.includes(name);
  return names.map((name, index) => {
    if (!isOld(name)) return true;
    const today = parametersToday[name];
    if (today === undefined || names.includes(today)) return false;
    const same = (other: string): boolean => isOld(other) && parametersToday[other] === today;
    const isWhole = !declared.includes(today) && declared.filter(same).every((other) => names.includes(other));
    return (isWhole || !isOmitted) && names.findIndex(same) === index;
  });
}
