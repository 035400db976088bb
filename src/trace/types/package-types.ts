import { descendants, keyName, type Node } from '../../source/ast.ts';
import { memberOf } from '../members.ts';
import { importedValue } from '../modules/modules.ts';
import { elementOf } from '../shape-names.ts';
import type { Trace } from '../trace.ts';
import { typeDeclaration } from './type-names.ts';
import type { LibraryValue, ShapeValue, Value } from '../value.ts';

/** Types of what a named function or class gives, and of what is there at all. */
const results = /^(?:ReturnType|InstanceType|Awaited|NonNullable)$/;

/** What a client says of a type that is imported from its package: `Qlik`, `typeof users`, `ReturnType<typeof createQlikApi>`, `import('@qlik/api').QlikAPI`. */
export function packageType(trace: Trace, type: Node, depth = 0): Value | undefined {
  if (depth > 6) return undefined;
  const [argument] = (type['typeParameters']?.['params'] ?? []) as Node[];
  switch (type.type) {
    case 'TSTypeReference': {
      if (argument && results.test(type['typeName'].name ?? '')) return packageType(trace, argument, depth + 1);
      const described = describedType(trace, type['typeName']);
      if (described) return described;
      const alias = typeDeclaration(trace, type);
      if (alias) return alias.type === 'TSTypeAliasDeclaration' ? packageType(trace, alias['typeAnnotation'], depth + 1) : undefined;
      return typedBy(trace, importedType(trace, type['typeName']));
    }
    case 'TSParenthesizedType':
      return packageType(trace, type['typeAnnotation'], depth + 1);
    case 'TSIndexedAccessType':
      return memberTaken(packageType(trace, type['objectType'], depth + 1), type, trace);
    case 'TSImportType':
      return typedBy(trace, ofPackage(type, type['qualifier']));
    case 'TSTypeQuery':
      return type['exprName'].type === 'Identifier' ? typedBy(trace, importedType(trace, type['exprName'])) : undefined;
    default:
      return undefined;
  }
}

/** `GetUsersHttpResponse['data']`, `Page['data'][number]`. */
function memberTaken(of: Value | undefined, type: Node, trace: Trace): Value | undefined {
  const index: Node = type['indexType'];
  const name = index.type === 'TSLiteralType' ? keyName(index['literal'], false) : undefined;
  const isList = of?.kind === 'shape' && of.shape.endsWith('[]');
  const isElement = index.type === 'TSNumberKeyword' || index['literal']?.type === 'NumericLiteral';
  const taken = isList ? (isElement ? elementOf(of) : undefined) : of && name !== undefined && !isElement && of.kind !== 'library' ? memberOf(trace, of, name, { node: type, frame: undefined }) : undefined;
  return taken?.kind === 'shape' ? taken : undefined;
}

function typedBy(trace: Trace, library: LibraryValue | undefined): Value | undefined {
  if (!library) return undefined;
  const anywhere = trace.clients.find(({ declared }) => declared?.some(({ name, file }) => file === undefined && name === library.path.at(-1)));
  return (trace.clientOf(library) ?? anywhere)?.typed?.(library);
}

/** What a client says of a class of the project that it stands for. */
function describedType(trace: Trace, name: Node): Value | undefined {
  const binding = name.type === 'Identifier' ? trace.project.sourceOf(name).scopes.at(name).find(name['name']) : undefined;
  const from: string | undefined = binding?.kind === 'import' ? binding.declaration.parent?.['source']?.value : undefined;
  const file = from === undefined ? undefined : trace.project.resolve(trace.project.fileOf(name), from);
  return file !== undefined && trace.isDescribed(file) ? typedBy(trace, importedType(trace, name)) : undefined;
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

const isDeclaration = (node: Node): boolean => /^(?:TSInterfaceDeclaration|TSTypeAliasDeclaration|ClassDeclaration)$/.test(node.type);

/** Types declared in the project that a client explains by name, and what they describe. */
export function declaredByClients(trace: Trace): [Node, ShapeValue][] {
  return trace.clients.flatMap((client) =>
    (client.declared ?? []).flatMap(({ name, file }) =>
      (file === undefined ? trace.project.filesWith(name) : [file]).flatMap((place) => {
        const program = trace.project.source(place)?.program;
        const found = program ? descendants(program).filter((node) => isDeclaration(node) && (node['id']?.name === name || (name === 'default' && node.parent?.type === 'ExportDefaultDeclaration'))) : [];
        return found.flatMap((node): [Node, ShapeValue][] => {
          const value = client.typed?.({ kind: 'library', name: place, path: [name], made: [], on: undefined, ref: { node, frame: undefined } });
          return value?.kind === 'shape' ? [[node.type === 'TSTypeAliasDeclaration' ? node['typeAnnotation'] : node, value]] : [];
        });
      }),
    ),
  );
}
