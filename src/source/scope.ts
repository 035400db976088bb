import { childrenOf, isFunction, type Node } from './ast.ts';

/** A name and everything the file does with it. */
export interface Binding {
  readonly name: string;
  readonly kind: 'import' | 'const' | 'let' | 'var' | 'param' | 'function' | 'class' | 'catch' | 'enum' | 'namespace' | 'type';
  /** The identifier that introduces the name. */
  readonly id: Node;
  /** The declarator, parameter pattern, function, class or import specifier that gives it its first value. */
  readonly declaration: Node;
  /** Where in the pattern the name stands is found by walking from `id` up to `declaration`. */
  readonly scope: Scope;
  /** Uses of the value, in source order, without the declaration and without plain assignments to it. */
  readonly references: Node[];
  /** The left identifiers of assignments to it; those of `??=` and its like also use it. */
  readonly writes: Node[];
}

export class Scope {
  readonly bindings = new Map<string, Binding>();
  constructor(
    readonly node: Node,
    readonly parent: Scope | undefined,
  ) {}

  /** The binding visible under this name, from here outwards. */
  find(name: string): Binding | undefined {
    for (let scope: Scope | undefined = this; scope; scope = scope.parent) {
      const binding = scope.bindings.get(name);
      if (binding) return binding;
    }
    return undefined;
  }

  /** The nearest function node that encloses the scope; undefined at module level. */
  get function(): Node | undefined {
    for (let scope: Scope | undefined = this; scope; scope = scope.parent) if (isFunction(scope.node)) return scope.node;
    return undefined;
  }
}

/** Scopes of one tree: which binding each identifier means. */
export interface Scopes {
  readonly root: Scope;
  /** The innermost scope at a node. */
  at(node: Node): Scope;
  /** The binding an identifier refers to (reading, writing or declaring). */
  bindingOf(identifier: Node): Binding | undefined;
  /** Identifiers that no binding of the file explains, by name. */
  readonly globals: ReadonlyMap<string, Node[]>;
}

const scopeTypes = /^(?:Program|BlockStatement|For(?:In|Of)?Statement|SwitchStatement|CatchClause|StaticBlock|TSModuleBlock|Class(?:Declaration|Expression))$/;

/** Reads the scopes of a tree in two passes: declarations first, so that uses before them are understood. */
export function readScopes(program: Node): Scopes {
  const root = new Scope(program, undefined);
  const scopeOf = new Map<Node, Scope>([[program, root]]);
  const uses: Node[] = [];
  const walk = (node: Node, scope: Scope): void => {
    const inner = node !== program && (isFunction(node) || scopeTypes.test(node.type)) ? new Scope(node, scope) : scope;
    if (inner !== scope) scopeOf.set(node, inner);
    declare(node, scope, inner);
    if (node.type === 'Identifier' || node.type === 'JSXIdentifier') uses.push(node);
    for (const child of childrenOf(node)) walk(child, inner);
  };
  walk(program, root);
  const at = (node: Node): Scope => {
    for (let up: Node | undefined = node; up; up = up.parent) {
      const scope = scopeOf.get(up);
      if (scope) return scope;
    }
    return root;
  };
  const globals = new Map<string, Node[]>();
  const meanings = new Map<Node, Binding>();
  for (const node of uses) resolveUse(node, at, meanings, globals);
  return { root, at, bindingOf: (identifier) => meanings.get(identifier), globals };
}

function resolveUse(node: Node, at: (node: Node) => Scope, meanings: Map<Node, Binding>, globals: Map<string, Node[]>): void {
  const use = useOf(node);
  if (use === 'name') return;
  const binding = at(node).find(node['name']);
  if (!binding) {
    const known = globals.get(node['name']);
    if (use !== 'declare' && known) known.push(node);
    else if (use !== 'declare') globals.set(node['name'], [node]);
    return;
  }
  meanings.set(node, binding);
  if (binding.id === node) return;
  if (use === 'write' || isLogicallyAssigned(node)) binding.writes.push(node);
  if (use === 'read') binding.references.push(node);
}

/** `x ??= y`, `x ||= y`, `x &&= y`: the target may keep what it has. */
export function isLogicallyAssigned(target: Node): boolean {
  const { parent } = target;
  return parent?.type === 'AssignmentExpression' && parent['left'] === target && /^(?:\?\?|\|\||&&)=$/.test(parent['operator']);
}

/** What an identifier does where it stands: `name` is no variable at all (a property key, a label, an attribute). */
function useOf(node: Node): 'read' | 'write' | 'declare' | 'name' {
  const parent = node.parent;
  if (!parent || node['name'] === 'this') return 'name';
  if (node.type === 'JSXIdentifier') {
    const isTag = parent.type === 'JSXOpeningElement' || parent.type === 'JSXClosingElement' || (parent.type === 'JSXMemberExpression' && parent['object'] === node);
    return (isTag && /^[A-Z]|^[^a-z]/.test(node['name'])) || (parent.type === 'JSXMemberExpression' && parent['object'] === node) ? 'read' : 'name';
  }
  if ((parent.type === 'MemberExpression' || parent.type === 'OptionalMemberExpression') && parent['property'] === node && !parent['computed']) return 'name';
  if (parent.type === 'PrivateName' || (parent.type === 'TSEnumMember' && parent['id'] === node) || isTypeParameter(node, parent)) return 'name';
  if (/^(?:ObjectProperty|ObjectMethod|ClassMethod|ClassProperty|ClassAccessorProperty|TSPropertySignature|TSMethodSignature|TSDeclareMethod)$/.test(parent.type) && parent['key'] === node && parent['value'] !== node && !parent['computed'])
    return 'name';
  if (/^(?:LabeledStatement|BreakStatement|ContinueStatement|MetaProperty|TSQualifiedName|TSNamedTupleMember|ImportAttribute)$/.test(parent.type)) {
    return parent.type === 'TSQualifiedName' && parent['left'] === node ? 'read' : 'name';
  }
  if (/^Import(?:Default|Namespace)?Specifier$/.test(parent.type)) return parent['local'] === node ? 'declare' : 'name';
  if (parent.type === 'ExportSpecifier') return parent['local'] === node && !parent.parent?.['source'] ? 'read' : 'name';
  if (/^Export(?:Default|Namespace)Specifier$/.test(parent.type)) return 'name';
  return isWritten(node) ? 'write' : 'read';
}

/** `(roles: string[]) => void` as a type, an overload, `[roles: string]: …`: a name that nothing can use. */
function isTypeParameter(node: Node, parent: Node): boolean {
  const isSignature = /^TS(?:FunctionType|ConstructorType|MethodSignature|CallSignatureDeclaration|ConstructSignatureDeclaration|IndexSignature|DeclareFunction|DeclareMethod)$/.test(parent.type);
  return isSignature && ((parent['parameters'] ?? parent['params'] ?? []) as Node[]).includes(node);
}

/** True when the identifier is a target of an assignment, not counting declarations. */
function isWritten(node: Node): boolean {
  let child = node;
  for (let at = node.parent; at; child = at, at = at.parent) {
    if (at.type === 'AssignmentExpression') return at['left'] === child && at['operator'] === '=';
    if (at.type === 'ForOfStatement' || at.type === 'ForInStatement') return at['left'] === child;
    const inPattern =
      at.type === 'ArrayPattern' ||
      at.type === 'ObjectPattern' ||
      at.type === 'RestElement' ||
      (at.type === 'ObjectProperty' && at['value'] === child && at.parent?.type === 'ObjectPattern') ||
      (at.type === 'AssignmentPattern' && at['left'] === child);
    if (!inPattern) return false;
  }
  return false;
}

function declare(node: Node, scope: Scope, inner: Scope): void {
  switch (node.type) {
    case 'VariableDeclarator': {
      const kind = node.parent?.['kind'] === 'var' ? 'var' : node.parent?.['kind'] === 'let' ? 'let' : 'const';
      addPattern(node['id'], kind, node, kind === 'var' ? functionScope(scope) : scope);
      return;
    }
    case 'FunctionDeclaration':
    case 'FunctionExpression':
    case 'ArrowFunctionExpression':
    case 'ObjectMethod':
    case 'ClassMethod':
    case 'ClassPrivateMethod':
      if (node['id']) add(node['id'], 'function', node, node.type === 'FunctionDeclaration' ? scope : inner);
      for (const param of node['params']) addPattern(param, 'param', param, inner);
      return;
    case 'TSDeclareFunction':
      if (node['id']) add(node['id'], 'type', node, scope);
      return;
    case 'ClassDeclaration':
    case 'ClassExpression':
      if (node['id']) add(node['id'], 'class', node, node.type === 'ClassDeclaration' ? scope : inner);
      return;
    case 'ImportSpecifier':
    case 'ImportDefaultSpecifier':
    case 'ImportNamespaceSpecifier':
      add(node['local'], 'import', node, scope);
      return;
    case 'TSImportEqualsDeclaration':
      add(node['id'], 'import', node, scope);
      return;
    case 'CatchClause':
      if (node['param']) addPattern(node['param'], 'catch', node, inner);
      return;
    case 'TSEnumDeclaration':
      add(node['id'], 'enum', node, scope);
      return;
    case 'TSModuleDeclaration':
      if (node['id'].type === 'Identifier' && !node['declare'] && node['kind'] !== 'global' && node.parent?.type !== 'TSModuleDeclaration') add(node['id'], 'namespace', node, scope);
      return;
    case 'TSInterfaceDeclaration':
    case 'TSTypeAliasDeclaration':
      add(node['id'], 'type', node, scope);
      return;
    default:
  }
}

function functionScope(scope: Scope): Scope {
  let at = scope;
  while (at.parent && !isFunction(at.node) && at.node.type !== 'TSModuleBlock' && at.node.type !== 'StaticBlock') at = at.parent;
  return at;
}

function add(id: Node, kind: Binding['kind'], declaration: Node, scope: Scope): void {
  const known = scope.bindings.get(id['name']);
  // A value wins over a type of the same name, and over a namespace that only adds to it; the first declaration of a value stays.
  if (known && weightOf(known.kind) >= weightOf(kind)) return;
  scope.bindings.set(id['name'], { name: id['name'], kind, id, declaration, scope, references: known?.references ?? [], writes: [] });
}

const weightOf = (kind: Binding['kind']): number => (kind === 'type' ? 0 : kind === 'namespace' ? 1 : 2);

function addPattern(pattern: Node, kind: Binding['kind'], declaration: Node, scope: Scope): void {
  for (const id of patternNames(pattern)) add(id, kind, declaration, scope);
}

/** The identifiers that a binding pattern introduces. */
export function patternNames(pattern: Node | null): Node[] {
  switch (pattern?.type) {
    case 'Identifier':
      return [pattern];
    case 'ObjectPattern':
      return pattern['properties'].flatMap((property: Node) => patternNames(property.type === 'RestElement' ? property['argument'] : property['value']));
    case 'ArrayPattern':
      return pattern['elements'].flatMap((element: Node | null) => patternNames(element));
    case 'AssignmentPattern':
      return patternNames(pattern['left']);
    case 'RestElement':
      return patternNames(pattern['argument']);
    case 'TSParameterProperty':
      return patternNames(pattern['parameter']);
    default:
      return [];
  }
}
