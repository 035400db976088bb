import type { Rewrite } from '../facts.ts';
import { isFunction, type Node, unwrap } from '../source/ast.ts';
import type { Source } from '../source/source.ts';
import { isNameChanged } from '../trace/mutations.ts';
import type { Trace } from '../trace/trace.ts';
import type { FieldPlace } from '../trace/users.ts';
import { replaceRange, roleObjectCode, together } from './code.ts';
import { renameMember } from './role-names.ts';

/**
 * `user.roles = names;` on something whose declared type changes with everybody who reads it: the names as objects. Undefined where the list is
 * not proven to be one of names, or somebody may change it later under its own name.
 */
export function writtenRoles(trace: Trace, place: FieldPlace, to: string): Rewrite | undefined {
  const { node } = place;
  const assignment = node.parent;
  if (!place.shape.typed || assignment?.type !== 'AssignmentExpression' || assignment['left'] !== node || assignment['operator'] !== '=' || assignment.parent?.type !== 'ExpressionStatement') return undefined;
  const source = trace.project.sourceOf(node);
  const objects = asObjects(trace, source, unwrap(assignment['right']));
  return objects && together([renameMember(source, node, to), objects]);
}

function asObjects(trace: Trace, source: Source, list: Node): Rewrite | undefined {
  if (list.type === 'ArrayExpression') {
    const elements = list['elements'] as (Node | null)[];
    return elements.every((element) => element?.type === 'StringLiteral') ? elements.flatMap((element) => (element ? [replaceRange(source, element, roleObjectCode(source, element, source.slice(element)))] : [])) : undefined;
  }
  const binding = list.type === 'Identifier' ? source.scopes.bindingOf(list) : undefined;
  if (!binding || binding.writes.length > 0 || !isListOfNames(binding.id) || isNameChanged(trace, binding.id)) return undefined;
  return [replaceRange(source, list, `${source.slice(list)}.map((name) => ({ name }))`)];
}

/** `...names: string[]`: a list that the call makes anew, so that nobody else has it. */
function isListOfNames(id: Node): boolean {
  const rest = id.parent;
  const type: Node | undefined = rest?.type === 'RestElement' ? (rest['typeAnnotation'] ?? id['typeAnnotation'])?.['typeAnnotation'] : undefined;
  return isFunction(rest?.parent) && type?.type === 'TSArrayType' && type['elementType'].type === 'TSStringKeyword';
}
