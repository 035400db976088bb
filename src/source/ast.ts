/**
 * A node of the Babel tree. The tree is read by shape (`type` first), so members are open;
 * `parent` is set by `parseSource` on every node but the root.
 */
export interface Node {
  readonly type: string;
  readonly start: number;
  readonly end: number;
  readonly parent?: Node;
  // biome-ignore lint/suspicious/noExplicitAny: Babel's node types are open records here, narrowed by `type`
  readonly [member: string]: any;
}

const notChildren = new Set(['parent', 'loc', 'extra', 'leadingComments', 'trailingComments', 'innerComments', 'errors', 'comments', 'tokens', 'type', 'start', 'end', 'name', 'operator', 'kind']);

/** The child nodes, in source order of their fields. */
export function childrenOf(node: Node): Node[] {
  const children: Node[] = [];
  for (const key in node) {
    const value = node[key];
    if (value === null || typeof value !== 'object' || notChildren.has(key)) {
      if (key !== 'name' || typeof value?.type !== 'string') continue;
    }
    if (Array.isArray(value)) {
      for (const item of value) if (item && typeof item.type === 'string') children.push(item);
    } else if (typeof value.type === 'string') children.push(value);
  }
  return children;
}

/** Whole trees, once they are linked -> all their nodes. The same tree is gone through for many questions. */
const whole = new WeakMap<Node, readonly Node[]>();

/** Every node below (and including) `root`, parents before children. Iterative: deep trees do not overflow the stack. */
export function descendants(root: Node): readonly Node[] {
  return whole.get(root) ?? walked(root);
}

function walked(root: Node, visit?: (child: Node, parent: Node, depth: number) => void): Node[] {
  const found: Node[] = [];
  const stack: Node[] = [root];
  const depths = [0];
  for (let node = stack.pop(); node; node = stack.pop()) {
    found.push(node);
    const depth = (depths.pop() ?? 0) + 1;
    const children = childrenOf(node);
    for (let index = children.length - 1; index >= 0; index -= 1) {
      const child = children[index] as Node;
      visit?.(child, node, depth);
      stack.push(child);
      depths.push(depth);
    }
  }
  return found;
}

const functions: ReadonlySet<string> = new Set(['FunctionDeclaration', 'FunctionExpression', 'ArrowFunctionExpression', 'ObjectMethod', 'ClassMethod', 'ClassPrivateMethod']);

export function isFunction(node: Node | undefined): boolean {
  return !!node && functions.has(node.type);
}

export function isMember(node: Node | undefined): boolean {
  return node?.type === 'MemberExpression' || node?.type === 'OptionalMemberExpression';
}

export function isCall(node: Node | undefined): boolean {
  return node?.type === 'CallExpression' || node?.type === 'OptionalCallExpression';
}

const wrappers = new Set(['ParenthesizedExpression', 'TSAsExpression', 'TSSatisfiesExpression', 'TSNonNullExpression', 'TSTypeAssertion', 'TSInstantiationExpression', 'TypeCastExpression']);

/** True for syntax that only wraps an expression: parentheses, `as`, `satisfies`, `!`. */
export function isWrapper(node: Node | undefined): boolean {
  return !!node && wrappers.has(node.type);
}

/** The expression without parentheses, `as`, `satisfies` and `!`. */
export function unwrap(node: Node): Node {
  let inner = node;
  while (wrappers.has(inner.type)) inner = inner['expression'];
  return inner;
}

/** The outermost node that is only this expression wrapped. */
export function outermost(node: Node): Node {
  let outer = node;
  while (outer.parent && wrappers.has(outer.parent.type)) outer = outer.parent;
  return outer;
}

/** The function (or program) whose body directly holds the node. */
export function enclosingFunction(node: Node): Node | undefined {
  let at = node.parent;
  while (at && !isFunction(at)) at = at.parent;
  return at;
}

/** What the class around a node extends. */
export function superclassAround(node: Node): Node | undefined {
  let at = node.parent;
  while (at && at.type !== 'ClassBody') at = at.parent;
  return at?.parent?.['superClass'] ?? undefined;
}

/** The nearest ancestor statement. */
export function statementOf(node: Node): Node {
  let at = node;
  while (at.parent && !/Statement$|Declaration$/.test(at.type)) at = at.parent;
  return at;
}

/** `null`, `undefined`. */
export const isNullish = (node: { readonly type: string; readonly [member: string]: unknown }): boolean => node.type === 'NullLiteral' || (node.type === 'Identifier' && node['name'] === 'undefined');

/** The static name of a property key: identifier, string or number literal. Undefined when computed from anything else, and where there is no key, as in a spread. */
export function keyName(key: Node | undefined, computed: boolean): string | undefined {
  if (!key) return undefined;
  if (!computed && (key.type === 'Identifier' || key.type === 'JSXIdentifier')) return key['name'];
  if (!computed && key.type === 'PrivateName') return `#${key['id'].name}`;
  if (key.type === 'StringLiteral') return key['value'];
  if (key.type === 'NumericLiteral') return String(key['value']);
  if (key.type === 'TemplateLiteral' && key['expressions'].length === 0) return key['quasis'][0].value.cooked;
  return undefined;
}

/** The static name after the dot or between the brackets of a member expression; undefined for every other node. */
export function memberName(node: Node): string | undefined {
  return node['property'] ? keyName(node['property'], node['computed']) : undefined;
}

/** The name by which a call names its function: `f` in `f()` and in `x.f()`; empty where it has none. */
export function calleeName(call: Node): string {
  const callee = unwrap(call['callee']);
  return (isMember(callee) ? memberName(callee) : callee['name']) ?? '';
}

/** What stands at the start of a chain of members and calls: `expect` in `expect(…).not.toEqual`, `sent` in `sent.at(-1).body`. */
export function chainRoot(node: Node): Node {
  let at = unwrap(node);
  while (isMember(at) || isCall(at)) at = unwrap(isCall(at) ? at['callee'] : at['object']);
  return at;
}

/** `get` of `client.get(…)`; undefined for what is no method. */
export const methodName = (call: Node): string | undefined => (isMember(unwrap(call['callee'])) ? memberName(unwrap(call['callee'])) : undefined);

/** Trees may be this deep: more could not be gone through without filling the stack. Chains of 2,000 calls are. */
export const deepest = 4000;

/** Sets `parent` on every node of a tree that is complete, and returns the tree. `refuse` is told the first node that stands too deep, and throws. */
export function link(root: Node, refuse?: (node: Node) => never): Node {
  whole.set(
    root,
    walked(root, (child, parent, depth) => {
      (child as { parent?: Node }).parent = parent;
      if (child.type === 'TaggedTemplateExpression') readAsCall(child);
      if (child['name'] === 'this' && child.type === 'Identifier') setReceiverApart(child, parent);
      if (depth > deepest) refuse?.(child);
    }),
  );
  return root;
}

/** api`/users/${id}` calls `api` with the texts and the values: `callee` and `arguments` say so, and are no children. */
function readAsCall(tagged: Node): void {
  let given: readonly Node[] | undefined;
  const strings = (): Node => ({ type: 'TemplateStrings', start: tagged['quasi'].start, end: tagged['quasi'].end, parent: tagged, quasis: tagged['quasi'].quasis, values: tagged['quasi'].expressions });
  Object.defineProperty(tagged, 'callee', { get: () => tagged['tag'], configurable: true });
  Object.defineProperty(tagged, 'arguments', { get: () => (given ??= [strings(), ...tagged['quasi'].expressions]), configurable: true });
}

/** `Object.assign`. */
export const isAssign = (callee: Node): boolean => isMember(callee) && memberName(callee) === 'assign' && callee['object'].name === 'Object';

/** `(this: Client, query)`: the first parameter of a function or of a function's type is none, no call gives it an argument. It becomes the `receiver`. */
function setReceiverApart(named: Node, of: Node): void {
  const parameters: Node[] | undefined = of['params'] ?? of['parameters'];
  if (parameters?.[0] !== named) return;
  parameters.shift();
  (of as { receiver?: Node })['receiver'] = named;
}

/** True for the node itself and for what stands inside of it. */
export function isInside(node: Node, around: Node): boolean {
  for (let at: Node | undefined = node; at; at = at.parent) if (at === around) return true;
  return false;
}

/** True for an object literal that has a member of this name. */
export const hasKey = (object: Node, name: string): boolean => ((object['properties'] ?? []) as Node[]).some((property) => property['key'] && keyName(property['key'], property['computed']) === name);
