import { isMember, keyName, memberName, type Node, outermost } from '../../source/ast.ts';
import { type Asked, isOnlyAsked } from '../flow/asked.ts';
import { bindingMentions } from '../changes/contents.ts';
import { areValuesKeys, isKeyElsewhere, type KeyTable } from './table-values.ts';
import { newNameIn } from '../shape-names.ts';
import type { Trace } from '../trace.ts';
import { members } from '../value.ts';

/**
 * `enum Field { Created = 'created' }`, `const fields = { created: 'created' }`: the places that take users' members by this text of
 * the table, when nothing else is done with it but asking for them; undefined otherwise.
 */
export function readsThroughTable(trace: Trace, literal: Node, asked: Asked): readonly Node[] | undefined {
  const entry = tableEntry(literal);
  if (!entry) return undefined;
  const reads: Node[] = [];
  const table: KeyTable = { trace, id: entry.table, text: literal['value'], asked };
  // What reads the list of roles by a name that only the run knows goes on to expect names.
  const isPlain = table.text !== 'roles' && !asked.isForeign(literal);
  for (const mention of bindingMentions(trace, entry.table)) {
    const outer = outermost(mention);
    if (/^TS(?:TypeReference|QualifiedName|TypeQuery)$/.test(mention.parent?.type ?? '') || mention === entry.table) continue;
    if (isPlain && areValuesKeys(table, mention)) continue;
    const member = isMember(outer.parent) && outer.parent?.['object'] === outer ? (outer.parent as Node) : undefined;
    const name = member && memberName(member);
    if (!member || name === undefined) return undefined;
    if (name !== entry.name) continue;
    if (!asked.isForeign(literal) && isOnlyAsked(trace, member, asked)) continue;
    if (isPlain && isKeyElsewhere(table, member)) continue;
    const read = readBy(trace, outermost(member), literal['value']);
    if (!read) return undefined;
    reads.push(read);
  }
  return reads;
}

/** The name of the table and of the entry whose text this is. */
function tableEntry(literal: Node): { readonly table: Node; readonly name: string } | undefined {
  const { parent } = outermost(literal);
  if (parent?.type === 'TSEnumMember') {
    const table: Node | undefined = parent.parent?.['id'] ?? parent.parent?.parent?.['id'];
    return table && { table, name: String(parent['id'].name ?? parent['id'].value) };
  }
  const object = parent?.type === 'ObjectProperty' && parent['value'] !== parent['key'] ? parent.parent : undefined;
  const declarator = object?.type === 'ObjectExpression' ? outermost(object).parent : undefined;
  const name = parent && object ? keyName(parent['key'], parent['computed']) : undefined;
  return declarator?.type === 'VariableDeclarator' && declarator['id'].type === 'Identifier' && name !== undefined ? { table: declarator['id'], name } : undefined;
}

/** The place where the key takes a member of a user: `user[key]`, `{ [key]: since } = user`. */
function readBy(trace: Trace, key: Node, name: string): Node | undefined {
  const { parent } = key;
  const isOfUser = (value: ReturnType<Trace['evaluate']>): boolean => members(value).every((member) => member.kind === 'shape' && newNameIn(member, name) !== undefined);
  if (isMember(parent) && parent?.['property'] === key) return isOfUser(trace.evaluate(parent['object'], undefined)) ? parent : undefined;
  const isPattern = parent?.type === 'ObjectProperty' && parent['computed'] && parent['key'] === key && parent.parent?.type === 'ObjectPattern';
  return isPattern && isOfUser(trace.evaluatePattern(parent.parent as Node, undefined)) ? parent : undefined;
}
