import type { Rewrite } from '../../facts.ts';
import { isNullish, type Node } from '../../source/ast.ts';
import type { Source } from '../../source/source.ts';
import type { FieldPlace } from '../../trace/users.ts';
import { replaceRange, together } from '../code.ts';
import { renamedKey } from '../queries/object.ts';
import { keepNames } from './role-names.ts';

type ListUse = NonNullable<FieldPlace['text']>['list'];

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
      return text === name ? functionInstead(source, list, newName) : unclear;
    case 'value':
      return isEmpty(list.otherwise) ? together([[renamed('')], keepNames(source, list.at)]) : { blocked: 'what stands for missing roles is a list of names' };
    case 'element':
      return [renamed(''), replaceRange(source, { start: list.at.end, end: list.at.end }, `, ${quote}name${quote}`)];
    case 'given':
      return together([[renamed('')], keptBy(source, list)]);
    default:
      return list.how === 'presence' ? [renamed('')] : unclear;
  }
}

/** A key of an object of functions, which are given what the user has under it. */
export const renameFunctionKey = (source: Source, property: Node, newName: string, list: ListUse): Rewrite => together([[renamedKey(source, property, newName)], list.how === 'given' ? keptBy(source, list) : []]);

/** A function that is given the list goes on to use names. */
const keptBy = (source: Source, { uses }: Extract<ListUse, { how: 'given' }>): Rewrite => together(uses.map((use) => keepNames(source, use)));

/** A name in a text that lists several, `'id,created'`; it goes where the new one is listed as well. */
export function renameListed(source: Source, { literal, name, start }: NonNullable<FieldPlace['text']>, newName: string): Rewrite {
  const text: string = literal['value'];
  const at = literal.start + 1 + start;
  if (source.text.slice(at, at + name.length) !== name) return { blocked: 'the text is written with escapes' };
  const isListed = text.split(',').some((part) => part.trim() === newName);
  if (!isListed) return [replaceRange(source, { start: at, end: at + name.length }, newName)];
  const after = /^\s{0,9},\s{0,9}/.exec(text.slice(start + name.length))?.[0].length;
  return [replaceRange(source, after === undefined ? { start: literal.start + 1 + text.lastIndexOf(',', start), end: at + name.length } : { start: at, end: at + name.length + after }, '')];
}

/** A function of a user that gives the names. */
function functionInstead(source: Source, { at, callee, otherwise }: Extract<ListUse, { how: 'function' }>, newName: string): Rewrite {
  if (otherwise && !isFixed(otherwise)) return { blocked: 'what stands for missing roles is computed once, and a function would do it for each user' };
  const names = `(user) => user.${newName}?.map((role) => role.name)${otherwise ? ` ?? ${source.slice(otherwise)}` : ''}`;
  return [...(callee ? [replaceRange(source, callee[0], callee[1])] : []), replaceRange(source, at, names)];
}

/** Written out, and the same wherever it stands. */
const isFixed = (node: { readonly type: string; readonly [member: string]: unknown }): boolean =>
  node.type === 'StringLiteral' || isEmpty(node) || (node.type === 'ArrayExpression' && (node['elements'] as ({ readonly type: string } | null)[]).every((element) => element?.type === 'StringLiteral'));

/** Nothing, `[]`, `null`, `undefined`: the same for names and for objects. */
const isEmpty = (node: { readonly type: string; readonly [member: string]: unknown } | undefined): boolean => !node || isNullish(node) || (node.type === 'ArrayExpression' && (node['elements'] as unknown[]).length === 0);
