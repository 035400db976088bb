import type { Param } from '../facts.ts';
import { operand } from './code.ts';

/** True for a parameter that is not sent where its value is missing, which the code says it can be. */
export function mayBeMissing({ value }: Param): boolean {
  const optional = value.text === undefined && value.code !== undefined && value.pure ? value.isOptional?.() : undefined;
  return optional === 'tested' || (optional === 'dropped' && value.nullish === 'maybe');
}

/** An empty value is not sent either. */
export const isEmptyLeftOut = ({ value }: Param): boolean => value.leftOut?.() === 'empty';

/** The value of a parameter, in front of an operator. */
export const testedCode = ({ value: { code = '' } }: Param): string => operand(code);

/** The test that holds where a parameter is sent which may be missing; undefined for one that is always sent. */
export const sentTest = (param: Param): string | undefined => (mayBeMissing(param) ? `${testedCode(param)}${isEmptyLeftOut(param) ? '' : ' != null'}` : undefined);
