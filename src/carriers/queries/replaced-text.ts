import type { Rewrite } from '../../facts.ts';
import { isMember, keyName, type Node } from '../../source/ast.ts';
import type { Source } from '../../source/source.ts';
import { entriesOf, memberOf } from '../../trace/members.ts';
import type { Trace } from '../../trace/trace.ts';
import { literalText, type Ref } from '../../trace/value.ts';
import { replaceRange, stringCode } from '../code.ts';

/** Another text where one is written; a text that a table names is replaced by that entry of the table which says the other one. */
export function replacedText(trace: Trace, place: Ref | undefined, to: string): Rewrite {
  if (!place) return { blocked: 'the operation names none' };
  const source = trace.project.sourceOf(place.node);
  if (literalText(trace.value(place)) === to) return [];
  if (place.node.type === 'Given' && place.node.parent?.['value'] === place.node) return { blocked: 'the text is put together' };
  if (isOfCaller(trace, place)) return { blocked: 'other callers give another text here' };
  const text = entryWith(trace, source, place, to) ?? (place.node.type === 'TemplateLiteral' ? stringCode(source, to) : stringCode(source, to, place.node));
  const isShorthand = place.node.parent?.type === 'ObjectProperty' && place.node.parent['shorthand'];
  return [replaceRange(source, place.node, isShorthand ? `${place.node['name']}: ${text}` : text)];
}

/** True for an expression that is another text where somebody else calls. */
export const isOfCaller = (trace: Trace, { node, frame }: Ref): boolean => frame !== undefined && node.type !== 'StringLiteral' && literalText(trace.evaluate(node, undefined)) !== literalText(trace.evaluate(node, frame));

/** `Op.Set` -> `Op.Replace`: the members of an enum are of its type, texts are not. */
function entryWith(trace: Trace, source: Source, { node, frame }: Ref, to: string): string | undefined {
  if (!isMember(node)) return undefined;
  const table = trace.evaluate(node['object'], frame);
  if (table.kind !== 'object' || !/^(?:TSEnumDeclaration|ObjectExpression)$/.test(table.ref.node.type)) return undefined;
  const name = entriesOf(table.ref.node)
    .map(nameOf)
    .find((entry) => entry !== undefined && literalText(memberOf(trace, table, entry, { node, frame })) === to);
  if (name === undefined) return undefined;
  const object = source.slice(node['object']);
  return /^[A-Za-z_$][\w$]*$/.test(name) ? `${object}.${name}` : `${object}[${stringCode(source, name)}]`;
}

const nameOf = (entry: Node): string | undefined => keyName(entry['key'] ?? entry['id'], entry['computed'] ?? false);
