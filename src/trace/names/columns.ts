import type { TableWords } from '../../clients/client.ts';
import { enclosingFunction, isCall, isMember, keyName, memberName, type Node, outermost, unwrap } from '../../source/ast.ts';
import { callSites } from '../calls/callers.ts';
import { bindingMentions, placeMentions } from '../changes/contents.ts';
import { frameAround } from '../frames.ts';
import { memberOf } from '../members.ts';
import { attributeName, nodesNamed } from '../flow/mentions.ts';
import type { Trace } from '../trace.ts';
import { valueOfType } from '../types/types.ts';
import { type Frame, members, type Ref, union, unknown, type Value } from '../value.ts';

/** A table that shows a column. */
export interface ShownTable {
  readonly words: TableWords;
  /** The element, the options, or the assignment that gives it the columns. */
  readonly at: Node;
  /** Made by something else than the library: the program's own, by the same words. */
  readonly isOwn: boolean;
  /** One of its rows. */
  readonly row: Value;
}

/** Where a column goes. */
export interface Shown {
  readonly tables: readonly ShownTable[];
  /** False where it also goes where nothing is known of it. */
  readonly isWhole: boolean;
}

/** Through how many names, lists and functions a column is followed. */
const deepest = 12;
const nowhere: Shown = { tables: [], isWhole: true };
const lost: Shown = { tables: [], isWhole: false };
const known = new WeakMap<Node, Shown>();

/** Methods that give the same columns, and functions of frameworks that give back what they are given or what their function makes. */
const sameColumns = /^(?:filter|concat|slice|toSorted|toReversed|sort|reverse|columns)$/;
const keeping = /^(?:useMemo|useState|useRef|useDeferredValue|memo|computed|signal|freeze|defineColumns)$/;

/** The tables that show a column, or a list of columns. */
export const shownBy = (trace: Trace, column: Node): Shown => trace.once(known, column, nowhere, () => upwards(trace, column, undefined, 0));

const all = (found: readonly Shown[]): Shown => ({ tables: found.flatMap(({ tables }) => tables), isWhole: found.every(({ isWhole }) => isWhole) });

function upwards(trace: Trace, from: Node, frame: Frame | undefined, depth: number): Shown {
  const at = outermost(from);
  const { parent } = at;
  if (!parent || depth > deepest) return lost;
  const on = (node: Node): Shown => upwards(trace, node, frame, depth + 1);
  switch (parent.type) {
    case 'ArrayExpression':
    case 'SpreadElement':
    case 'ConditionalExpression':
    case 'LogicalExpression':
      return on(parent);
    case 'VariableDeclarator':
      return all(namesOf(parent['id']).flatMap((id) => bindingMentions(trace, id).map(on)));
    case 'ReturnStatement':
    case 'ArrowFunctionExpression':
      return returned(trace, parent.type === 'ReturnStatement' ? enclosingFunction(parent) : parent, frame, depth);
    case 'ObjectProperty':
      return parent['value'] === at ? underName(trace, parent, frame, depth) : nowhere;
    case 'JSXExpressionContainer':
      return asAttribute(trace, parent, frame, depth);
    case 'AssignmentExpression':
      return parent['right'] === at ? onSheet(trace, parent, frame) : nowhere;
    case 'MemberExpression':
      return ofMember(trace, parent, frame, depth);
    case 'CallExpression':
    case 'OptionalCallExpression':
      return asArgument(trace, parent, at, frame, depth);
    default:
      return /^(?:ExportSpecifier|ExportDefaultDeclaration|TSTypeQuery)$/.test(parent.type) ? nowhere : lost;
  }
}

/** `const columns = …`, `const [columns] = useState(…)`. */
const namesOf = (id: Node): Node[] => (id.type === 'Identifier' ? [id] : id.type === 'ArrayPattern' && id['elements'][0]?.type === 'Identifier' ? [id['elements'][0]] : []);

function returned(trace: Trace, fn: Node | undefined, frame: Frame | undefined, depth: number): Shown {
  const call = fn && outermost(fn).parent;
  if (fn && call && isCall(call) && (call['arguments'] as Node[])[0] === outermost(fn)) return keeping.test(nameOf(call as Node)) ? upwards(trace, call as Node, frame, depth + 1) : lost;
  const sites = fn ? callSites(trace, fn) : [];
  return sites.length === 0 ? lost : all(sites.map((site) => (site.kind === 'call' && isCall(site.node) ? upwards(trace, site.node, undefined, depth + 1) : lost)));
}

/** `{ columns, data: users }` as what a table is made with, a group of columns, or the columns among other things that are given to it. */
function underName(trace: Trace, property: Node, frame: Frame | undefined, depth: number): Shown {
  const name = keyName(property['key'], property['computed']);
  const object: Node | undefined = property.parent?.type === 'ObjectExpression' ? property.parent : undefined;
  if (!object || name === undefined) return lost;
  const makers = makersOf(trace, object, frame, 0);
  for (const { words, isOwn } of makers) {
    if (words.columns === name) return { tables: [{ words, at: object, isOwn, row: rowIn(trace, words, object, frame) }], isWhole: true };
  }
  const isGroup = outermost(object).parent?.type === 'ArrayExpression' && wordsOf(trace).some(({ group }) => group === name);
  return isGroup ? upwards(trace, object, frame, depth + 1) : lost;
}

export const wordsOf = (trace: Trace): TableWords[] => trace.clients.flatMap(({ tables }) => tables ?? []);

/** The libraries that are given the object, by the calls of which it is an argument. */
function makersOf(trace: Trace, object: Node, frame: Frame | undefined, depth: number): Pick<ShownTable, 'words' | 'isOwn'>[] {
  const at = outermost(object);
  const { parent } = at;
  if (parent?.type === 'VariableDeclarator' && parent['id'].type === 'Identifier') return depth > 1 ? [] : bindingMentions(trace, parent['id']).flatMap((mention) => makersOf(trace, mention, frame, depth + 1));
  if (!parent || !(isCall(parent) || parent.type === 'NewExpression') || parent['callee'] === at) return [];
  const [first] = parent['arguments'] as Node[];
  return /^(?:createElement|h|jsxs?)$/.test(nameOf(parent)) && first ? makerNamed(trace, first, frame) : makerNamed(trace, parent['callee'], frame);
}

/** The library whose table is made by what is named here. */
function makerNamed(trace: Trace, named: Node, frame: Frame | undefined): Pick<ShownTable, 'words' | 'isOwn'>[] {
  const node = unwrap(named);
  const local = isMember(node) || node.type === 'JSXMemberExpression' ? (memberName(node) ?? node['property']?.name) : node['name'];
  const values = members(trace.evaluate(node, frame)).filter((value) => value.kind === 'library');
  const names = values.length > 0 ? values.map((value) => value.path.findLast((part) => part !== 'default') ?? local) : [local];
  const made = trace.clients.flatMap(({ tables, id }) => (tables && names.some((name) => tables.makes.test(String(name))) ? [{ words: tables, id }] : []));
  const own = made.filter(({ id }) => values.some((value) => trace.clientOf(value)?.id === id));
  return own.length > 0 ? own.map(({ words }) => ({ words, isOwn: false })) : made.map(({ words }) => ({ words, isOwn: true }));
}

const nameOf = (call: Node): string => {
  const callee = unwrap(call['callee']);
  return (isMember(callee) ? memberName(callee) : callee['name']) ?? '';
};

/** `<Table columns={columns} dataSource={users} />`, of a library or of the program. */
function asAttribute(trace: Trace, container: Node, frame: Frame | undefined, depth: number): Shown {
  const name = attributeName(container);
  const element = container.parent?.parent;
  if (name === undefined || element?.type !== 'JSXOpeningElement') return lost;
  const makers = makerNamed(trace, element['name'], frame).filter(({ words }) => words.columns === name && words.rows.some((row) => hasName(element, row)));
  if (makers.length > 0) return all(makers.map(({ words, isOwn }) => ({ tables: [{ words, at: element, isOwn, row: rowIn(trace, words, element, frame) }], isWhole: true })));
  const functions = members(trace.evaluate(element['name'], frame)).filter((value) => value.kind === 'function');
  return functions.length === 0
    ? lost
    : all(functions.map((target) => all(propMentions(trace, target.ref.node['params'][0], name).map((mention) => upwards(trace, mention, trace.frame(target.ref.node, element, frame, target.ref.frame, target.self), depth + 1)))));
}

/** What a component calls one of its attributes. */
function propMentions(trace: Trace, props: Node | undefined, name: string): Node[] {
  const references = (id: Node | undefined): readonly Node[] => (id?.type === 'Identifier' ? (trace.project.sourceOf(id).scopes.bindingOf(id)?.references ?? []) : []);
  if (props?.type !== 'ObjectPattern') return references(props).flatMap(({ parent }) => (isMember(parent) && memberName(parent as Node) === name ? [parent as Node] : []));
  const property = (props['properties'] as Node[]).find((candidate) => candidate['key'] && keyName(candidate['key'], candidate['computed']) === name);
  const value: Node | undefined = property?.['value'];
  return [...references(value?.type === 'AssignmentPattern' ? value['left'] : value)];
}

function ofMember(trace: Trace, member: Node, frame: Frame | undefined, depth: number): Shown {
  const name = memberName(member);
  if (name === 'length') return nowhere;
  const call = member.parent;
  return name !== undefined && sameColumns.test(name) && isCall(call) && call?.['callee'] === member ? upwards(trace, call as Node, frame, depth + 1) : lost;
}

function asArgument(trace: Trace, call: Node, argument: Node, frame: Frame | undefined, depth: number): Shown {
  const name = nameOf(call);
  const index = (call['arguments'] as Node[]).indexOf(argument);
  if (keeping.test(name) || (name === 'columns' && isMember(unwrap(call['callee'])))) return index === 0 ? upwards(trace, call, frame, depth + 1) : nowhere;
  if (/^use[A-Z]/.test(name) && index === 1) return nowhere;
  const functions = members(trace.evaluate(unwrap(call['callee']), frame)).filter((value) => value.kind === 'function');
  return functions.length === 0
    ? lost
    : all(
        functions.map((target) => {
          const id: Node | undefined = target.ref.node['params'][index];
          const references = id?.type === 'Identifier' ? (trace.project.sourceOf(id).scopes.bindingOf(id)?.references ?? []) : [];
          const inner = trace.frame(target.ref.node, call, frame, target.ref.frame, target.self);
          return all(references.map((mention) => upwards(trace, mention, inner, depth + 1)));
        }),
      );
}

/** `sheet.columns = […]`. */
function onSheet(trace: Trace, assignment: Node, frame: Frame | undefined): Shown {
  const target = unwrap(assignment['left']);
  const found = isMember(target) ? wordsOf(trace).filter(({ columns, rows }) => columns === memberName(target) && rows.length === 0) : [];
  return all(found.map((words) => ({ tables: [{ words, at: assignment, isOwn: isOwnSheet(trace, words, target['object'], frame), row: rowAdded(trace, words, target['object'], frame) }], isWhole: true })));
}

const isOwnSheet = (trace: Trace, words: TableWords, sheet: Node, frame: Frame | undefined): boolean => !members(trace.evaluate(sheet, frame)).some((value) => value.kind === 'library' && trace.clientOf(value)?.tables === words);

/** What is put into a sheet as a row, wherever it is named. */
export function rowAdded(trace: Trace, words: TableWords, given: Node, frame: Frame | undefined): Value {
  const sheet = unwrap(given);
  const assignment = { type: 'AssignmentExpression', left: sheet, right: sheet, start: sheet.start, end: sheet.end };
  const rows = placeMentions(trace, sheet, assignment, 0).flatMap((mention) => {
    const member = outermost(mention).parent;
    const call = isMember(member) ? member?.parent : undefined;
    const method = isMember(member) && isCall(call) && call?.['callee'] === member ? (memberName(member as Node) ?? '') : '';
    return words.adds.includes(method) ? addedBy(trace, call as Node, method, frame) : [];
  });
  return union(rows);
}

/** `addRow(user)`, `insertRows(2, users)`, `setGridOption('rowData', users)`: one row. */
function addedBy(trace: Trace, call: Node, method: string, frame: Frame | undefined): Value[] {
  const given = call['arguments'] as Node[];
  const rows = /^(?:insert|setGridOption)/.test(method) ? given[1] : given[0];
  if (!rows || (method === 'setGridOption' && given[0]?.['value'] !== 'rowData')) return [];
  const around = frameAround(rows, frame);
  const value = trace.evaluate(rows, around);
  return [/Row$/.test(method) ? value : trace.element(value, rows, around)];
}

const hasName = (element: Node, name: string): boolean => (element['attributes'] as Node[]).some((attribute) => attribute.type === 'JSXSpreadAttribute' || attribute['name'].name === name);

/** One row of the table that this call made. */
export function rowAt(trace: Trace, words: TableWords, made: Ref): Value {
  const [options] = made.node['arguments'] as Node[];
  return options ? rowIn(trace, words, options, made.frame) : unknown;
}

/** One row of a table, as its attributes or options give them, or as they are given to it later in the same file. */
function rowIn(trace: Trace, words: TableWords, options: Node, frame: Frame | undefined): Value {
  const whole = trace.evaluate(options, frame);
  const given = words.rows.map((name) => memberOf(trace, whole, name, { node: options, frame })).filter((value) => value.kind !== 'unknown');
  if (given.length > 0) return union(given.map((value) => trace.element(value, options, frame)));
  return union(laterRows(trace, words, options));
}

function laterRows(trace: Trace, words: TableWords, options: Node): Value[] {
  const source = trace.project.sourceOf(options);
  return words.adds.flatMap((name) =>
    nodesNamed(source, name).flatMap((node) => {
      const callee = isMember(node.parent) ? (node.parent as Node) : node;
      const call = outermost(callee).parent;
      return isCall(call) && unwrap(call?.['callee']) === callee ? addedBy(trace, call as Node, name, undefined) : [];
    }),
  );
}

/** One of the rows that a column shows, as its tables have them, or else as its declared type says. */
export function rowOf(trace: Trace, column: Node): Value {
  const rows = shownBy(trace, column).tables.map(({ row }) => row);
  return rows.some((row) => members(row).some((value) => value.kind !== 'unknown')) ? union(rows) : (declaredRow(trace, column) ?? unknown);
}

/** `const columns: ColDef<User>[] = [{ … }]`, `createColumnHelper<User>()`. */
function declaredRow(trace: Trace, column: Node): Value | undefined {
  const list = outermost(column).parent;
  const place = list?.type === 'ArrayExpression' ? list.parent : outermost(column).parent;
  const annotation: Node | undefined = place?.type === 'VariableDeclarator' ? place['id'].typeAnnotation?.typeAnnotation : place?.['typeAnnotation'];
  const argument = annotation && rowType(trace, annotation, 0);
  return argument ? (trace.shapeOfType(argument) ?? valueOfType(trace, argument, undefined)) : undefined;
}

function rowType(trace: Trace, type: Node, depth: number): Node | undefined {
  if (depth > 3) return undefined;
  if (type.type === 'TSArrayType') return rowType(trace, type['elementType'], depth + 1);
  if (type.type === 'TSTypeOperator' || type.type === 'TSParenthesizedType') return rowType(trace, type['typeAnnotation'], depth + 1);
  const name: string | undefined = type['typeName']?.name ?? type['typeName']?.right?.name;
  const [argument] = (type['typeParameters']?.params ?? []) as Node[];
  if (name === undefined || !argument) return undefined;
  return wordsOf(trace).some(({ types }) => types.test(name)) ? argument : rowType(trace, argument, depth + 1);
}

/** What a function receives that stands in a column or beside the columns of a table: `{ field: 'since', valueGetter: (params) => params.data.created }`. */
export function columnArgument(trace: Trace, fn: Node, index: number): Value | undefined {
  const isMethod = fn.type === 'ObjectMethod';
  const property = isMethod ? fn : outermost(fn).parent;
  const name = property?.type === 'JSXExpressionContainer' ? attributeName(property) : property && /^Object(?:Property|Method)$/.test(property.type) ? keyName(property['key'], property['computed']) : undefined;
  const wanted = wordsOf(trace).filter((words) => name !== undefined && words.given(name, index, unknown));
  if (!property || name === undefined || wanted.length === 0) return undefined;
  const given = property.type === 'JSXExpressionContainer' ? besideAttribute(trace, property, wanted) : (inColumn(trace, property.parent as Node, wanted) ?? besideOptions(trace, property.parent as Node, wanted));
  const found = (given ?? []).flatMap(({ words, row }) => words.given(name, index, row) ?? []);
  return found.length > 0 ? union(found) : undefined;
}

type Given = Pick<ShownTable, 'words' | 'row'>;

function inColumn(trace: Trace, object: Node, wanted: readonly TableWords[]): Given[] | undefined {
  const outer = outermost(object).parent;
  const column = outer?.type === 'ObjectProperty' && keyName(outer['key'], outer['computed']) === 'sorter' ? (outer.parent as Node) : object;
  const tables = shownBy(trace, column).tables.filter(({ words }) => wanted.includes(words));
  if (tables.some(({ row }) => members(row).some((value) => value.kind !== 'unknown'))) return [...tables];
  const row = declaredRow(trace, column);
  return row ? wanted.map((words) => ({ words, row })) : tables.length > 0 ? [...tables] : undefined;
}

function besideOptions(trace: Trace, object: Node, wanted: readonly TableWords[]): Given[] {
  const named = (object['properties'] as Node[]).flatMap((property) => (property['key'] ? [keyName(property['key'], property['computed'])] : []));
  return makersOf(trace, object, undefined, 0).flatMap(({ words }) => (wanted.includes(words) && named.includes(words.columns) ? [{ words, row: rowIn(trace, words, object, undefined) }] : []));
}

function besideAttribute(trace: Trace, container: Node, wanted: readonly TableWords[]): Given[] {
  const element = container.parent?.parent;
  if (element?.type !== 'JSXOpeningElement') return [];
  return makerNamed(trace, element['name'], undefined).flatMap(({ words }) => (wanted.includes(words) && hasName(element, words.columns) ? [{ words, row: rowIn(trace, words, element, undefined) }] : []));
}
