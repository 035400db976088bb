import { descendants, isCall, isMember, keyName, memberName, type Node, outermost, unwrap } from '../../source/ast.ts';
import { entriesOf } from '../members.ts';
import { attributeName, nodesNamed } from '../flow/mentions.ts';
import { isVague } from '../evaluate.ts';
import type { Trace } from '../trace.ts';
import { valueUses } from '../modules/uses.ts';
import { members, type Value } from '../value.ts';

/** Names of names are followed to this depth. */
const deepest = 4;
/** In more files than this a member's name is a common word, and its reads are not looked for. */
const mostFiles = 80;
/** What users have that has no members of its own. */
const plain = /^(?:Text|Date|UserId|RoleNames|Number)$/;
/** Methods of a text that make something else of it. */
const remade = /^(?:toUpperCase|padEnd|padStart|localeCompare|startsWith|endsWith|charAt|length)$/;

/**
 * `{ type: 'created', at: user.created }`, `record('created', user)`: a text by which a record that the program makes of a user says what
 * it is. True when the program itself reads it, and wherever it may be read it is shown, compared, or looks something up in a table of the
 * program.
 */
export function isTag(trace: Trace, literal: Node): boolean {
  const { parent } = outermost(literal);
  if (parent?.type === 'ObjectProperty') return parent['key'] !== literal && isTagOf(trace, parent, literal['value'], 0);
  return isCall(parent) && areParametersShown(trace, parent as Node, outermost(literal), literal['value'], 0);
}

/** The member of an object that is made of a user. */
function isTagOf(trace: Trace, property: Node, text: string, depth: number): boolean {
  const object = property.parent;
  const name = keyName(property['key'], property['computed']);
  if (object?.type !== 'ObjectExpression' || name === undefined || !isMadeOfUser(trace, object)) return false;
  const reads = readsOf(trace, object, name);
  return reads.length > 0 && reads.every((read) => isShown(trace, read, text, depth));
}

/** `record('created', …)`: what the functions of the project that are called do with it. */
function areParametersShown(trace: Trace, call: Node, argument: Node, text: string, depth: number): boolean {
  const index = (call['arguments'] as Node[]).indexOf(argument);
  const targets = members(trace.evaluate(unwrap(call['callee']), undefined));
  const isTaken = (fn: Node): boolean => {
    const parameter: Node | undefined = fn['params'][index];
    return parameter !== undefined && areUsesShown(trace, parameter, text, depth);
  };
  return index >= 0 && targets.length > 0 && targets.every((target) => target.kind === 'function' && isTaken(target.ref.node));
}

/** True for an object that has something of a user in it, but nothing that has members of users. */
function isMadeOfUser(trace: Trace, object: Node): boolean {
  const values = entriesOf(object).flatMap((property) => (property['value'] ? [property['value'] as Node] : []));
  const shapesOf = (node: Node): string[] => members(trace.evaluate(node, undefined)).flatMap((value) => (value.kind === 'shape' ? [value.shape] : []));
  if (values.length < (object['properties'] as Node[]).length || values.some((value) => shapesOf(value).some((shape) => !plain.test(shape)))) return false;
  return values.some((value) => descendants(value).some((node) => (isMember(node) || node.type === 'Identifier') && shapesOf(node).some((shape) => plain.test(shape))));
}

/** Where the member may be read, unless too many files name such a member, or one does so in brackets: of this object, or of something that nobody knows. A pattern gives the name that it takes the member by. */
function readsOf(trace: Trace, object: Node, name: string): Node[] {
  const word = name.replaceAll('$', '\\$');
  const isNamed = new RegExp(`[.{,]\\s*${word}\\b`);
  const isQuoted = new RegExp(`\\[\\s*["'\`]${word}["'\`]\\s*\\]`);
  const texts = trace.project.filesWith(name).flatMap((file) => (file.endsWith('.json') ? [] : [{ file, text: trace.project.files.read(file) ?? '' }]));
  const files = texts.filter(({ text }) => isNamed.test(text)).map(({ file }) => file);
  if (files.length > mostFiles || texts.some(({ text }) => isQuoted.test(text))) return [];
  const mayBe = (value: Value): boolean => isVague(value) || members(value).some((one) => one.kind === 'unknown' || one.kind === 'typed' || (one.kind === 'object' && one.ref.node === object));
  return files.flatMap((file) => {
    const source = trace.project.source(file);
    return (source ? nodesNamed(source, name) : []).flatMap((node) => {
      const at = node.parent;
      if (isMember(at) && at?.['property'] === node && !at['computed']) return mayBe(trace.evaluate(at['object'], undefined)) ? [at] : [];
      const isTaken = at?.type === 'ObjectProperty' && at['key'] === node && !at['computed'] && at.parent?.type === 'ObjectPattern';
      return isTaken && at?.parent && mayBe(trace.evaluatePattern(at.parent, undefined)) ? [at['value'] as Node] : [];
    });
  });
}

/** True where the text is used as what it is, and cannot become the name of a member of a user. */
function isShown(trace: Trace, given: Node, text: string, depth: number): boolean {
  const read = outermost(given);
  const { parent } = read;
  if (!parent || depth > deepest) return false;
  switch (parent.type) {
    case 'ObjectProperty':
      return parent.parent?.type === 'ObjectPattern' ? areUsesShown(trace, read, text, depth) : parent['key'] !== read && isTagOf(trace, parent, text, depth + 1);
    case 'VariableDeclarator':
      return parent['init'] === read && areUsesShown(trace, parent['id'], text, depth);
    case 'BinaryExpression':
      return parent['operator'] !== 'in' && members(trace.evaluate(parent['left'] === read ? parent['right'] : parent['left'], undefined)).every((other) => other.kind !== 'each');
    case 'TemplateLiteral':
      return (parent['quasis'] as Node[]).some((quasi) => quasi['value'].cooked !== '');
    case 'SwitchStatement':
    case 'IfStatement':
    case 'ExpressionStatement':
      return true;
    case 'ConditionalExpression':
      return parent['test'] === read;
    case 'JSXExpressionContainer':
      return isDrawn(parent);
    case 'MemberExpression':
    case 'OptionalMemberExpression':
      return parent['object'] === read ? remade.test(memberName(parent) ?? '') : isOwnTable(trace, parent['object'], text);
    default:
      return isCall(parent) && (isLogged(parent, read) || areParametersShown(trace, parent, read, text, depth + 1));
  }
}

/** What a pattern or a variable calls it. */
function areUsesShown(trace: Trace, target: Node, text: string, depth: number): boolean {
  const id: Node = target.type === 'AssignmentPattern' ? target['left'] : target;
  const uses = valueUses(trace, id)?.filter((use) => use !== id) ?? [];
  return uses.length > 0 && uses.every((use) => isShown(trace, use, text, depth + 1));
}

/** `<i className={type}>{type}</i>`, `<Row key={type} />`: elements of the page, and names of elements. */
function isDrawn(container: Node): boolean {
  const element = container.parent?.type === 'JSXAttribute' ? container.parent.parent?.['name'] : container.parent?.['openingElement']?.['name'];
  return attributeName(container) === 'key' || (element?.type === 'JSXIdentifier' && /^[a-z]/.test(element['name']));
}

/** `icons[event.type]`: a table that is written in the program, and has such a name itself. */
function isOwnTable(trace: Trace, table: Node, text: string): boolean {
  const values = members(trace.evaluate(table, undefined));
  return values.length > 0 && values.every((value) => value.kind === 'object' && entriesOf(value.ref.node).some((entry) => entry['key'] && keyName(entry['key'], entry['computed']) === text));
}

/** `console.log(type)`. */
const isLogged = (call: Node, argument: Node): boolean => (call['arguments'] as Node[]).includes(argument) && isMember(unwrap(call['callee'])) && unwrap(call['callee'])['object'].name === 'console';
