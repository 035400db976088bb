import type { Node } from '../../source/ast.ts';

const known = new WeakMap<Node, readonly Node[]>();

/** `interface Person extends User {}` beside `class Person {}`: the interfaces of a class's name add their members to it. */
export function mergedInterfaces(cls: Node): readonly Node[] {
  const found = known.get(cls) ?? besides(cls);
  known.set(cls, found);
  return found;
}

function besides(cls: Node): readonly Node[] {
  const name: string | undefined = cls.type === 'ClassDeclaration' ? cls['id']?.name : undefined;
  const holder = /^Export(?:Named|Default)Declaration$/.test(cls.parent?.type ?? '') ? cls.parent?.parent : cls.parent;
  const around: readonly Node[] = name !== undefined && Array.isArray(holder?.['body']) ? holder['body'] : [];
  return around.map((statement): Node => statement['declaration'] ?? statement).filter((other) => other.type === 'TSInterfaceDeclaration' && other['id'].name === name);
}
