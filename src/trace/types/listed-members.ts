import type { Node } from '../../source/ast.ts';
import { keysOf, literalsOf } from '../names/listed-keys.ts';
import type { Trace } from '../trace.ts';
import { typeDeclaration } from './type-names.ts';
import { membersOfType } from './types.ts';

/** Types inside types are followed to this depth. */
const deepest = 6;

const known = new WeakMap<Node, readonly Node[]>();

/** The members of a type that an object is sent by, and those that it only lists: `Partial<Record<'sortBy' | 'limit', string>>`. */
export const sentMembers = (trace: Trace, type: Node): readonly Node[] => [...membersOfType(trace, type), ...listedMembers(trace, type, 0)];

function listedMembers(trace: Trace, type: Node, depth: number): readonly Node[] {
  if (depth > deepest) return [];
  const inner = (part: Node | undefined): readonly Node[] => (part ? listedMembers(trace, part, depth + 1) : []);
  if (/^TS(?:TypeAliasDeclaration|ParenthesizedType)$/.test(type.type)) return inner(type['typeAnnotation']);
  if (type.type === 'TSIntersectionType') return (type['types'] as Node[]).flatMap(inner);
  if (type.type === 'TSImportType') return inner(typeDeclaration(trace, type));
  if (type.type !== 'TSTypeReference') return [];
  const name: string = type['typeName'].name ?? '';
  if (name === 'Record') return recordMembers(trace, type);
  return inner(/^(?:Partial|Readonly|Required)$/.test(name) ? type['typeParameters']?.['params']?.[0] : typeDeclaration(trace, type));
}

/** The names that a record of texts lists, as the members that they are. A list with a name of its own may be used for more. */
function recordMembers(trace: Trace, record: Node): readonly Node[] {
  const found = known.get(record);
  const keys = keysOf(record);
  const value: Node | undefined = record['typeParameters']?.['params']?.[1];
  const isWritten = ((keys?.type === 'TSUnionType' ? keys['types'] : [keys]) as (Node | undefined)[]).every((part) => part?.type === 'TSLiteralType');
  if (found || !keys || !isWritten || value?.type !== 'TSStringKeyword') return found ?? [];
  const listed = literalsOf(trace, keys);
  const members: Node[] = [];
  const holder: Node = { type: 'TSTypeLiteral', start: keys.start, end: keys.end, parent: record, members };
  const typeAnnotation: Node = { type: 'TSTypeAnnotation', start: value.start, end: value.end, parent: record, typeAnnotation: value };
  for (const { node } of listed) members.push({ type: 'TSPropertySignature', start: node.start, end: node.end, parent: holder, key: node, computed: false, typeAnnotation, isListed: true });
  known.set(record, members);
  return members;
}
