import { renamedFields } from '../../api.ts';
import type { Edit, OldName, Rewrite } from '../../facts.ts';
import { calleeName, descendants, isCall, isFunction, isMember, memberName, isNullish, type Node, unwrap } from '../../source/ast.ts';
import type { Source } from '../../source/source.ts';
import { isChangingMethod } from '../../trace/changes/mutations.ts';
import { replaceRange, together } from '../code.ts';
import { isPure } from '../purity.ts';

/**
 * An expression used to be a list of role names and will be a list of objects with `name`.
 * These edits change the code around it so that everything it is used for keeps its value.
 */
export function keepNames(source: Source, list: Node): Rewrite {
  const target = bare(list);
  const parent = target.parent;
  if (!parent) return { blocked: 'nothing is known of its use' };
  if (isMember(parent) && parent['object'] === target) return memberUse(source, target, parent);
  return plainUse(source, target, parent);
}

/** The expression with the `!` and parentheses directly around it. */
function bare(node: Node): Node {
  let at = node;
  while (at.parent?.type === 'TSNonNullExpression' || at.parent?.type === 'ParenthesizedExpression') at = at.parent;
  return at;
}

const insert = (source: Source, at: number, text: string): Edit => replaceRange(source, { start: at, end: at }, text);
const mapped = (source: Source, target: Node, dot: '.' | '?.'): Rewrite => [insert(source, target.end, `${dot}map(${parameterCode(source, target, 'role')} => role.name)`)];

/** A parameter for one role, with its type where nothing else tells it. */
function parameterCode(source: Source, at: Node, pattern: string): string {
  return source.annotates(at.start) ? `(${pattern}: { name: string })` : `(${pattern})`;
}

const perRole = new Set(['some', 'every', 'forEach', 'map', 'findIndex', 'findLastIndex', 'flatMap']);

function memberUse(source: Source, target: Node, member: Node): Rewrite {
  const name = memberName(member);
  const call = member.parent;
  if (isTarget(member)) return { blocked: 'the list is changed in place; build a list of `{ name }` objects instead' };
  if (call && isCall(call) && call['callee'] === member) return methodUse(source, target, member, call, name);
  if (name === 'length') return [];
  if (member['computed'] && (name === undefined || /^\d+$/.test(name))) return elementUse(source, member);
  return { blocked: `nothing is known of \`.${name ?? '…'}\` on a list` };
}

function methodUse(source: Source, target: Node, member: Node, call: Node, name: string | undefined): Rewrite {
  const isStatement = bare(call).parent?.type === 'ExpressionStatement';
  if (name === undefined) return { blocked: 'the method is only known at run time' };
  if (isChangingMethod(name, isStatement)) return { blocked: `\`${name}\` changes the list in place; work on a copy of the names instead` };
  const args: readonly Node[] = call['arguments'];
  if ((name === 'includes' || name === 'indexOf') && args.length === 1 && args[0] && isRepeatable(args[0])) return comparison(source, member, call, name, args[0]);
  if (name === 'at' && args.length === 1) return elementUse(source, call);
  if (perRole.has(name) && args.length === 1 && args[0]) {
    const renamed = parameterEdit(source, unwrap(args[0]));
    if (renamed) return renamed;
  }
  return mapped(source, target, member['optional'] ? '?.' : '.');
}

/** An argument that may be evaluated once for each role. */
function isRepeatable(node: Node): boolean {
  return node.type !== 'SpreadElement' && isPure(node) && !descendants(node).some((inner) => isCall(inner) || isFunction(inner));
}

/** `.includes(x)` -> `.some((role) => role.name === x)`. */
function comparison(source: Source, member: Node, call: Node, name: string, argument: Node): Rewrite {
  const taken = new Set(
    descendants(argument)
      .filter((node) => node.type === 'Identifier')
      .map((node) => node['name']),
  );
  const parameter = ['role', 'assigned', 'r', 'role2', 'assignedRole'].find((candidate) => !taken.has(candidate)) ?? 'role3';
  const code = source.slice(argument);
  const operand = /^(?:ConditionalExpression|AssignmentExpression|ArrowFunctionExpression|SequenceExpression|LogicalExpression|BinaryExpression|YieldExpression)$/.test(argument.type) ? `(${code})` : code;
  const method = name === 'includes' ? 'some' : 'findIndex';
  return [replaceRange(source, member['property'], method), replaceRange(source, argument, `${parameterCode(source, argument, parameter)} => ${parameter}.name === ${operand}`)].filter(() => call['arguments'].length === 1);
}

/** `(r) => …` -> `({ name: r }) => …`; undefined when the callback needs more than that. */
function parameterEdit(source: Source, callback: Node): Rewrite | undefined {
  if (callback.type !== 'ArrowFunctionExpression' && callback.type !== 'FunctionExpression') return undefined;
  const params: readonly Node[] = callback['params'];
  const [first] = params;
  if (!first) return descendants(callback).some((node) => node.type === 'Identifier' && node['name'] === 'arguments') ? undefined : [];
  if (first.type !== 'Identifier' || params.length > 2) return undefined;
  if (descendants(callback['body']).some((node) => node.type === 'Identifier' && node['name'] === 'arguments')) return undefined;
  const hasParentheses = source.text.slice(callback.start, first.start).includes('(');
  const pattern = first['name'] === 'name' ? '{ name }' : `{ name: ${first['name']} }`;
  const code = parameterCode(source, callback, pattern);
  return [replaceRange(source, first, hasParentheses ? code.slice(1, -1) : code)];
}

/** `list[0]`, `list.at(0)`: the name of what is there. */
function elementUse(source: Source, element: Node): Rewrite {
  const target = bare(element);
  const parent = target.parent;
  const goesOn = isMember(parent) && parent?.['object'] === target;
  const dot = target.type === 'TSNonNullExpression' || (goesOn && !parent?.['optional']) ? '.' : '?.';
  return isTarget(target) ? { blocked: 'an element of the list is changed in place' } : [insert(source, target.end, `${dot}name`)];
}

/** True when the place is written: assigned, deleted, counted up, or the target of a pattern. */
function isTarget(node: Node): boolean {
  const parent = node.parent;
  const inPattern =
    /^(?:ArrayPattern|RestElement)$/.test(parent?.type ?? '') ||
    (parent?.type === 'AssignmentPattern' && parent['left'] === node) ||
    (parent?.type === 'ObjectProperty' && parent['value'] === node && parent.parent?.type === 'ObjectPattern');
  if (inPattern || (/^For(?:Of|In)Statement$/.test(parent?.type ?? '') && parent?.['left'] === node)) return true;
  return (parent?.type === 'AssignmentExpression' && parent['left'] === node) || parent?.type === 'UpdateExpression' || (parent?.type === 'UnaryExpression' && parent['operator'] === 'delete');
}

function plainUse(source: Source, target: Node, parent: Node): Rewrite {
  if (isTarget(target)) return { blocked: 'the list of roles is written; assign a list of `{ name }` objects to `assignedRoles` instead' };
  switch (parent.type) {
    case 'ExpressionStatement':
      return [];
    case 'IfStatement':
    case 'WhileStatement':
    case 'DoWhileStatement':
      return [];
    case 'UnaryExpression':
      return parent['operator'] === '!' || parent['operator'] === 'typeof' ? [] : mapped(source, target, '?.');
    case 'ConditionalExpression':
      return parent['test'] === target ? [] : mapped(source, target, '?.');
    case 'LogicalExpression':
      return parent['operator'] === '&&' && parent['left'] === target ? [] : mapped(source, target, '?.');
    case 'BinaryExpression':
      return binaryUse(source, target, parent);
    case 'SpreadElement':
      return parent.parent?.type === 'ObjectExpression' ? { blocked: 'the list is spread into an object' } : mapped(source, target, '.');
    case 'ForOfStatement':
      return loopUse(source, target, parent);
    case 'VariableDeclarator':
      return declaratorUse(source, target, parent);
    case 'ObjectProperty':
      if (source.takesRoles.has(parent)) return [];
      return parent['shorthand'] ? [insert(source, target.end, `: ${source.slice(target)}?.map(${parameterCode(source, target, 'role')} => role.name)`)] : mapped(source, target, '?.');
    case 'CallExpression':
    case 'OptionalCallExpression':
      return argumentUse(source, target, parent);
    case 'ArrayExpression':
      return isDependency(parent) ? [] : mapped(source, target, '?.');
    case 'ExportSpecifier':
    case 'ExportDefaultDeclaration':
      return { blocked: 'the list is exported' };
    case 'ForInStatement':
      return [];
    case 'JSXExpressionContainer':
      if (parent.parent && source.takesRoles.has(parent.parent)) return [];
      // `{roles}` as an attribute is short for `roles={roles}`.
      return together([parent['shorthand'] ? [insert(source, parent.start, `${source.slice(target)}=`)] : [], mapped(source, target, '?.')]);
    default:
      return /^TSType|^TSQualified/.test(parent.type) ? { blocked: 'its type is used by name' } : mapped(source, target, '?.');
  }
}

/** Names of functions that ask whether something is a list of texts. */
const asksForTexts = /^is\w*(?:String|Text|Array|List|Names)/;

function argumentUse(source: Source, target: Node, call: Node): Rewrite {
  if (isArrayCheck(call)) return [];
  if (call['callee'] === target) return { blocked: 'the list is called' };
  if (isKey(target, call)) return { blocked: 'the list itself is looked for, and not its names' };
  // `isStrings(body.roles)`: what a check is asked about may be anything.
  const isAsked = call['arguments'].length === 1 && asksForTexts.test(calleeName(call)) && isRepeatable(target);
  const code = isAsked ? codeAfter(source, target) : undefined;
  return code !== undefined ? [insert(source, target.start, `Array.isArray(${code}) ? `), insert(source, target.end, `.map(${parameterCode(source, target, 'role')} => role.name) : ${code}`)] : mapped(source, target, '?.');
}

/** The list as it will be called; undefined where it is taken by an expression for its name. */
function codeAfter(source: Source, target: Node): string | undefined {
  if (!isMember(target)) return target.type === 'Identifier' ? source.slice(target) : undefined;
  const name = target['computed'] ? undefined : renamedFields['User']?.[target['property'].name as OldName];
  return name && `${source.text.slice(target.start, target['property'].start)}${name}`;
}

const isArrayCheck = (call: Node): boolean => isMember(unwrap(call['callee'])) && memberName(unwrap(call['callee'])) === 'isArray';

/** `Object.is(user.roles, before)`, `seen.has(user.roles)`, `counts.set(user.roles, 1)`: nothing else than this very list will do. */
function isKey(target: Node, call: Node): boolean {
  const callee = unwrap(call['callee']);
  const name = isMember(callee) ? memberName(callee) : undefined;
  // `_.includes(user.roles, 'TenantAdmin')` looks for something in the list.
  const [, second] = call['arguments'] as Node[];
  if (second && name !== 'set' && name !== 'is' && second.type !== 'NumericLiteral') return false;
  return name === 'is' ? callee['object'].name === 'Object' : /^(?:has|get|set|delete|add|includes|indexOf|lastIndexOf)$/.test(name ?? '') && unwrap(call['arguments'][0]) === target && (name !== 'set' || call['arguments'].length > 1);
}

/** `useEffect(show, [user.roles])`: what a hook goes by, which only has to be the same as before. */
function isDependency(list: Node): boolean {
  const call = list.parent as Node;
  return isCall(call) && (call['arguments'] as Node[]).indexOf(list) > 0 && /^use[A-Z]/.test(calleeName(call));
}

function binaryUse(source: Source, target: Node, parent: Node): Rewrite {
  const other: Node = parent['left'] === target ? parent['right'] : parent['left'];
  const isNothing = isNullish(other);
  if (isNothing || parent['operator'] === 'instanceof') return [];
  if (parent['operator'] === '+') return mapped(source, target, '?.');
  return { blocked: `\`${parent['operator']}\` compares the list itself` };
}

function loopUse(source: Source, target: Node, loop: Node): Rewrite {
  const declarator: Node | undefined = loop['left'].declarations?.[0];
  if (declarator?.['id'].type !== 'Identifier') return mapped(source, target, '.');
  const name: string = declarator['id'].name;
  return [replaceRange(source, declarator['id'], name === 'name' ? '{ name }' : `{ name: ${name} }`)];
}

function declaratorUse(source: Source, target: Node, declarator: Node): Rewrite {
  const id: Node = declarator['id'];
  if (id.type === 'ArrayPattern') return mapped(source, target, '.');
  if (id.type === 'Identifier' && !id['typeAnnotation'] && isDependencyByName(source, id)) return namesFromVariable(source, id);
  if (id.type !== 'ObjectPattern') return mapped(source, target, '?.');
  const isLength = (id['properties'] as Node[]).every((property) => property['key']?.name === 'length');
  return isLength ? [] : { blocked: 'the list is taken apart' };
}

/** `const roles = user.roles; useEffect(show, [roles]);`: the name has to go on meaning the list of the user itself, or the hook would run each time. */
function isDependencyByName(source: Source, id: Node): boolean {
  const binding = source.scopes.bindingOf(id);
  return !!binding && binding.references.some(({ parent }) => parent?.type === 'ArrayExpression' && isDependency(parent));
}

/** A variable that held names and now holds objects: every use of it keeps its value. */
export function namesFromVariable(source: Source, id: Node): Rewrite {
  const binding = source.scopes.bindingOf(id);
  if (!binding || binding.id !== id) return { blocked: 'the list is assigned to a variable that is declared elsewhere' };
  if (binding.writes.length > 0) return { blocked: `\`${binding.name}\` is assigned again` };
  const declaration = binding.declaration.parent?.parent;
  if (binding.declaration.type === 'VariableDeclarator' && declaration?.type === 'ExportNamedDeclaration') return { blocked: `\`${binding.name}\` is exported` };
  return together(binding.references.map((reference) => keepNames(source, reference)));
}

/** A member read of the old list: `u.roles`, `u?.roles`, `u['roles']`. */
export function namesFromMember(source: Source, member: Node, newName: string): Rewrite {
  return withoutFallback(source, member, newName) ?? together([renamedMember(source, member, newName), keepNames(source, member)]);
}

/** The member under another name. */
export function renameMember(source: Source, member: Node, newName: string): Rewrite {
  return withoutFallback(source, member, newName) ?? renamedMember(source, member, newName);
}

function renamedMember(source: Source, member: Node, newName: string): Rewrite {
  const property: Node = member['property'];
  if (!member['computed']) return [replaceRange(source, property, newName)];
  if (property.type !== 'StringLiteral') return { blocked: 'the name of the member is computed' };
  const quote = source.text[property.start] as string;
  return [replaceRange(source, property, `${quote}${newName}${quote}`)];
}

/** `u.createdAt ?? u.created`: the new name is asked already, so the old one goes. Undefined where it stands alone. */
function withoutFallback(source: Source, member: Node, newName: string): Rewrite | undefined {
  const object = source.slice(unwrap(member['object']));
  const isNew = (node: Node): boolean => isMember(node) && memberName(node) === newName && source.slice(unwrap(node['object'])) === object;
  const dropped = droppedFallback(source, member, isNew);
  // Every page has its rows in `data`, those of users as well.
  return dropped && memberName(member) === 'valid_roles' ? { blocked: '`data` beside it may be another list, of users or of roles' } : dropped;
}

/** Takes an old name out of `new ?? old`, `new || old` and `old ?? new`, when the other side asks for the new one. */
export function droppedFallback(source: Source, old: Node, isNew: (node: Node) => boolean): Rewrite | undefined {
  const target = bare(old);
  const parent = target.parent;
  if (parent?.type !== 'LogicalExpression' || parent['operator'] === '&&') return undefined;
  const isRight = parent['right'] === target;
  const other: Node = isRight ? parent['left'] : parent['right'];
  const isAsked = isRight ? descendants(other).some(isNew) : isNew(unwrap(other));
  if (!isAsked) return undefined;
  return [replaceRange(source, isRight ? { start: other.end, end: target.end } : { start: target.start, end: other.start }, '')];
}
