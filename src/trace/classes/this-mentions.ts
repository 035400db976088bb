import { isMember, memberName, type Node, outermost } from '../../source/ast.ts';

const fields = new WeakMap<Node, ReadonlyMap<string, Node[]>>();

/** `this.name` in the body of a class. */
export function fieldMentions(body: Node, name: string): readonly Node[] & Node[] {
  let index = fields.get(body);
  if (!index) fields.set(body, (index = thisMembers(body)));
  return index.get(name) ?? [];
}

function thisMembers(root: Node): Map<string, Node[]> {
  const index = new Map<string, Node[]>();
  forThis(root, (self) => {
    const member = outermost(self).parent;
    const name = isMember(member) ? memberName(member as Node) : undefined;
    if (member && name !== undefined) index.set(name, [...(index.get(name) ?? []), member]);
  });
  return index;
}

/** Calls `visit` for each `this` that means the same as at the root: not inside functions with a `this` of their own. */
export function forThis(root: Node, visit: (self: Node) => void): void {
  const walk = (node: Node, isTop: boolean): void => {
    if (node.type === 'ThisExpression') visit(node);
    if (!isTop && /^(?:FunctionExpression|FunctionDeclaration|ClassDeclaration|ClassExpression|ObjectExpression)$/.test(node.type) && node.parent?.type !== 'ClassProperty') return;
    for (const key in node) {
      if (key === 'parent' || key === 'loc') continue;
      for (const child of Array.isArray(node[key]) ? node[key] : [node[key]]) if (child && typeof child.type === 'string') walk(child, false);
    }
  };
  walk(root, true);
}

const known = new WeakMap<Node, readonly Node[]>();

/** Each `this` that means the same as at the root. */
export function thisIn(root: Node): readonly Node[] {
  let found = known.get(root);
  if (!found) {
    const own: Node[] = [];
    forThis(root, (self) => own.push(self));
    known.set(root, (found = own));
  }
  return found;
}

/** `this` in the methods of an object literal. */
export function ownThis(object: Node): Node[] {
  const found: Node[] = [];
  for (const property of object['properties'] as Node[]) {
    const method: Node | undefined = property.type === 'ObjectMethod' ? property : property['value']?.type === 'FunctionExpression' ? property['value'] : undefined;
    if (method) found.push(...thisIn(method['body']));
  }
  return found;
}

/** The object literal of which the function is a method with a `this` of its own. */
export function ownerOf(fn: Node): Node | undefined {
  const property = fn.type === 'ObjectMethod' ? fn : fn.type === 'FunctionExpression' && fn.parent?.type === 'ObjectProperty' ? fn.parent : undefined;
  return property?.parent?.type === 'ObjectExpression' ? property.parent : undefined;
}
