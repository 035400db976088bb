import type { Rewrite } from '../../facts.ts';
import { isFunction, type Node, unwrap } from '../../source/ast.ts';
import type { Source } from '../../source/source.ts';
import { isNameChanged } from '../../trace/changes/mutations.ts';
import { callSites } from '../../trace/calls/callers.ts';
import { elementType } from '../../trace/flow/expected.ts';
import type { Trace } from '../../trace/trace.ts';
import type { FieldPlace } from '../../trace/users.ts';
import { replaceRange, roleObjectCode, together } from '../code.ts';
import { renameMember } from '../fields/role-names.ts';

/**
 * `user.roles = names;`: the names as objects, which changes together with everybody who reads them. Undefined where the list is
 * not proven to be one of names, or somebody may change it later under its own name.
 */
export function writtenRoles(trace: Trace, place: FieldPlace, to: string): Rewrite | undefined {
  const { node } = place;
  const assignment = node.parent;
  if (assignment?.type !== 'AssignmentExpression' || assignment['left'] !== node || assignment['operator'] !== '=' || assignment.parent?.type !== 'ExpressionStatement') return undefined;
  const source = trace.project.sourceOf(node);
  const objects = asObjects(trace, source, unwrap(assignment['right']));
  return objects && together([renameMember(source, node, to), objects]);
}

function asObjects(trace: Trace, source: Source, list: Node): Rewrite | undefined {
  if (list.type === 'ArrayExpression') {
    const elements = list['elements'] as (Node | null)[];
    return elements.every((element) => element?.type === 'StringLiteral') ? elements.flatMap((element) => (element ? [replaceRange(source, element, roleObjectCode(source, element, source.slice(element)))] : [])) : undefined;
  }
  if (list.type !== 'Identifier' || !isListOfNames(source, list) || mayChange(trace, list, 0)) return undefined;
  return [replaceRange(source, list, `${source.slice(list)}.map((name) => ({ name }))`)];
}

/** `names: string[]`, `...names: string[]`: declared as a list of texts, and always there. */
function isListOfNames(source: Source, list: Node): boolean {
  const id = source.scopes.bindingOf(list)?.id;
  const outer = id?.parent?.type === 'RestElement' ? id.parent : id;
  const type: Node | undefined = (outer?.['typeAnnotation'] ?? id?.['typeAnnotation'])?.['typeAnnotation'];
  return !id?.['optional'] && elementType(type)?.type === 'TSStringKeyword';
}

/** Lists inside each other are followed to this depth. */
const deepest = 3;

/** True where somebody who has the list as well may change it: it is kept under a name that is changed, or by nobody knows whom. */
function mayChange(trace: Trace, given: Node, depth: number): boolean {
  const node = unwrap(given);
  if (node.type === 'ArrayExpression') return false;
  const binding = node.type === 'Identifier' ? trace.project.sourceOf(node).scopes.bindingOf(node) : undefined;
  if (!binding || depth > deepest || binding.writes.length > 0 || isNameChanged(trace, binding.id)) return true;
  const parent = binding.id.parent as Node;
  if (parent.type === 'RestElement') return !isFunction(parent.parent);
  if (parent.type === 'VariableDeclarator') return !parent['init'] || mayChange(trace, parent['init'], depth + 1);
  const index = isFunction(parent) ? (parent['params'] as Node[]).indexOf(binding.id) : -1;
  const calls = index < 0 ? [] : callSites(trace, parent);
  return calls.length === 0 || calls.some(({ node: call, kind }) => kind !== 'call' || !call['arguments']?.[index] || mayChange(trace, call['arguments'][index], depth + 1));
}
