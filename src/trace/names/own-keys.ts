import { keyName, type Node } from '../../source/ast.ts';
import { contextType } from '../flow/expected.ts';
import { isTag } from './tags.ts';
import type { Trace } from '../trace.ts';
import { typeDeclaration } from '../types/type-names.ts';
import { membersOfType } from '../types/types.ts';

/** Names of names are followed to this depth. */
const deepest = 3;

/** True for a text that has nothing to do with members of users, whatever it says. */
export const isOfOwn = (trace: Trace, literal: Node): boolean => isKeyOfOwn(trace, literal) || trace.ask(() => isTag(trace, literal), false);

/** True for a text of which the types say that it names a member of something of the program's own: `const columns: (keyof Row)[] = ['created']`. */
function isKeyOfOwn(trace: Trace, literal: Node): boolean {
  const type = contextType(trace, literal);
  const of = type && keyedBy(trace, type, 0);
  return !!of && !trace.userTypes?.valueOf(of) && membersOfType(trace, of).some((member) => member['key'] && keyName(member['key'], member['computed']) === literal['value']);
}

/** The type whose keys these are. */
function keyedBy(trace: Trace, type: Node, depth: number): Node | undefined {
  if (type.type === 'TSParenthesizedType' && depth <= deepest) return keyedBy(trace, type['typeAnnotation'], depth + 1);
  if (type.type === 'TSTypeOperator' && type['operator'] === 'keyof') return type['typeAnnotation'];
  const declaration = type.type === 'TSTypeReference' && !type['typeParameters'] && depth <= deepest ? typeDeclaration(trace, type) : undefined;
  return declaration?.type === 'TSTypeAliasDeclaration' ? keyedBy(trace, declaration['typeAnnotation'], depth + 1) : undefined;
}
