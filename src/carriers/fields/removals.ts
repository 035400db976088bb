import type { Rewrite } from '../../facts.ts';
import { type Node, outermost, unwrap } from '../../source/ast.ts';
import type { Source } from '../../source/source.ts';
import { replaceRange } from '../code.ts';
import { wholeLines } from '../queries/site.ts';

/** A property with the comma and the white space that belong to it; its whole line when it stands alone there. */
export function removedProperty(source: Source, property: Node): ReturnType<typeof replaceRange> {
  const properties: readonly Node[] = property.parent?.['properties'] ?? [];
  const index = properties.indexOf(property);
  const next = properties[index + 1];
  const previous = properties[index - 1];
  const comma = /^\s*,/.exec(source.text.slice(property.end, next?.start ?? property.parent?.end));
  const lines = wholeLines(source, property.start, property.end + (comma?.[0].length ?? 0));
  if (lines.isWhole && (comma || !previous)) return replaceRange(source, lines, '');
  if (previous) return replaceRange(source, { start: previous.end, end: property.end }, '');
  if (next) return replaceRange(source, { start: property.start, end: next.start }, '');
  const open = (property.parent as Node).start + 1;
  return replaceRange(source, { start: open, end: (property.parent as Node).end - 1 }, '');
}

/** A statement with its line; an `if` that only holds it goes with it. */
export function removedStatement(source: Source, statement: Node): ReturnType<typeof replaceRange> {
  const parent = statement.parent;
  const isOnly = parent?.type === 'BlockStatement' && parent['body'].length === 1 && parent.parent?.type === 'IfStatement' && !parent.parent['alternate'];
  if (isOnly) return removedStatement(source, parent.parent as Node);
  if (parent?.type === 'IfStatement' && parent['consequent'] === statement && !parent['alternate']) return removedStatement(source, parent);
  const needsBody = parent && !/^(?:BlockStatement|Program|StaticBlock|SwitchCase|TSModuleBlock)$/.test(parent.type);
  if (needsBody) return replaceRange(source, statement, '{}');
  return replaceRange(source, wholeLines(source, statement.start, statement.end), '');
}

/** `request.query(…)`: the statement, or this call alone of a chain. */
export function removedLink(source: Source, call: Node): Rewrite {
  const object: Node = unwrap(call['callee'])['object'];
  const statement = outermost(call).parent;
  const isWhole = statement?.type === 'ExpressionStatement' && unwrap(object).type === 'Identifier';
  return [isWhole ? removedStatement(source, statement) : replaceRange(source, { start: object.end, end: call.end }, '')];
}

/** An element of a list with its comma; its whole line when it stands alone there. */
export function removedElement(source: Source, element: Node): Rewrite {
  const elements: readonly (Node | null)[] = element.parent?.['elements'] ?? [];
  const index = elements.indexOf(element);
  const [previous, next] = [elements[index - 1], elements[index + 1]];
  const comma = /^\s*,/.exec(source.text.slice(element.end, next?.start ?? element.parent?.end));
  const lines = wholeLines(source, element.start, element.end + (comma?.[0].length ?? 0));
  if (lines.isWhole && comma) return [replaceRange(source, lines, '')];
  if (previous) return [replaceRange(source, { start: previous.end, end: element.end }, '')];
  return [replaceRange(source, { start: element.start, end: next?.start ?? element.end }, '')];
}
