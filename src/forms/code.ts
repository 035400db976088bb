import type { NewValue } from '../facts.ts';

/** Code that may stand in front of an operator. */
export const operand = (code: string): string => (/^[\w$.]+(?:\([^()]*\))?$/.test(code) || isBracketed(code) ? code : `(${code})`);

/** True for code that one pair of brackets holds together. */
function isBracketed(code: string): boolean {
  let depth = 0;
  return code.startsWith('(') && [...code].every((char, index) => (depth += char === '(' ? 1 : char === ')' ? -1 : 0) > 0 || index === code.length - 1) && depth === 0;
}

/** A value as one expression. */
export function asCode(value: NewValue): string {
  const isText = value.every((part) => typeof part === 'string');
  if (isText) return `'${value.join('').replace(/['\\]/g, '\\$&')}'`;
  return `\`${value.map((part) => (typeof part === 'string' ? part.replace(/[`\\]|\$(?=\{)/g, '\\$&') : `\${${part.code}}`)).join('')}\``;
}
