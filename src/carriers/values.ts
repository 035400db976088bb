import type { ValueFact } from '../facts.ts';
import { calleeName, isCall, isMember, keyName, memberName, type Node, unwrap } from '../source/ast.ts';
import type { Binding } from '../source/scope.ts';
import { callSites } from '../trace/calls/callers.ts';
import { isNameChanged } from '../trace/changes/mutations.ts';
import { isOneOfMany } from '../trace/texts/one-of-many.ts';
import { isSingle } from '../trace/texts/single-texts.ts';
import { isArithmetic, isNumeric } from '../trace/texts/text.ts';
import type { Trace } from '../trace/trace.ts';
import { memberDeclared } from '../trace/types/declared-members.ts';
import { absent, type Frame, literalText, members, type Piece, type Ref, union, type Value } from '../trace/value.ts';
import { rangeOf } from './code.ts';
import { isGuarded } from './queries/presence.ts';
import { isPureHere } from './purity.ts';

/** What is known of the string that an expression yields. */
export function readValue(trace: Trace, ref: Ref, plain: Node = ref.node): ValueFact {
  const source = trace.project.sourceOf(plain);
  const value = trace.evaluate(plain, ref.frame);
  const texts = members(value).map((member) => literalText(member));
  const known = texts.filter((text) => text !== undefined);
  const isStatic = texts.length === 1 && known.length === 1 && isConstant(trace, plain, 0);
  const type = typeOf(trace, plain, value);
  // `String(request.query.role)` may be a list without it.
  const isMadeText = type === 'unknown' && isCall(unwrap(ref.node)) && plainValue(ref.node) === plain && plain !== ref.node;
  return {
    at: rangeOf(source, plain),
    code: source.slice(isMadeText ? ref.node : plain),
    ...(isStatic ? { text: known[0] } : {}),
    ...(texts.length > 1 && known.length > 0 ? { choices: known, choicesAt: placesOf(trace, value) } : {}),
    ...(isStatic || !isSingle(trace, plain) ? {} : { isSingle: true }),
    ...(isStatic ? {} : { named: textsOf(union([value, trace.evaluate(plain, undefined)])) }),
    ...(isStatic && value.kind === 'text' ? partsOf(trace, value.pieces, plain) : openParts(trace, value)),
    nullish: nullishness(trace, plain, ref.frame, 0),
    ...(isInsteadOfMissing(trace, plain, ref.frame) ? { isInstead: true } : {}),
    isOneOfMany: () => isOneOfMany(trace, { node: plain, frame: ref.frame }),
    pure: isPureHere(trace, plain, ref.frame),
    type,
    origin: originOf(value),
  };
}

/** `String(x)` is x for a rule that asks what is sent, and so is a template that holds nothing else. */
export function plainValue(node: Node): Node {
  const inner = unwrap(node);
  if (inner.type === 'TemplateLiteral' && inner['expressions'].length === 1 && inner['quasis'].every((quasi: Node) => quasi['value'].raw === '')) return inner['expressions'][0];
  return inner.type === 'CallExpression' && inner['callee'].name === 'String' && inner['arguments'].length === 1 ? inner['arguments'][0] : node;
}

const textsOf = (value: Value): readonly string[] => [...new Set(members(value).flatMap((member) => literalText(member) ?? []))].sort();

/** True when the expression is the same whoever calls: literals and constants, no parameters. */
function isConstant(trace: Trace, given: Node, depth: number): boolean {
  const node = unwrap(given);
  if (/^(?:String|Numeric)Literal$/.test(node.type)) return true;
  if (node.type === 'TemplateLiteral') return (node['expressions'] as Node[]).every((part) => isConstant(trace, part, depth + 1));
  if (node.type === 'BinaryExpression') return isConstant(trace, node['left'], depth + 1) && isConstant(trace, node['right'], depth + 1);
  if (isCall(node)) return isJoin(node) && isConstantList(trace, unwrap(node['callee'])['object']);
  if (isMember(node)) return (!node['computed'] || isConstant(trace, node['property'], depth + 1)) && isConstantObject(trace, node['object']);
  if (node.type !== 'Identifier' || depth > 5) return false;
  const binding = trace.project.sourceOf(node).scopes.bindingOf(node);
  if (!binding || binding.writes.length > 0) return false;
  if (binding.kind === 'import' || binding.kind === 'enum') return true;
  const declarator = binding.declaration;
  return binding.kind === 'const' && declarator['id'] === binding.id && !!declarator['init'] && isConstant(trace, declarator['init'], depth + 1);
}

/** `list.join(…)`. */
export const isJoin = (node: Node): boolean => isCall(node) && isMember(unwrap(node['callee'])) && calleeName(node) === 'join';

/** `['id', 'name']`, or the name of such a list that nothing changes. */
export function isConstantList(trace: Trace, given: Node): boolean {
  const node = unwrap(given);
  if (node.type === 'ArrayExpression') return (node['elements'] as (Node | null)[]).every((element) => element?.type === 'StringLiteral');
  const binding = node.type === 'Identifier' ? trace.project.sourceOf(node).scopes.bindingOf(node) : undefined;
  return binding?.kind === 'const' && !!binding.declaration['init'] && binding.declaration['id'] === binding.id && !isNameChanged(trace, binding.id) && isConstantList(trace, binding.declaration['init']);
}

/** The texts of a list that is joined by commas, or the text that stands elsewhere under a name. */
export function partsOf(trace: Trace, pieces: readonly Piece[], plain?: Node): Pick<ValueFact, 'parts'> {
  const [only] = pieces;
  const isNamed = plain !== undefined && !/Literal$/.test(unwrap(plain).type) && pieces.length === 1;
  if (isNamed && only?.kind === 'literal' && only.node.type === 'StringLiteral') return { parts: [{ ...rangeOf(trace.project.sourceOf(only.node), only.node), text: only.text }] };
  const parts = pieces.flatMap((piece) => (piece.kind === 'literal' && piece.text !== ',' ? [{ ...rangeOf(trace.project.sourceOf(piece.node), piece.node), text: piece.text }] : []));
  return pieces.length > 1 && pieces.every((piece) => piece.kind === 'literal' && (piece.node.type === 'StringLiteral' || (piece.node.type === 'Joint' && piece.text === ','))) ? { parts } : {};
}

/** The same of a list that depends on who calls: every text that is joined for one of them. */
function openParts(trace: Trace, value: Value): Pick<ValueFact, 'parts'> {
  const lists = members(value).flatMap((member) => (member.kind === 'text' && member.pieces.every((piece) => piece.kind === 'literal') ? [member.pieces] : []));
  const literals = lists.flatMap((pieces) => pieces.flatMap((piece) => (piece.kind === 'literal' && piece.node.type === 'StringLiteral' && piece.text !== ',' ? [piece] : [])));
  return literals.length > 0 ? { parts: literals.map((piece) => ({ ...rangeOf(trace.project.sourceOf(piece.node), piece.node), text: piece.text })) } : {};
}

/** An object literal or enum of the module, reached by its name. */
function isConstantObject(trace: Trace, given: Node): boolean {
  const node = unwrap(given);
  if (isMember(node)) return isConstantObject(trace, node['object']);
  const binding = node.type === 'Identifier' ? trace.project.sourceOf(node).scopes.bindingOf(node) : undefined;
  return !!binding && (/^(?:enum|import|namespace)$/.test(binding.kind) || (binding.kind === 'const' && unwrap(binding.declaration['init'] ?? node).type === 'ObjectExpression'));
}

/** A value that stands as text in a literal. */
export function fixedValue(range: ValueFact['at'], text: string): ValueFact {
  return { at: range, text, nullish: 'no', pure: true, type: 'string', origin: 'unknown' };
}

function placesOf(trace: Trace, value: Value): NonNullable<ValueFact['choicesAt']> {
  return members(value).flatMap((member) => {
    const [piece] = member.kind === 'text' && member.pieces.length === 1 ? member.pieces : [];
    return piece?.kind === 'literal' ? [{ ...rangeOf(trace.project.sourceOf(piece.node), piece.node), text: piece.text }] : [];
  });
}

function originOf(value: Value): 'link' | 'user-id' | 'unknown' {
  const shapes = members(value).flatMap((member) => (member.kind === 'shape' ? [member.shape] : []));
  return shapes.includes('UserId') ? 'user-id' : shapes.includes('Href') ? 'link' : 'unknown';
}

function typeOf(trace: Trace, node: Node, value: Value): ValueFact['type'] {
  if (isNumber(trace, node, 0)) return 'number';
  if (isRest(trace, node)) return 'array';
  if (members(value).some((member) => isNumeric(member))) return 'number';
  if (members(value).some((member) => member.kind === 'text' || member.kind === 'env')) return members(value).every((member) => member.kind === 'text' || member.kind === 'env') ? 'string' : 'unknown';
  if (members(value).some((member) => member.kind === 'list')) return 'array';
  if (/^(?:BooleanLiteral|ObjectExpression|RegExpLiteral)$/.test(unwrap(node).type)) return 'other';
  const annotation = annotationOf(trace, node);
  if (annotation && namesTexts(annotation)) return 'string';
  if (annotation && /\[\]$|^(?:Readonly)?Array</.test(annotation)) return 'array';
  if (annotation && /^(?:boolean|number)\b/.test(annotation)) return annotation.startsWith('number') ? 'number' : 'other';
  return 'unknown';
}

/** `string`, `'a' | 'b'`, `string | undefined`. */
function namesTexts(annotation: string): boolean {
  const parts = annotation
    .replace(/[()]/g, '')
    .split('|')
    .map((part) => part.trim());
  return parts.every((part) => /^(?:|string|undefined|null|["'][^"']*["'])$/.test(part)) && parts.some((part) => /^(?:string|["'].*)$/.test(part));
}

/** Counters, lengths, dates and sums: what is no text although it can be written as one. */
function isNumber(trace: Trace, given: Node, depth: number): boolean {
  const node = unwrap(given);
  if (node.type === 'UpdateExpression') return true;
  if (node.type === 'BinaryExpression' || node.type === 'UnaryExpression') return isArithmetic(node);
  if (isMember(node)) return memberName(node) === 'length';
  if (isCall(node)) return /^(?:Date\.now|Number|parseInt|parseFloat|Number\.parseInt|Math\.\w+)$/.test(trace.project.sourceOf(node).slice(node['callee']));
  const binding = node.type === 'Identifier' ? trace.project.sourceOf(node).scopes.bindingOf(node) : undefined;
  const init: Node | undefined = binding?.declaration['id'] === binding?.id ? binding?.declaration['init'] : undefined;
  const isCounted = binding?.references.some((reference) => reference.parent?.type === 'UpdateExpression' || (reference.parent?.type === 'AssignmentExpression' && /^[-*]=$/.test(reference.parent['operator'])));
  return !!init && depth < 4 && (isNumber(trace, init, depth + 1) || (!!isCounted && unwrap(init).type === 'NumericLiteral'));
}

/** `(...statuses) =>`: always a list. */
function isRest(trace: Trace, given: Node): boolean {
  const node = unwrap(given);
  return node.type === 'Identifier' && trace.project.sourceOf(node).scopes.bindingOf(node)?.id.parent?.type === 'RestElement';
}

/** The declared type of a variable or parameter, as text; members of a destructured, annotated parameter included. */
function annotationOf(trace: Trace, node: Node): string | undefined {
  const inner = unwrap(node);
  const member = isMember(inner) ? memberDeclared(trace, inner) : undefined;
  if (member) return `${trace.project.sourceOf(member.type).slice(member.type)}${member.isOptional ? ' | undefined' : ''}`;
  if (inner.type !== 'Identifier') return undefined;
  const source = trace.project.sourceOf(inner);
  const binding = source.scopes.bindingOf(inner);
  if (!binding) return undefined;
  const own = binding.id['typeAnnotation']?.['typeAnnotation'];
  const found = own ?? memberAnnotation(trace, binding.id);
  return found ? `${trace.project.sourceOf(found).slice(found)}${found.parent?.parent?.['optional'] ? ' | undefined' : ''}` : undefined;
}

/** `({ role }: ListOptions)`: the member of the declared type that the name is taken from. */
function memberAnnotation(trace: Trace, id: Node): Node | undefined {
  let property = id.parent;
  if (property?.type === 'AssignmentPattern') property = property.parent;
  const pattern = property?.type === 'ObjectProperty' ? property.parent : undefined;
  const annotation = pattern?.['typeAnnotation']?.['typeAnnotation'] ?? undefined;
  const key = property?.['key']?.name;
  return annotation && key ? trace.typeMember(annotation, key) : undefined;
}

/** Whether the code says that the value can be undefined or null. */
export function nullishness(trace: Trace, given: Node, frame: Frame | undefined, depth: number): ValueFact['nullish'] {
  const node = unwrap(given);
  switch (node.type) {
    case 'StringLiteral':
    case 'TemplateLiteral':
    case 'NumericLiteral':
    case 'BinaryExpression':
    case 'BooleanLiteral':
      return 'no';
    case 'NullLiteral':
      return 'maybe';
    case 'OptionalMemberExpression':
    case 'OptionalCallExpression':
      return 'maybe';
    case 'LogicalExpression':
      return node['operator'] === '&&' ? 'maybe' : nullishness(trace, node['right'], frame, depth);
    case 'ConditionalExpression':
      return either(nullishness(trace, node['consequent'], frame, depth), nullishness(trace, node['alternate'], frame, depth));
    case 'CallExpression':
      return callNullishness(node);
    case 'Identifier':
      return identifierNullishness(trace, node, frame, depth);
    case 'MemberExpression':
      return memberNullishness(trace, node, frame);
    default:
      return 'unknown';
  }
}

/** `given.role || config.role`: where the code says that the one may be missing, the other, of which nothing is known, may be as well. */
function isInsteadOfMissing(trace: Trace, given: Node, frame: Frame | undefined): boolean {
  const node = unwrap(given);
  const right: Node | undefined = node.type === 'LogicalExpression' && node['operator'] !== '&&' ? unwrap(node['right']) : undefined;
  return !!right && isMember(right) && trace.evaluate(right, frame).kind === 'unknown';
}

/** `criteria.email`: missing where its type says so, or where somebody leaves it out. */
function memberNullishness(trace: Trace, node: Node, frame: Frame | undefined): ValueFact['nullish'] {
  if (isGuarded(trace, node)) return 'no';
  const isMissing = isSetting(trace, node, frame) || (memberName(node) === undefined ? members(trace.evaluate(node, frame)).includes(absent) : isAbsent(trace, node, frame)) || /\b(?:undefined|null)\b/.test(annotationOf(trace, node) ?? '');
  return isMissing || isMemberLeftOut(trace, node) ? 'maybe' : 'unknown';
}

/** True where the value is not there in this context, or where somebody else calls. */
const isAbsent = (trace: Trace, node: Node, frame: Frame | undefined): boolean => [frame, undefined].some((one) => members(trace.evaluate(node, one)).includes(absent));

/** True when a call of the project passes an object without the member. */
function isMemberLeftOut(trace: Trace, node: Node): boolean {
  const object = unwrap(node['object']);
  const binding = object.type === 'Identifier' ? trace.project.sourceOf(object).scopes.bindingOf(object) : undefined;
  return binding?.kind === 'param' && isLeftOut(trace, binding, memberName(node));
}

/** A setting of the environment may be missing. */
const isSetting = (trace: Trace, node: Node, frame: Frame | undefined): boolean => members(trace.evaluate(node, frame)).every((value) => value.kind === 'env');

const either = (a: ValueFact['nullish'], b: ValueFact['nullish']): ValueFact['nullish'] => (a === 'maybe' || b === 'maybe' ? 'maybe' : a === 'unknown' || b === 'unknown' ? 'unknown' : 'no');

function callNullishness(node: Node): ValueFact['nullish'] {
  const name = calleeName(node);
  if (/^(?:String|encodeURIComponent|toString|trim|toLowerCase|toUpperCase|join|replace|slice|stringify)$/.test(name)) return 'no';
  return /^(?:find|get|at|pop|shift|match)$/.test(name) ? 'maybe' : 'unknown';
}

function identifierNullishness(trace: Trace, node: Node, frame: Frame | undefined, depth: number): ValueFact['nullish'] {
  if (node['name'] === 'undefined') return 'maybe';
  const binding = trace.project.sourceOf(node).scopes.bindingOf(node);
  if (!binding || depth > 5) return 'unknown';
  if (isGuarded(trace, node)) return 'no';
  if (isSetting(trace, node, frame)) return 'maybe';
  const annotation = annotationOf(trace, node);
  if (annotation && /\b(?:undefined|null)\b/.test(annotation) && binding.id.parent?.type !== 'AssignmentPattern') return 'maybe';
  if (binding.id['optional']) return 'maybe';
  if (binding.id.parent?.type === 'AssignmentPattern') return nullishness(trace, binding.id.parent['right'], frame, depth + 1);
  if (annotation && /^(?:string|["'])/.test(annotation)) return 'no';
  if (binding.kind === 'param') return isLeftOut(trace, binding) ? 'maybe' : 'unknown';
  if (binding.id.parent?.type === 'VariableDeclarator' && binding.id.parent['init'] && binding.writes.length === 0) return nullishness(trace, binding.id.parent['init'], frame, depth + 1);
  // Which part of a text is there is another question than which member is given.
  return binding.id.parent?.type === 'ObjectProperty' && isAbsent(trace, node, frame) ? 'maybe' : 'unknown';
}

/** True when a call of the project leaves the argument, the member of it that the parameter is, or the named member of that out. */
function isLeftOut(trace: Trace, binding: Binding, named?: string): boolean {
  const fn = binding.scope.function;
  const index = fn ? (fn['params'] as Node[]).indexOf(binding.declaration) : -1;
  const own = index < 0 ? undefined : namesTo(binding);
  if (!fn || !own || (binding.id !== binding.declaration && own.length === 0 && named === undefined)) return false;
  const path = named === undefined ? own : [...own, named];
  return callSites(trace, fn).some(({ node, kind }) => {
    const given: readonly Node[] = node['arguments'] ?? [];
    if (kind !== 'call' || node.type === 'JSXOpeningElement' || given.some((argument) => argument.type === 'SpreadElement')) return false;
    return isWithout(given[index], path);
  });
}

/** The names by which a pattern takes the variable out of the parameter; undefined where it goes by others. */
function namesTo({ id, declaration }: Binding): readonly string[] | undefined {
  const names: string[] = [];
  for (let at = id; at !== declaration; at = at.parent as Node) {
    const { parent } = at;
    const name = parent?.type === 'ObjectProperty' ? keyName(parent['key'], parent['computed']) : undefined;
    if (name !== undefined) names.unshift(name);
    else if (!/^(?:ObjectPattern|AssignmentPattern)$/.test(parent?.type ?? '')) return undefined;
  }
  return names;
}

/** True for what is not there, and for an object literal in which, step by step, the last of the names is missing. */
function isWithout(given: Node | undefined, [name, ...further]: readonly string[]): boolean {
  if (!given || name === undefined) return !given;
  const object = unwrap(given);
  if (object.type !== 'ObjectExpression' || (object['properties'] as Node[]).some((property) => property.type === 'SpreadElement' || property['computed'])) return false;
  return isWithout((object['properties'] as Node[]).find((property) => keyName(property['key'], false) === name)?.['value'], further);
}
