import { isAssign, isCall, isMember, keyName, memberName, type Node, outermost, unwrap } from '../../source/ast.ts';
import type { Source } from '../../source/source.ts';
import { importers } from '../calls/callers.ts';
import { nodesNamed } from '../flow/mentions.ts';
import type { Trace } from '../trace.ts';
import { valueUses } from './uses.ts';
import { members, type Value } from '../value.ts';

/** Where a constant is used whose text is written here, in an object or under a name of its own, in any file; undefined where it may go by another way as well. */
export function constantUses(trace: Trace, literal: Node): readonly Node[] | undefined {
  const outer = outermost(literal);
  const { parent } = outer;
  if (parent?.type === 'VariableDeclarator' && parent['init'] === outer) return valueUses(trace, parent['id'])?.filter((use) => use !== parent['id']);
  const table = tableOf(parent, outer);
  const id = parent && nameOf(parent);
  const name = id && (id['name'] ?? id['value']);
  if (!table || !id || !isPlainTable(trace, table)) return undefined;
  const found: Node[] = [];
  for (const file of trace.project.filesWith(name)) {
    const source = trace.project.source(file);
    if (!source || source.text.includes(`'${name}'`) || source.text.includes(`"${name}"`)) return undefined;
    for (const node of nodesNamed(source, name)) {
      if (node === id) continue;
      const mention = memberMention(source, node);
      if (mention === undefined) return undefined;
      found.push(...mention);
    }
  }
  return found.filter((mention) => !isAnother(trace, mention, literal));
}

/** The identifier under which a table, a set of names or the module itself has the text. */
function nameOf(entry: Node): Node | undefined {
  if (entry.type === 'TSEnumMember') return entry['id'];
  if (entry.type === 'ObjectProperty') return entry['computed'] ? undefined : entry['key'];
  return entry.type === 'AssignmentExpression' ? entry['left']['property'] : undefined;
}

/** The object in which the text stands under a name. */
function tableOf(entry: Node | undefined, outer: Node): Node | undefined {
  if (entry?.type === 'TSEnumMember') return entry.parent?.type === 'TSEnumBody' ? entry.parent.parent : entry.parent;
  if (entry?.type === 'ObjectProperty') return entry['value'] === outer && entry.parent?.type === 'ObjectExpression' ? entry.parent : undefined;
  return entry?.type === 'AssignmentExpression' && entry['right'] === outer && isExport(entry['left']) ? entry : undefined;
}

/** `exports.x`, `module.exports.x`. */
function isExport(left: Node): boolean {
  const holder: Node | undefined = isMember(left) && memberName(left) !== undefined ? left['object'] : undefined;
  return holder?.['name'] === 'exports' || isModule(holder);
}

const isModule = (node: Node | undefined): boolean => !!node && isMember(node) && memberName(node) === 'exports' && node['object'].name === 'module';

/** The member that this identifier names, or the key by which a pattern takes it; nothing where it is another name; undefined where more is done with it. */
function memberMention(source: Source, node: Node): Node[] | undefined {
  const { parent } = node;
  if (isMember(parent) && parent?.['property'] === node && !parent['computed']) return [parent];
  const isPattern = parent?.type === 'ObjectProperty' && parent.parent?.type === 'ObjectPattern';
  if (isPattern && parent['key'] === node) return [node];
  const binding = source.scopes.bindingOf(node);
  return binding && binding.kind !== 'import' ? [] : undefined;
}

/** True for a table of which the code only takes members by their names. */
function isPlainTable(trace: Trace, table: Node): boolean {
  const outer = frozen(outermost(table));
  const { parent } = outer;
  if (table.type === 'AssignmentExpression' || (parent?.type === 'AssignmentExpression' && isModule(parent['left']))) return isPlainModule(trace, table);
  const id: Node | undefined =
    table.type === 'TSEnumDeclaration' ? table['id'] : parent?.type === 'VariableDeclarator' ? parent['id'] : parent?.type === 'AssignmentExpression' && isExport(parent['left']) ? parent['left']['property'] : undefined;
  if (id?.type !== 'Identifier') return false;
  return trace.project.filesWith(id['name']).every((file) => {
    const source = trace.project.source(file);
    return !!source && nodesNamed(source, id['name']).every((node) => node === id || isPlain(node));
  });
}

/** `Object.freeze({ … })`. */
const frozen = (outer: Node): Node => {
  const call = outer.parent;
  const callee = call && isCall(call) && call['arguments'][0] === outer && !isAssign(call['callee']) ? unwrap(call['callee']) : undefined;
  return call && isMember(callee) && memberName(callee as Node) === 'freeze' ? outermost(call) : outer;
};

/** A name of the table that leads to one of its members, or hands the table on under the same name. */
function isPlain(node: Node): boolean {
  const { parent } = node;
  if (!parent) return false;
  if (isMember(parent)) return parent['object'] === node ? memberName(parent) !== undefined : !parent['computed'] && isPlain(outermost(parent));
  if (parent.type === 'ObjectProperty') return parent['shorthand'] === true && keyName(parent['key'], false) === node['name'];
  if (/^(?:Import|Export)Specifier$/.test(parent.type)) return (parent['imported'] ?? parent['exported']).name === parent['local'].name;
  return /^TS(?:TypeQuery|QualifiedName|TypeReference)$/.test(parent.type) || (parent.type === 'VariableDeclarator' && parent['init'] === node && parent['id'].type === 'ObjectPattern');
}

/** The same of the file that is the table. */
function isPlainModule(trace: Trace, node: Node): boolean {
  const wanted = new Map<string, Set<string>>();
  importers(trace, trace.project.fileOf(node), ['*'], wanted, 0);
  return [...wanted].every(([file, names]) => [...names].every((name) => trace.project.source(file)?.scopes.root.bindings.get(name)?.references.every(isPlain) ?? true));
}

/** True for a value that may be this very text. */
export const holds = (value: Value, literal: Node): boolean => members(value).some((one) => one.kind === 'text' && one.pieces.some((piece) => piece.kind === 'literal' && piece.node === literal));

/** True for what has the same name as a member and is something else. */
export function isAnother(trace: Trace, mention: Node, literal: Node): boolean {
  const { parent } = mention;
  const isTaken = parent?.type === 'ObjectProperty' && parent.parent?.type === 'ObjectPattern';
  const value = isTaken ? trace.evaluatePattern(parent['value'].type === 'AssignmentPattern' ? parent['value'].left : parent['value'], undefined) : trace.evaluate(mention, undefined);
  return members(value).every((one) => one.kind !== 'unknown') && !holds(value, literal);
}
