/** Code that may stand in front of an operator. */
export const operand = (code: string): string => (/^[\w$.]+(?:\([^()]*\))?$/.test(code) || isBracketed(code) ? code : `(${code})`);

/** True for code that one pair of brackets holds together. */
function isBracketed(code: string): boolean {
  let depth = 0;
  return code.startsWith('(') && [...code].every((char, index) => (depth += char === '(' ? 1 : char === ')' ? -1 : 0) > 0 || index === code.length - 1) && depth === 0;
}
