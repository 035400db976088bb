import { filterAttributes } from '../api.ts';
import type { NewValue, Param } from '../facts.ts';

/** All terms as one filter. */
export const allOf = (terms: readonly NewValue[]): NewValue => merged(terms.flatMap((term, index) => (index > 0 ? [' and ', ...term] : term)));

/** One comparison of the filter language (RFC 7644), with the value as a JSON string. A mock groups where the code for which it stands does. */
export function termOf(param: Param, isGrouped: boolean): NewValue {
  const { text, code, type } = param.value;
  const attribute = filterAttributes[param.name] as string;
  if (text === undefined) return param.name === 'status' && !param.value.isSingle ? statusOf(code ?? '') : [`${attribute} eq `, { code: `JSON.stringify(${type === 'number' ? `String(${code})` : code})` }];
  if (param.name === 'role' && /^[0-9a-f]{24}$/.test(text)) return [`assignedRoles.id eq ${JSON.stringify(text)}`];
  const values =
    param.name === 'status'
      ? text
          .split(',')
          .map((part) => part.trim())
          .filter(Boolean)
      : [text];
  const comparisons = values.map((one) => `${attribute} eq ${JSON.stringify(one)}`);
  return [comparisons.length > 1 || (param.name === 'status' && isGrouped) ? `(${comparisons.join(' or ')})` : comparisons.join('')];
}

/** The old `status` took a comma list. */
function statusOf(code: string): NewValue {
  const list = /^[\w$.[\]'"]+$/.test(code) ? code : `(${code})`;
  return ['(', { code: `${list}.split(',').map((status) => \`status eq \${JSON.stringify(status)}\`).join(' or ')` }, ')'];
}

/** Neighbouring literal parts as one. */
export function merged(value: NewValue): NewValue {
  const parts: NewValue[number][] = [];
  for (const part of value) {
    const last = parts.at(-1);
    if (typeof part === 'string' && typeof last === 'string') parts[parts.length - 1] = last + part;
    else parts.push(part);
  }
  return parts;
}

export function shown(value: NewValue): string {
  return `\`${value.map((part) => (typeof part === 'string' ? part : '…')).join('')}\``;
}
