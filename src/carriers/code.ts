import { print, types } from 'recast';
import type { Edit, NewValue, Range, Rewrite } from '../facts.ts';
import { escapeFor, quoted } from '../source/literals.ts';
import type { Node } from '../source/ast.ts';
import type { Source } from '../source/source.ts';

export function isBlocked(rewrite: Rewrite): rewrite is { readonly blocked: string } {
  return 'blocked' in rewrite;
}

/** All of the rewrites as one; blocked when one of them is. The same edit twice counts once. */
export function together(rewrites: readonly Rewrite[]): Rewrite {
  const edits = new Map<string, Edit>();
  for (const rewrite of rewrites) {
    if (isBlocked(rewrite)) return rewrite;
    for (const edit of rewrite) edits.set(`${edit.file}:${edit.start}:${edit.end}:${edit.text}`, edit);
  }
  return [...edits.values()];
}

export function replaceRange(source: Source, range: { start: number; end: number }, text: string): Edit {
  return { file: source.file, start: range.start, end: range.end, text };
}

export function rangeOf(source: Source, node: { start: number; end: number }): Range {
  return { file: source.file, start: node.start, end: node.end };
}

/** A string literal in the file's quotes; the other kind when that saves escapes. */
export function stringCode(source: Source, text: string, like?: Node): string {
  const preferred = like?.type === 'StringLiteral' ? (source.text[like.start] as "'" | '"') : source.quote;
  const other = preferred === "'" ? '"' : "'";
  return quoted(text, text.includes(preferred) && !text.includes(other) ? other : preferred);
}

/** The expression that yields the value: a string, a single expression, or a template literal. */
export function valueCode(source: Source, value: NewValue, like?: Node): string {
  if (value.every((part) => typeof part === 'string')) return stringCode(source, value.join(''), like);
  const [only] = value;
  if (value.length === 1 && typeof only === 'object') return only.code;
  return `\`${value.map((part) => (typeof part === 'string' ? escapeFor(part, '`') : `\${${part.code}}`)).join('')}\``;
}

/** `{ op: 'add', path: '/assignedRoles/-', value: { name: 'A' } }` in place of another one, printed in the file's quotes, or as JSON. */
export function operationCode(source: Source, at: Node, operation: { readonly op: string; readonly path: string; readonly role: string }): string {
  if (isJson(source, at)) {
    const members = [`"op":"${operation.op}"`, `"path":"${operation.path}"`, `"value":${roleObjectCode(source, at, JSON.stringify(operation.role))}`];
    return isSpaced(source, at) ? `{ ${members.map((member) => member.replace(':', ': ')).join(', ')} }` : `{${members.join(',')}}`;
  }
  const { builders } = types;
  const text = (name: string, value: string) => builders.objectProperty(builders.identifier(name), builders.stringLiteral(value));
  const role = builders.objectProperty(builders.identifier('value'), builders.objectExpression([text('name', operation.role)]));
  const tree = builders.objectExpression([text('op', operation.op), text('path', operation.path), role]);
  const code = print(tree, { quote: source.quote === "'" ? 'single' : 'double', objectCurlySpacing: true }).code;
  // The printer puts each property on a line of its own; the strings hold no line breaks.
  return code
    .split('\n')
    .map((line) => line.trim())
    .filter(Boolean)
    .join(' ');
}

/** One role as an object, with the code of its name: `{ name: 'A' }`, and in JSON `{"name":"A"}`. */
export function roleObjectCode(source: Source, at: Node, name: string): string {
  if (!isJson(source, at)) return `{ name: ${name} }`;
  return isSpaced(source, at) ? `{ "name": ${name} }` : `{"name":${name}}`;
}

const isSpaced = (source: Source, at: Node): boolean => /":\s/.test(source.slice(jsonRoot(at)));

/** True in a JSON file, and inside a string that holds JSON. */
export function isJson(source: Source, node: Node): boolean {
  return source.file.endsWith('.json') || /^(?:StringLiteral|TemplateElement)$/.test(jsonRoot(node).parent?.type ?? '');
}

function jsonRoot(node: Node): Node {
  let at = node;
  while (/^(?:ObjectExpression|ArrayExpression|ObjectProperty)$/.test(at.parent?.type ?? '')) at = at.parent as Node;
  return at;
}

/** Code of an expression that may stand before `.map(…)`. */
export function receiverCode(source: Source, node: Node): string {
  const code = source.slice(node);
  return /^(?:Identifier|(?:Optional)?MemberExpression|(?:Optional)?CallExpression|ArrayExpression|ThisExpression|ParenthesizedExpression|TSNonNullExpression)$/.test(node.type) ? code : `(${code})`;
}
