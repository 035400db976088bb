import { keyName, type Node } from '../../source/ast.ts';
import { changesTo } from '../changes/made.ts';
import { propertyName } from '../evaluate.ts';
import { entriesOf } from '../members.ts';
import type { Trace } from '../trace.ts';
import { typeDeclaration } from '../types/type-names.ts';
import { membersOfType } from '../types/types.ts';
import { absent, members, type ObjectValue, type Piece, type Value } from '../value.ts';

/** More texts than this are not told apart. */
const most = 64;
/** Objects are spread into each other to this depth. */
const deepest = 4;

/** Every text that a value can be, where the code says all of them: `/${key}` for each key of objects that are written out. Undefined where it may be another. */
export function closedTexts(trace: Trace, value: Value): readonly string[] | undefined {
  if (value.kind === 'text') return textsOf(trace, value.pieces);
  if (value.kind === 'union') return joined(value.of.filter((member) => member !== absent).map((member) => closedTexts(trace, member)));
  return value.kind === 'each' && value.part === 'key' ? joined(members(value.of).flatMap((of) => (of === absent ? [] : [namesOf(trace, of, 0)]))) : undefined;
}

function textsOf(trace: Trace, pieces: readonly Piece[]): readonly string[] | undefined {
  let texts: readonly string[] = [''];
  for (const piece of pieces) {
    const ends = piece.kind === 'literal' ? [piece.text] : piece.kind === 'hole' && !piece.encoded ? closedTexts(trace, piece.value) : undefined;
    if (!ends || texts.length * ends.length > most) return undefined;
    texts = texts.flatMap((start) => ends.map((end) => start + end));
  }
  return texts;
}

function joined(parts: readonly (readonly string[] | undefined)[]): readonly string[] | undefined {
  const known = parts.flatMap((part) => part ?? []);
  return parts.length > 0 && parts.every((part) => part !== undefined) && known.length <= most ? known : undefined;
}

/** The names of all members of an object that is written out, or whose type is declared member by member. */
function namesOf(trace: Trace, value: Value, depth: number): readonly string[] | undefined {
  if (value.kind === 'object') return depth > deepest ? undefined : namesIn(trace, value, depth)?.filter((name) => !value.without?.has(name));
  const declared = value.kind === 'typed' && isWritten(trace, value.type, 0) ? membersOfType(trace, value.type) : [];
  const names = declared.map((member) => (member['key'] ? keyName(member['key'], member['computed']) : undefined));
  return names.length > 0 && names.every((name) => name !== undefined) ? names : undefined;
}

/** True for a type whose members are all seen: nothing of it comes from elsewhere. */
function isWritten(trace: Trace, type: Node, depth: number): boolean {
  if (depth > deepest) return false;
  switch (type.type) {
    case 'TSTypeLiteral':
      return true;
    case 'TSInterfaceDeclaration':
      return (type['extends'] ?? []).length === 0;
    case 'TSTypeAliasDeclaration':
    case 'TSParenthesizedType':
      return isWritten(trace, type['typeAnnotation'], depth + 1);
    case 'TSIntersectionType':
      return type['types'].every((part: Node) => isWritten(trace, part, depth + 1));
    case 'TSTypeReference': {
      const [argument] = type['typeParameters']?.['params'] ?? [];
      const whole = argument && /^(?:Partial|Readonly|Required|Pick|Omit)$/.test(type['typeName'].name) ? argument : typeDeclaration(trace, type);
      return !!whole && isWritten(trace, whole, depth + 1);
    }
    default:
      return false;
  }
}

function namesIn(trace: Trace, { ref }: ObjectValue, depth: number): readonly string[] | undefined {
  const changes = changesTo(trace, ref);
  if (ref.node.type !== 'ObjectExpression' || changes.some((change) => change.kind === 'merge')) return undefined;
  const own = entriesOf(ref.node).map((property) => {
    if (property.type === 'SpreadElement') return joined(members(trace.evaluate(property['argument'], ref.frame)).map((inner) => (inner === absent ? [] : namesOf(trace, inner, depth + 1))));
    const name = propertyName(trace, property, ref.frame);
    return name === undefined ? undefined : [name];
  });
  return own.length + changes.length === 0 ? [] : joined([...own, ...changes.map(({ kind, key, name, frame }) => (kind === 'key' ? key && closedTexts(trace, trace.evaluate(key, frame)) : name === undefined ? [] : [name]))]);
}
