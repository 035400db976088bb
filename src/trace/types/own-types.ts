import { descendants, isCall, keyName, type Node } from '../../source/ast.ts';
import { contextType } from '../flow/expected.ts';
import type { Trace } from '../trace.ts';
import { typeDeclaration } from './type-names.ts';
import { members, type Value } from '../value.ts';

const known = new WeakMap<Node, ReadonlySet<string>>();

/** True for a value of which only the type is known, where the program itself works out the member of things of that type: `(user): Row => ({ created: day(user) })`. */
export const isOwnMember = (trace: Trace, value: Value, name: string): boolean => members(value).every((member) => member.kind === 'typed' && workedOut(trace, member.type).has(name));

/** The members of a declared type that objects of the program get by a call or a member of something else; a written text or list may stand for what somebody else sends. */
function workedOut(trace: Trace, type: Node): ReadonlySet<string> {
  const declaration = type.type === 'TSTypeReference' ? typeDeclaration(trace, type) : undefined;
  const name: string | undefined = declaration?.['id']?.name;
  if (!declaration || name === undefined) return new Set();
  return trace.once(known, declaration, new Set(), () => {
    const objects = trace.project.filesWith(name).flatMap((file) => {
      const source = trace.project.source(file);
      return source ? descendants(source.program).filter((node) => node.type === 'ObjectExpression' && isOf(trace, node, declaration)) : [];
    });
    return new Set(objects.flatMap((object) => (object['properties'] as Node[]).flatMap((property) => (property['value'] && descendants(property['value']).some(isCall) ? (keyName(property['key'], property['computed']) ?? []) : []))));
  });
}

function isOf(trace: Trace, object: Node, declaration: Node): boolean {
  const type = contextType(trace, object);
  return type?.type === 'TSTypeReference' && typeDeclaration(trace, type) === declaration;
}
