import { renamedFields } from '../../api.ts';
import type { TableWords, TextKey } from '../../clients/client.ts';
import type { OldName } from '../../facts.ts';
import { descendants, isCall, isFunction, isMember, keyName, memberName, type Node, outermost, unwrap } from '../../source/ast.ts';
import { isElementKey } from './element-keys.ts';
import { isKeyMember } from './key-members.ts';
import { rowAdded, rowOf, type Shown, shownBy, wordsOf } from './columns.ts';
import type { Trace } from '../trace.ts';
import { members, type Value } from '../value.ts';

/** Members of other things by which the name of a column is learned. */
const learning = /^(?:field|dataIndex|accessorKey|columnKey|colId|columnId|getColId)$/;
const columnLike = /^(?:col|column|header|cell)$/;

/** Names of users' members as columns of tables have them: `{ field: 'created' }`, `helper.accessor('created', …)`, `sheet.getColumn('created')`. */
export function columnKeys(trace: Trace, literal: Node): TextKey[] {
  const text: unknown = literal.type === 'StringLiteral' ? literal['value'] : undefined;
  const start = typeof text === 'string' && text.startsWith('data.') ? 'data.'.length : 0;
  const name = typeof text === 'string' ? (/^\w+/.exec(text.slice(start))?.[0] ?? '') : '';
  if (renamedFields['User']?.[name as OldName] === undefined) return [];
  return [...inColumn(trace, literal, name, start), ...ofSheet(trace, literal, name)];
}

function inColumn(trace: Trace, literal: Node, name: string, start: number): TextKey[] {
  for (const words of wordsOf(trace)) {
    const column = columnOf(words, literal, start > 0);
    const of = column && rowOf(trace, column);
    if (!column || !of || !hasUsers(of)) continue;
    const shown = shownBy(trace, column);
    // A column goes by the words of one library; where its tables are known, by theirs.
    if (shown.tables.length > 0 && !shown.tables.some((table) => table.words === words)) continue;
    if (start === 0 && isOnlyName(words, column)) return [];
    if (isReadByName(trace, literal, shown)) return [];
    const blocked = whyKept(trace, words, { literal, name, column, shown });
    return [{ literal, name, start, of, list: { how: 'unknown' }, ...(blocked === undefined ? {} : { blocked }) }];
  }
  return [];
}

/** True where no library shows the column, and the program itself reads the member by the name that it has: `row[column.accessorKey]`. */
function isReadByName(trace: Trace, literal: Node, { tables }: Shown): boolean {
  const property = outermost(literal).parent;
  return tables.every(({ isOwn }) => isOwn) && property?.type === 'ObjectProperty' && isKeyMember(trace, property);
}

/** The column in which the text names the member of a row: an object, or the call that makes it. */
function columnOf(words: TableWords, literal: Node, isExpression: boolean): Node | undefined {
  const outer = outermost(literal);
  const { parent } = outer;
  if (parent?.type === 'ObjectProperty' && parent['value'] === outer && parent.parent?.type === 'ObjectExpression') {
    const key = isExpression ? (words.instead?.always ? words.instead.member : undefined) : words.key;
    return keyName(parent['key'], parent['computed']) === key ? parent.parent : undefined;
  }
  if (!isCall(parent) || parent?.['arguments'][0] !== outer) return undefined;
  const callee = unwrap(parent['callee']);
  const method = isMember(callee) ? memberName(callee) : undefined;
  if (words.maker !== undefined && method === words.maker) return parent;
  return method === 'getValue' && words.maker !== undefined ? columnAround(words, parent, literal['value']) : undefined;
}

/** `row.getValue('created')` inside the column of that name. */
function columnAround(words: TableWords, node: Node, name: string): Node | undefined {
  for (let at: Node | undefined = node; at; at = at.parent) if (at.type === 'ObjectExpression' && unwrap(propertyOf(at, words.key)?.['value'] ?? at)['value'] === name) return at;
  return undefined;
}

/** `sheet.getColumn('created')`. */
function ofSheet(trace: Trace, literal: Node, name: string): TextKey[] {
  const call = outermost(literal).parent;
  const callee = isCall(call) && call?.['arguments'][0] === literal ? unwrap(call['callee']) : undefined;
  if (!callee || !isMember(callee) || memberName(callee) !== 'getColumn') return [];
  return wordsOf(trace).flatMap((words): TextKey[] => {
    const of = words.rows.length === 0 ? rowAdded(trace, words, callee['object'], undefined) : undefined;
    return of && hasUsers(of) ? [{ literal, name, start: 0, of, list: { how: 'unknown' }, blocked: alsoNamed }] : [];
  });
}

const hasUsers = (row: Value): boolean => members(row).some((value) => value.kind === 'shape' || value.kind === 'object');
const isUser = (row: Value): boolean =>
  members(row).some((value) => value.kind === 'shape' && renamedFields[value.shape] !== undefined) && members(row).every((value) => value.kind === 'unknown' || (value.kind === 'shape' && renamedFields[value.shape] !== undefined));

const propertyOf = (object: Node, name: string): Node | undefined => ((object['properties'] ?? []) as Node[]).find((property) => property['key'] && keyName(property['key'], property['computed']) === name);

/** True for a column whose function stands for the member: the name there is no more than a name. */
function isOnlyName({ instead }: TableWords, column: Node): boolean {
  const property = instead && propertyOf(column, instead.member);
  if (!property || instead.always) return !!property;
  const fn = property.type === 'ObjectMethod' ? property : unwrap(property['value']);
  const [first] = (isFunction(fn) ? fn['params'] : []) as Node[];
  if (!isFunction(fn)) return false;
  if (first?.type === 'ObjectPattern') return (first['properties'] as Node[]).every((taken) => taken['key'] && /^(?:row|id|api)$/.test(keyName(taken['key'], taken['computed']) ?? ''));
  if (first?.type !== 'Identifier') return !first;
  const uses = descendants(fn['body']).filter((node) => node.type === 'Identifier' && node['name'] === first['name'] && !(isMember(node.parent) && node.parent?.['property'] === node && !node.parent['computed']));
  return uses.every((use) => isMember(use.parent) && use.parent?.['object'] === use && /^(?:row|id|api)$/.test(memberName(use.parent as Node) ?? ''));
}

const alsoNamed = 'the program also goes by the name of the column';

interface Named {
  readonly literal: Node;
  readonly name: string;
  readonly column: Node;
  readonly shown: Shown;
}

/** Why the name of a column has to stay; undefined where nothing but the table depends on it. */
function whyKept(trace: Trace, words: TableWords, { literal, name, column, shown: { tables, isWhole } }: Named): string | undefined {
  const options = column.type === 'ObjectExpression' ? column : ((column['arguments'] as Node[])[1] ?? column);
  if (name === 'roles') return 'what is made of the column expects a list of names';
  if (tables.length === 0 || !isWhole) return 'the columns also go where it is not seen what is done with them';
  if (tables.some(({ isOwn }) => isOwn)) return 'the table is not made by the library itself, and what it does with the name is not known';
  if (!tables.every(({ row }) => isUser(row))) return 'the columns are also those of a table with other rows';
  if (words.titles && !((options['properties'] ?? []) as Node[]).some((property) => words.titles?.test((property['key'] && keyName(property['key'], property['computed'])) ?? ''))) return 'the name is also the title of the column';
  if (tables.some(({ at }) => isTold(words, at))) return 'other code is told the names of the columns, or says them';
  const files = new Set([literal, ...tables.map(({ at }) => at)].map((node) => trace.project.sourceOf(node).program));
  return [...files].some((program) => isNamedElsewhere(trace, words, program, literal, name)) ? alsoNamed : undefined;
}

/** True for a table that tells the names of its columns, or gets attributes that are not seen. */
function isTold(words: TableWords, at: Node): boolean {
  const parts: readonly Node[] = at['attributes'] ?? at['properties'] ?? [];
  return parts.some((part) => /Spread/.test(part.type) || words.tells.test(String(part['name']?.name ?? (part['key'] && keyName(part['key'], part['computed'])) ?? '')));
}

/** True for a program that holds the name once more, or reads the names of columns. */
function isNamedElsewhere(trace: Trace, words: TableWords, program: Node, literal: Node, name: string): boolean {
  return descendants(program).some((node) => {
    if (node.type === 'StringLiteral') return node !== literal && node['value'] === name;
    if (isMember(node)) {
      const read = memberName(node) ?? '';
      const isRead = learning.test(read) || (read === 'id' && columnLike.test(String(node['object'].name ?? memberName(node['object']) ?? '')));
      return isRead && !isElementKey(trace, node);
    }
    return node.type === 'ObjectProperty' && node.parent?.type === 'ObjectPattern' && keyName(node['key'], node['computed']) === words.key;
  });
}
