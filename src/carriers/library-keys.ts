import type { Rewrite } from '../facts.ts';
import type { Source } from '../source/source.ts';
import type { FieldPlace } from '../trace/users.ts';
import { replaceRange, together } from './code.ts';
import { keepNames } from './role-names.ts';

const unclear: Rewrite = { blocked: 'the list is read by a name in a string, and what follows expects names' };

/** A name in a string that a library is given: `'created'` in `sortBy(users, 'created')`, `'roles[0]'` in a path. */
export function renameTextKey(source: Source, key: NonNullable<FieldPlace['text']>, newName: string, isList: boolean): Rewrite {
  const { literal, name, start, list } = key;
  const text: string = literal['value'];
  const quote = source.text[literal.start] as string;
  const after = text.slice(start + name.length);
  const renamed = (rest: string) => replaceRange(source, literal, `${quote}${text.slice(0, start)}${newName}${rest}${quote}`);
  if (!isList || after === '.length') return [renamed(after)];
  if (/^\[\d+\]$|^\.\d+$/.test(after)) return [renamed(`${after}.name`)];
  if (after !== '') return unclear;
  switch (list.how) {
    case 'function':
      return text === name ? [...(list.callee ? [replaceRange(source, list.callee[0], list.callee[1])] : []), replaceRange(source, list.at, `(user) => user.${newName}?.map((role) => role.name)`)] : unclear;
    case 'value':
      return isEmpty(list.otherwise) ? together([[renamed('')], keepNames(source, list.at)]) : { blocked: 'what stands for missing roles is a list of names' };
    case 'element':
      return [renamed(''), replaceRange(source, { start: list.at.end, end: list.at.end }, `, ${quote}name${quote}`)];
    default:
      return list.how === 'presence' ? [renamed('')] : unclear;
  }
}

/** Nothing, `[]`, `null`, `undefined`: the same for names and for objects. */
const isEmpty = (node: { readonly type: string; readonly [member: string]: unknown } | undefined): boolean =>
  !node || node.type === 'NullLiteral' || (node.type === 'Identifier' && node['name'] === 'undefined') || (node.type === 'ArrayExpression' && (node['elements'] as unknown[]).length === 0);
