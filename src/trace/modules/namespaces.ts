import { keyName, type Node } from '../../source/ast.ts';
import { patternNames } from '../../source/scope.ts';
import { memberOf } from '../members.ts';
import type { Trace } from '../trace.ts';
import { union, unknown, type Value } from '../value.ts';

/** What stands in a namespace; `namespace A.B {}` holds the namespace `B` and nothing else. */
export const statementsIn = ({ body }: Node): readonly Node[] => (body?.type === 'TSModuleDeclaration' ? [body] : (body?.body ?? []));

const isNamespace = (node: Node): boolean => node.type === 'TSModuleDeclaration' && node['id'].type === 'Identifier';

/** A namespace may be written in parts: those of the same name around this one, in order. */
export function partsOfNamespace(node: Node): readonly Node[] {
  const holder = node.parent?.type === 'ExportNamedDeclaration' ? node.parent.parent : node.parent;
  const around: readonly Node[] = Array.isArray(holder?.['body']) ? holder['body'] : [];
  const parts = around.map((statement): Node => statement['declaration'] ?? statement).filter((other) => isNamespace(other) && other['id'].name === node['id'].name);
  return parts.length > 0 ? parts : [node];
}

/** What a namespace exports under this name. */
export function namespaceMember(trace: Trace, namespace: Node, name: string): Value | undefined {
  const found = partsOfNamespace(namespace).flatMap((part) => statementsIn(part).flatMap((statement) => exportedAs(statement, name)));
  return found.length > 0 ? union(found.map((node) => trace.evaluate(node, undefined))) : undefined;
}

/** The nodes that a statement of a namespace exports under a name. */
function exportedAs(statement: Node, name: string): readonly Node[] {
  const isAlias = statement.type === 'TSImportEqualsDeclaration' && statement['isExport'];
  if (isAlias || isNamespace(statement)) return statement['id'].name === name ? [isAlias ? statement['id'] : statement] : [];
  const declaration: Node | undefined = statement.type === 'ExportNamedDeclaration' ? statement['declaration'] : undefined;
  if (!declaration || hasNoValue(declaration)) return [];
  if (declaration['id']) return keyName(declaration['id'], false) === name ? [declaration] : [];
  return ((declaration['declarations'] ?? []) as Node[]).flatMap((declarator) => patternNames(declarator['id'])).filter((id) => id['name'] === name);
}

/** True for what only declares types: nothing of it is there when the program runs. */
export function hasNoValue(declaration: Node): boolean {
  if (declaration.type !== 'TSModuleDeclaration') return /^TS(?:InterfaceDeclaration|TypeAliasDeclaration|DeclareFunction)$/.test(declaration.type);
  return declaration['declare'] === true || statementsIn(declaration).every((statement) => hasNoValue(statement['declaration'] ?? statement));
}

/** True for a function or class that other code reaches through the namespace that exports it. */
export function isInNamespace(declared: Node): boolean {
  const statement = declared.type === 'VariableDeclarator' ? declared.parent?.parent : declared.parent;
  return statement?.type === 'ExportNamedDeclaration' && statement.parent?.type === 'TSModuleBlock';
}

/** A namespace, or what `A.B` names where it stands for a value; unknown for everything else. */
export function namespaceValue(trace: Trace, node: Node): Value {
  if (node.type === 'TSModuleDeclaration') return { kind: 'object', ref: { node: partsOfNamespace(node)[0] ?? node, frame: undefined } };
  return node.type === 'TSQualifiedName' ? memberOf(trace, trace.evaluate(node['left'], undefined), node['right'].name, { node, frame: undefined }) : unknown;
}

/** What `import X = A.B` names. */
export function aliasedValue(trace: Trace, reference: Node): Value {
  return /^(?:Identifier|TSQualifiedName)$/.test(reference.type) ? trace.evaluate(reference, undefined) : unknown;
}
