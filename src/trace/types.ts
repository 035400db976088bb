import type { Node } from '../source/ast.ts';
import { asList } from './methods.ts';
import { importedName, importedValue } from './modules.ts';
import type { Trace } from './trace.ts';
import { type Frame, type LibraryValue, unknown, type Value } from './value.ts';

/** What a declared type says of a value that the code itself leaves open. */
export function valueOfType(trace: Trace, type: Node, _frame: Frame | undefined): Value {
  return trace.shapeOfType(type) ?? packageType(trace, type) ?? (membersOfType(trace, type).length > 0 || type.type === 'TSArrayType' ? { kind: 'typed', type } : unknown);
}

/** Types whose argument says what the value is once it is there. */
const transparent = /^(?:Promise|Awaited|PromiseLike|Readonly|Partial|Required|NonNullable|ReturnType|InstanceType)$/;

/** What a client says of a type that is imported from its package: `Qlik`, `User[]`, `Promise<User>`, `typeof users`, `import('@qlik/api').QlikAPI`. */
export function packageType(trace: Trace, type: Node, depth = 0): Value | undefined {
  if (depth > 6) return undefined;
  const [argument] = (type['typeParameters']?.['params'] ?? []) as Node[];
  switch (type.type) {
    case 'TSTypeReference': {
      if (argument && transparent.test(type['typeName'].name ?? '')) return packageType(trace, argument, depth + 1);
      if (argument && /^(?:Readonly)?Array$/.test(type['typeName'].name ?? '')) return listed(packageType(trace, argument, depth + 1), type);
      const alias = typeDeclaration(trace, type);
      if (alias) return alias.type === 'TSTypeAliasDeclaration' ? packageType(trace, alias['typeAnnotation'], depth + 1) : undefined;
      return typedBy(trace, importedType(trace, type['typeName']));
    }
    case 'TSImportType':
      return typedBy(trace, ofPackage(type, type['qualifier']));
    case 'TSTypeQuery':
      return type['exprName'].type === 'Identifier' ? typedBy(trace, importedType(trace, type['exprName'])) : undefined;
    case 'TSArrayType':
      return listed(packageType(trace, type['elementType'], depth + 1), type);
    case 'TSParenthesizedType':
    case 'TSTypeOperator':
      return packageType(trace, type['typeAnnotation'], depth + 1);
    case 'TSUnionType':
      return (type['types'] as Node[]).map((part) => packageType(trace, part, depth + 1)).find(Boolean);
    default:
      return undefined;
  }
}

const listed = (value: Value | undefined, type: Node): Value | undefined => value && asList(value, { node: type, frame: undefined });

function typedBy(trace: Trace, library: LibraryValue | undefined): Value | undefined {
  return library && trace.clientOf(library)?.typed?.(library);
}

/** The package and the exported names behind a type's name, however it is imported; undefined for types of the project. */
function importedType(trace: Trace, name: Node): LibraryValue | undefined {
  if (name.type === 'TSQualifiedName') {
    const left = importedType(trace, name['left']);
    return left && { ...left, path: [...left.path, name['right'].name] };
  }
  const binding = name.type === 'Identifier' ? trace.project.sourceOf(name).scopes.at(name).find(name['name']) : undefined;
  const value = binding?.kind === 'import' ? importedValue(trace, binding.declaration) : undefined;
  return value?.kind === 'library' && value.name !== 'global' ? value : undefined;
}

function ofPackage(type: Node, qualifier: Node | undefined): LibraryValue | undefined {
  const argument: Node = type['argument'];
  const specifier: unknown = argument['value'] ?? argument['literal']?.value;
  const names = (node: Node | undefined): string[] => (!node ? [] : node.type === 'TSQualifiedName' ? [...names(node['left']), node['right'].name] : [node['name']]);
  return typeof specifier === 'string' ? { kind: 'library', name: specifier, path: names(qualifier), made: [], on: undefined, ref: { node: type, frame: undefined } } : undefined;
}

/** The declaration a type reference names: an interface, an alias, a class, in this file or another. */
export function typeDeclaration(trace: Trace, reference: Node): Node | undefined {
  const name: Node | undefined = reference['typeName'] ?? reference['expression'];
  if (name?.type !== 'Identifier') return undefined;
  const binding = trace.project.sourceOf(reference).scopes.at(reference).find(name['name']);
  if (!binding) return undefined;
  if (binding.kind !== 'import') return /^(?:TSInterfaceDeclaration|TSTypeAliasDeclaration|ClassDeclaration)$/.test(binding.declaration.type) ? binding.declaration : undefined;
  const from = trace.project.fileOf(reference);
  const file = trace.project.resolve(from, binding.declaration.parent?.['source']?.value ?? '');
  return file ? exportedType(trace, file, importedName(binding.declaration), 0) : undefined;
}

function exportedType(trace: Trace, file: string, name: string, depth: number): Node | undefined {
  const source = trace.project.source(file);
  if (!source || depth > 6) return undefined;
  for (const statement of source.program['body'] as Node[]) {
    const declaration: Node | undefined = statement['declaration'] ?? statement;
    if (/^(?:TSInterfaceDeclaration|TSTypeAliasDeclaration|ClassDeclaration)$/.test(declaration?.type ?? '') && declaration?.['id']?.name === name) return declaration;
    if (statement.type === 'ExportAllDeclaration' || (statement.type === 'ExportNamedDeclaration' && statement['source'])) {
      const found = passedType(trace, file, statement, name, depth);
      if (found) return found;
    }
  }
  return undefined;
}

function passedType(trace: Trace, file: string, statement: Node, name: string, depth: number): Node | undefined {
  const target = trace.project.resolve(file, statement['source'].value);
  if (!target) return undefined;
  if (statement.type === 'ExportAllDeclaration') return exportedType(trace, target, name, depth + 1);
  const specifier = (statement['specifiers'] as Node[]).find((candidate) => (candidate['exported']?.name ?? candidate['exported']?.value) === name);
  return specifier?.['local'] ? exportedType(trace, target, specifier['local'].name, depth + 1) : undefined;
}

/** The members of a type literal, interface or class, with what it extends or combines. */
export function membersOfType(trace: Trace, type: Node, depth = 0): readonly Node[] {
  if (depth > 6) return [];
  switch (type.type) {
    case 'TSTypeLiteral':
      return type['members'];
    case 'TSInterfaceDeclaration':
      return [...type['body']['body'], ...(type['extends'] ?? []).flatMap((base: Node) => declaredMembers(trace, base, depth))];
    case 'ClassDeclaration':
      return type['body']['body'];
    case 'TSTypeAliasDeclaration':
      return membersOfType(trace, type['typeAnnotation'], depth + 1);
    case 'TSIntersectionType':
      return type['types'].flatMap((part: Node) => membersOfType(trace, part, depth + 1));
    case 'TSParenthesizedType':
      return membersOfType(trace, type['typeAnnotation'], depth + 1);
    case 'TSTypeReference':
      return declaredMembers(trace, type, depth);
    default:
      return [];
  }
}

/** `Partial<T>`, `Readonly<T>`, `Required<T>` have T's members; a name has those of its declaration. */
function declaredMembers(trace: Trace, reference: Node, depth: number): readonly Node[] {
  const name = (reference['typeName'] ?? reference['expression'])?.name;
  const [argument] = reference['typeParameters']?.['params'] ?? [];
  if (/^(?:Partial|Readonly|Required|NonNullable|Pick|Omit)$/.test(name) && argument) return membersOfType(trace, argument, depth + 1);
  const declaration = typeDeclaration(trace, reference);
  return declaration ? membersOfType(trace, declaration, depth + 1) : [];
}

/** The declared type of a member, or undefined. */
export function memberType(trace: Trace, type: Node, name: string): Node | undefined {
  const member = membersOfType(trace, type).find((candidate) => (candidate['key']?.name ?? candidate['key']?.value) === name);
  return member?.['typeAnnotation']?.['typeAnnotation'];
}
