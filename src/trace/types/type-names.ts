import type { Node } from '../../source/ast.ts';
import type { Source } from '../../source/source.ts';
import { importedName, specifierOf } from '../modules/modules.ts';
import { partsOfNamespace, statementsIn } from '../modules/namespaces.ts';
import type { Project } from '../project.ts';
import type { Trace } from '../trace.ts';

/** Re-exports further than this are not followed. */
const deepest = 6;
const isDeclaration = (node: Node | undefined): boolean => /^(?:TSInterfaceDeclaration|TSTypeAliasDeclaration|ClassDeclaration|TSEnumDeclaration)$/.test(node?.type ?? '');

/** The declaration a type reference names: an interface, an alias, a class, in this file, in another, or global. */
export function typeDeclaration(trace: Trace, reference: Node): Node | undefined {
  if (reference.type === 'TSImportType') return importedType(trace, reference);
  const name: Node | undefined = reference['typeName'] ?? reference['expression'] ?? reference['exprName'];
  return name && named(trace, name, reference);
}

function named(trace: Trace, name: Node, at: Node): Node | undefined {
  if (name.type === 'TSQualifiedName') return atPath(trace, pathOf(name), at);
  if (name.type !== 'Identifier') return undefined;
  const source = trace.project.sourceOf(at);
  const binding = source.scopes.at(at).find(name['name']);
  if (binding?.kind === 'import') {
    const alias = aliasOf(binding.declaration);
    if (alias) return atPath(trace, pathOf(alias), binding.declaration, 1);
    const file = importedFile(trace, binding.declaration);
    return file ? exportedType(trace, file, [importedName(binding.declaration)], 0) : undefined;
  }
  if (binding && isDeclaration(binding.declaration)) return binding.declaration;
  return (binding && within(source.program['body'], [name['name']])) ?? ambient(trace, [name['name']]);
}

const importedFile = (trace: Trace, specifier: Node): string | undefined => trace.project.resolve(trace.project.fileOf(specifier), specifierOf(specifier));

/** What `import User = Api.User` names: a part of a namespace, no module. */
function aliasOf(declaration: Node): Node | undefined {
  const reference: Node | undefined = declaration.type === 'TSImportEqualsDeclaration' ? declaration['moduleReference'] : undefined;
  return reference?.type === 'TSExternalModuleReference' ? undefined : reference;
}

/** `import('./types').User`. */
function importedType(trace: Trace, node: Node): Node | undefined {
  const specifier: string | undefined = node['argument']?.['value'] ?? node['argument']?.['literal']?.['value'];
  const file = specifier === undefined ? undefined : trace.project.resolve(trace.project.fileOf(node), specifier);
  return file !== undefined && /^(?:Identifier|TSQualifiedName)$/.test(node['qualifier']?.type ?? '') ? exportedType(trace, file, pathOf(node['qualifier']), 0) : undefined;
}

/** `Api.User`: of a module imported as a whole, of a namespace that is imported or stands in this file, or of a global one. */
function atPath(trace: Trace, path: readonly string[], at: Node, depth = 0): Node | undefined {
  const [first = '', ...rest] = path;
  const source = trace.project.sourceOf(at);
  const binding = source.scopes.at(at).find(first);
  if (binding?.kind === 'import' && !aliasOf(binding.declaration)) {
    const file = importedFile(trace, binding.declaration);
    const imported = importedName(binding.declaration);
    return file === undefined ? undefined : exportedType(trace, file, imported === '*' ? rest : [imported, ...rest], 0);
  }
  const alias = binding?.kind === 'import' ? aliasOf(binding.declaration) : undefined;
  if (binding && alias) return depth > deepest ? undefined : atPath(trace, [...pathOf(alias), ...rest], binding.declaration, depth + 1);
  const own = binding?.kind === 'namespace' ? within(partsOfNamespace(binding.declaration), path) : undefined;
  return own ?? within(source.program['body'], path) ?? ambient(trace, path);
}

function pathOf(name: Node): string[] {
  return name.type === 'TSQualifiedName' ? [...pathOf(name['left']), name['right'].name] : [name['name']];
}

/** The declaration at the end of a path of namespaces, among these statements. */
function within(statements: readonly Node[], [first, ...rest]: readonly string[]): Node | undefined {
  for (const statement of statements) {
    const declaration: Node = statement['declaration'] ?? statement;
    if ((declaration['id']?.name ?? declaration['id']?.value) !== first) {
      const inGlobal = declaration.type === 'TSModuleDeclaration' && declaration['id']?.name === 'global';
      const found = inGlobal ? within(statementsIn(declaration), [first as string, ...rest]) : undefined;
      if (found) return found;
    } else if (rest.length === 0) {
      if (isDeclaration(declaration)) return declaration;
    } else if (declaration.type === 'TSModuleDeclaration') {
      const found = within(statementsIn(declaration), rest);
      if (found) return found;
    }
  }
  return undefined;
}

const globals = new WeakMap<Project, Map<string, Node | undefined>>();

/** A declaration that no file has to import: of a script's top, or under `declare global`. */
function ambient({ project }: Trace, path: readonly string[]): Node | undefined {
  const known = globals.get(project) ?? new Map<string, Node | undefined>();
  globals.set(project, known);
  const name = path.join('.');
  if (!known.has(name)) known.set(name, searchAmbient(project, path));
  return known.get(name);
}

function searchAmbient(project: Project, path: readonly string[]): Node | undefined {
  for (const file of project.ambient) {
    if (!project.hasWord(file, path[0] as string)) continue;
    const source = project.source(file);
    const found = source && within(isModule(source) ? globalBlocks(source) : source.program['body'], path);
    if (found) return found;
  }
  return undefined;
}

const isModule = (source: Source): boolean => (source.program['body'] as Node[]).some((statement) => /^(?:Import|Export)/.test(statement.type));
const globalBlocks = (source: Source): Node[] => (source.program['body'] as Node[]).filter((statement) => statement.type === 'TSModuleDeclaration' && statement['id']?.name === 'global');

const exportedTypes = new WeakMap<Source, Map<string, Node | undefined>>();

/** The type that a file exports under this name, or in a namespace at the end of this path. */
function exportedType(trace: Trace, file: string, path: readonly string[], depth: number): Node | undefined {
  const source = trace.project.source(file);
  if (!source || depth > deepest) return undefined;
  const known = exportedTypes.get(source) ?? new Map<string, Node | undefined>();
  exportedTypes.set(source, known);
  const name = path.join('.');
  if (known.has(name)) return known.get(name);
  const found = searchExported(trace, source, path, depth);
  // Further down, a re-export may just have been too far away.
  if (found || depth === 0) known.set(name, found);
  return found;
}

function searchExported(trace: Trace, source: Source, path: readonly string[], depth: number): Node | undefined {
  for (const statement of source.program['body'] as Node[]) {
    const found = exportedBy(trace, source, statement, path, depth);
    if (found) return found;
  }
  const beside = describedBy(source.file);
  return beside === undefined ? undefined : passed(trace, source.file, beside, path, depth);
}

/** `./users.d.ts` of `users.js`: where the types of a file stand that has none itself. */
function describedBy(file: string): string | undefined {
  const name = file.slice(file.lastIndexOf('/') + 1);
  return /\.[cm]?js$/.test(name) ? `./${name.replace(/js$/, 'ts').replace(/(?=\.[cm]?ts$)/, '.d')}` : undefined;
}

function exportedBy(trace: Trace, source: Source, statement: Node, path: readonly string[], depth: number): Node | undefined {
  const [name = '', ...rest] = path;
  const own = (local: string): Node | undefined => {
    const binding = source.scopes.root.bindings.get(local);
    if (binding?.kind === 'import' || (binding && rest.length > 0)) return rest.length > 0 ? atPath(trace, [local, ...rest], source.program) : named(trace, binding.id, binding.id);
    return binding && (isDeclaration(binding.declaration) ? binding.declaration : within(source.program['body'], [local]));
  };
  switch (statement.type) {
    case 'ExportDefaultDeclaration': {
      const declaration: Node = statement['declaration'];
      if (name !== 'default') return undefined;
      if (declaration.type === 'Identifier') return own(declaration['name']);
      return isDeclaration(declaration) && rest.length === 0 ? declaration : undefined;
    }
    case 'ExportAllDeclaration':
      return passed(trace, source.file, statement['source'].value, path, depth);
    case 'ExportNamedDeclaration': {
      const declaration: Node | undefined = statement['declaration'];
      if (declaration) return declaration['id']?.name === name ? within([declaration], path) : undefined;
      const specifier = (statement['specifiers'] as Node[]).find((candidate) => (candidate['exported']?.name ?? candidate['exported']?.value) === name);
      if (!specifier) return undefined;
      const isWhole = specifier.type === 'ExportNamespaceSpecifier';
      const local: string = isWhole ? '' : (specifier['local'].name ?? specifier['local'].value);
      return statement['source'] ? passed(trace, source.file, statement['source'].value, isWhole ? rest : [local, ...rest], depth) : own(local);
    }
    default:
      return statement['id']?.name === name && (source.file.endsWith('.d.ts') || statement['isDoc']) ? within([statement], path) : undefined;
  }
}

function passed(trace: Trace, from: string, specifier: string, path: readonly string[], depth: number): Node | undefined {
  const target = trace.project.resolve(from, specifier);
  return target === undefined ? undefined : exportedType(trace, target, path, depth + 1);
}
