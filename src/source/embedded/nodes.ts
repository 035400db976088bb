import type { Node } from '../ast.ts';

/** A stretch of the file. */
export interface Span {
  readonly start: number;
  readonly end: number;
}

/** A node that stands for something the file says in another language. Its range is where the file says it. */
export function make(type: string, at: Span, members: Readonly<Record<string, unknown>>): Node {
  return { type, start: at.start, end: at.end, ...members };
}

export const identifier = (name: string, at: Span): Node => make('Identifier', at, { name });
export const member = (object: Node, name: string, at: Span): Node => make('MemberExpression', at, { object, property: identifier(name, at), computed: false });
export const self = (at: Span): Node => make('ThisExpression', at, {});
export const call = (callee: Node, given: readonly Node[], at: Span): Node => make('CallExpression', at, { callee, arguments: given });
export const statement = (expression: Node): Node => make('ExpressionStatement', expression, { expression });
export const block = (body: readonly Node[], at: Span): Node => make('BlockStatement', at, { body, directives: [] });
export const assign = (left: Node, right: Node): Node => make('AssignmentExpression', left, { operator: '=', left, right });
export const arrow = (params: readonly Node[], body: Node, at: Span): Node => make('ArrowFunctionExpression', at, { params, body, async: true, expression: body.type !== 'BlockStatement' });
export const when = (test: Node, body: readonly Node[], at: Span): Node => make('IfStatement', test, { test, consequent: block(body, at), alternate: null });

/** An expression whose value is shown or handed on: `{{ user.roles }}`, `:value="user.roles"`. */
export const shown = (expression: Node, short?: Span): Node => statement(container(expression, short));
const container = (expression: Node, short: Span | undefined): Node => make('JSXExpressionContainer', short ?? expression, { expression, shorthand: short !== undefined });

/** `let pattern = value;`; without a value, what the name holds is decided elsewhere. */
export const declare = (pattern: Node, value: Node | null): Node => make('VariableDeclaration', pattern, { kind: 'let', declarations: [make('VariableDeclarator', pattern, { id: pattern, init: value })] });

/** `for (const pattern of list) { … }`; further names of the loop (its index) hold nothing known. */
export function loop(list: Node, [pattern, ...others]: readonly Node[], body: readonly Node[], at: Span): Node {
  const inner = block([...others.map((other) => declare(other, null)), ...body], at);
  const left = pattern && make('VariableDeclaration', pattern, { kind: 'const', declarations: [make('VariableDeclarator', pattern, { id: pattern, init: null })] });
  return left ? make('ForOfStatement', list, { left, right: list, body: inner, await: false }) : inner;
}

/** What markup says runs again and again, after the script: a function, wherever in the file it stands. */
export function rendered(body: readonly Node[]): Node[] {
  const at = { start: 0, end: 0 };
  return body.length > 0 ? [statement(arrow([], block(body, at), at))] : [];
}

/** A component used as an element, with what it is given. */
export function element(name: Node, attributes: readonly Node[]): Node {
  const opening = make('JSXOpeningElement', name, { name, attributes, selfClosing: true });
  return statement(make('JSXElement', name, { openingElement: opening, closingElement: null, children: [] }));
}

/** An attribute with code; `short`: where `{user}` stands for `user={user}`. */
export const attribute = (name: string, expression: Node, short?: Span): Node => make('JSXAttribute', expression, { name: make('JSXIdentifier', expression, { name }), value: container(expression, short) });

/** Turns a node into another one, where it stands. */
export function become(node: Node, other: Node): void {
  const open = node as unknown as Record<string, unknown>;
  for (const key of Object.keys(open)) if (key !== 'parent') delete open[key];
  Object.assign(open, { ...other, parent: node.parent });
}

/** Puts another node where this one stands. */
export function exchange(node: Node, other: Node): void {
  const parent = node.parent as unknown as Record<string, unknown> | undefined;
  for (const key in parent) {
    const value = parent[key];
    if (value === node && key !== 'parent') parent[key] = other;
    else if (Array.isArray(value) && value.includes(node)) value[value.indexOf(node)] = other;
  }
}

/** What the component is given by those that use it. No program can write this name. */
export const given = "the component's properties";

/**
 * The component as something that others import and use: a function that is given the properties.
 * `take` says what it does with them.
 */
export function component(take: (properties: () => Node) => readonly Node[]): Node[] {
  const at = { start: 0, end: 0 };
  const body = block(
    take(() => identifier('properties', at)).map((expression) => statement(expression)),
    at,
  );
  return [make('ExportDefaultDeclaration', at, { declaration: arrow([identifier('properties', at)], body, at) })];
}

/** A name that is declared with a type. */
export const typedIdentifier = (name: string, type: Node | undefined, at: Span): Node => (type ? make('Identifier', at, { name, typeAnnotation: make('TSTypeAnnotation', type, { typeAnnotation: type }) }) : identifier(name, at));

/** `let given: Type; export default (properties) => { given = properties }`. */
export function givenProperties(type?: Node): Node[] {
  const at = { start: 0, end: 0 };
  return [declare(typedIdentifier(given, type, at), null), ...component((properties) => [assign(identifier(given, at), properties())])];
}
