import { isAssign, isCall, isMember, keyName, memberName, type Node, unwrap } from '../../source/ast.ts';
import type { Binding } from '../../source/scope.ts';
import { shellScript } from '../../files/file-set.ts';
import { ofVariable } from '../../source/embedded/shell-sources.ts';
import type { Source } from '../../source/source.ts';
import { definedModule } from './amd.ts';
import { isVague } from '../evaluate.ts';
import { memberOf } from '../members.ts';
import { aliasedValue, hasNoValue } from './namespaces.ts';
import type { Trace } from '../trace.ts';
import { type Frame, literalText, members, union, unknown, type Value } from '../value.ts';

/** What a file exports, as nodes: by name, and the files all of whose names are passed on. */
interface Exports {
  readonly named: ReadonlyMap<string, readonly Node[]>;
  /** `export { a as b } from './x'`: name -> [specifier, imported name]. */
  readonly passed: ReadonlyMap<string, readonly [string, string]>;
  readonly stars: readonly string[];
  /** The right side of `module.exports = …`. */
  readonly whole: Node | undefined;
}

const known = new WeakMap<Source, Exports>();

function exportsOf(source: Source): Exports {
  let found = known.get(source);
  if (!found) known.set(source, (found = readExports(source)));
  return found;
}

function readExports(source: Source): Exports {
  const named = new Map<string, Node[]>();
  const passed = new Map<string, readonly [string, string]>();
  const stars: string[] = [];
  const add = (name: string, node: Node): void => {
    named.set(name, [...(named.get(name) ?? []), node]);
  };
  if (shellScript.test(source.file)) {
    for (const { name, kind, id, declaration } of source.scopes.root.bindings.values()) if (kind !== 'import') add(name, declaration.type === 'FunctionDeclaration' ? declaration : id);
    return { named, passed, stars, whole: undefined };
  }
  for (const statement of source.program['body'] as Node[]) {
    if (statement.type === 'ExportDefaultDeclaration') add('default', statement['declaration']);
    else if (statement.type === 'ExportAllDeclaration') stars.push(statement['source'].value);
    else if (statement.type === 'ExportNamedDeclaration') readNamed(source, statement, add, passed);
    else if (statement.type === 'TSExportAssignment') add('default', statement['expression']);
  }
  return { named, passed, stars, whole: source.file.endsWith('.json') ? source.program['body'][0]['declaration'] : (readCommonJs(source, add, stars) ?? definedModule(source)) };
}

function readNamed(source: Source, statement: Node, add: (name: string, node: Node) => void, passed: Map<string, readonly [string, string]>): void {
  const declaration = statement['declaration'];
  if (declaration?.['id'] && !hasNoValue(declaration)) add(declaration['id'].name, declaration);
  for (const declarator of declaration?.['declarations'] ?? []) {
    for (const binding of source.scopes.root.bindings.values()) if (binding.declaration === declarator) add(binding.name, binding.id);
  }
  for (const specifier of statement['specifiers'] as Node[]) {
    const exported = specifier['exported'].name ?? specifier['exported'].value;
    if (!statement['source']) add(exported, specifier['local']);
    else passed.set(exported, [statement['source'].value, specifier.type === 'ExportNamespaceSpecifier' ? '*' : (specifier['local'].name ?? specifier['local'].value)]);
  }
}

/** `exports.a = …`, `module.exports.a = …`, `module.exports = …`, `Object.assign(exports, { a, b })`. */
function readCommonJs(source: Source, add: (name: string, node: Node) => void, stars: string[]): Node | undefined {
  let whole: Node | undefined;
  for (const global of [...(source.scopes.globals.get('module') ?? []), ...(source.scopes.globals.get('exports') ?? [])]) {
    let target: Node = global;
    if (global['name'] === 'module') {
      if (!isMember(global.parent) || memberName(global.parent as Node) !== 'exports') continue;
      target = global.parent as Node;
    }
    const parent = target.parent;
    if (parent?.type === 'AssignmentExpression' && parent['left'] === target) whole = finalRight(parent);
    else if (isMember(parent) && parent?.['object'] === target && parent.parent?.type === 'AssignmentExpression' && parent.parent['left'] === parent) {
      const name = memberName(parent);
      if (name !== undefined) add(name, finalRight(parent.parent));
    } else if (parent && isCall(parent) && parent['arguments'][0] === target && isAssign(parent['callee'])) readAssigned(parent, add, stars);
  }
  return whole;
}

/** `Object.assign(exports, { a, b: c }, require('./more'))`. */
function readAssigned(call: Node, add: (name: string, node: Node) => void, stars: string[]): void {
  for (const given of (call['arguments'] as Node[]).slice(1).map(unwrap)) {
    const specifier = requiredSpecifier(given);
    if (specifier !== undefined) stars.push(specifier);
    for (const property of given.type === 'ObjectExpression' ? (given['properties'] as Node[]) : []) {
      const name = property['key'] && keyName(property['key'], property['computed']);
      if (name !== undefined) add(name, property.type === 'ObjectMethod' ? property : property['value']);
    }
  }
}

/** `exports = module.exports = x`: x. */
function finalRight(assignment: Node): Node {
  let right: Node = assignment['right'];
  while (right.type === 'AssignmentExpression') right = right['right'];
  return right;
}

/** The value a file exports under this name. */
export function exportedValue(trace: Trace, file: string, name: string, seen: ReadonlySet<string> = new Set()): Value {
  const source = trace.project.source(file);
  if (!source || seen.has(file)) return unknown;
  if (trace.isDescribed(file, name)) return packageValue(file, [name], source.program);
  const exported = exportsOf(source);
  const nodes = exported.named.get(name);
  if (nodes) return union(nodes.map((node) => trace.evaluate(node, undefined)));
  const passed = exported.passed.get(name);
  if (passed) return fromModule(trace, file, passed[0], passed[1], seen);
  if (exported.whole) {
    if (name === 'default' && trace.isDescribed(file)) return { kind: 'module', file };
    const whole = asWhole(trace.evaluate(exported.whole, undefined), exported, file);
    return name === 'default' ? whole : memberOf(trace, whole, name, { node: exported.whole, frame: undefined });
  }
  if (name === 'default') return unknown;
  const found = exported.stars.map((star) => fromModule(trace, file, star, name, new Set([...seen, file]))).filter((value) => !isVague(value));
  return found.length > 0 ? union(found) : unknown;
}

function fromModule(trace: Trace, from: string, specifier: string, name: string, seen: ReadonlySet<string>): Value {
  const file = trace.project.resolve(from, specifier);
  if (!file) return packageValue(specifier, name === '*' ? [] : [name], trace.project.source(from)?.program as Node);
  if (name === '*' && file.endsWith('.json')) return exportedValue(trace, file, 'default', seen);
  return name === '*' ? { kind: 'module', file } : exportedValue(trace, file, name, seen);
}

/** Where packages are loaded from by their address, in front of the name: `https://unpkg.com/vue@3/dist/vue.esm-browser.js`, `npm:axios@1`. */
const byAddress = /^(?:npm:|https:\/\/(?:unpkg\.com|esm\.sh|esm\.run|cdn\.skypack\.dev|cdn\.jsdelivr\.net\/npm|ga\.jspm\.io\/npm:)\/?)((?:@[\w.-]+\/)?[\w.-]+)/;

function packageValue(specifier: string, path: readonly string[], node: Node): Value {
  return { kind: 'library', name: byAddress.exec(specifier)?.[1] ?? specifier.replace(/^node:/, ''), path, made: [], on: undefined, ref: { node, frame: undefined } };
}

/** The value of an imported name. */
export function importedValue(trace: Trace, specifier: Node): Value {
  const from = trace.project.fileOf(specifier);
  if (specifier.type === 'TSImportEqualsDeclaration') {
    const reference = specifier['moduleReference'];
    return reference.type === 'TSExternalModuleReference' ? importedModule(trace, from, reference['expression'].value, specifier) : aliasedValue(trace, reference);
  }
  const name = importedName(specifier);
  const source: string = specifier.parent?.['source'].value ?? '';
  if (!trace.project.resolve(from, source)) return packageValue(source, name === '*' ? [] : [name], specifier);
  return fromModule(trace, from, source, name, new Set());
}

/** The module that an import names, as it is written; nothing for `import User = Api.User`. */
export function specifierOf(specifier: Node): string {
  return specifier.parent?.['source']?.value ?? specifier['moduleReference']?.expression?.value ?? '';
}

/** The name under which the other module exports it; `*` for the whole. */
export function importedName(specifier: Node): string {
  if (specifier.type === 'ImportDefaultSpecifier') return 'default';
  if (specifier.type === 'ImportNamespaceSpecifier' || specifier.type === 'TSImportEqualsDeclaration') return '*';
  return specifier['imported'].name ?? specifier['imported'].value;
}

/** `require('x')`, `await import('x')`. */
export function importedModule(trace: Trace, from: string, specifier: string, node: Node): Value {
  const file = trace.project.resolve(from, specifier);
  if (!file) return packageValue(specifier, [], node);
  const source = trace.project.source(file);
  return source && trace.isDescribed(file, 'default') ? packageValue(file, ['default'], source.program) : ownExports(trace, file);
}

/** `module.exports`, in the file itself or loaded by another. */
export function ownExports(trace: Trace, file: string): Value {
  const source = trace.project.source(file);
  const exported = source && !trace.isDescribed(file) ? exportsOf(source) : undefined;
  return exported?.whole ? asWhole(trace.evaluate(exported.whole, undefined), exported, file) : { kind: 'module', file };
}

/** `module.exports = list; module.exports.inState = …`: a function with the other exports as its members. */
const asWhole = (whole: Value, { named }: Exports, file: string): Value => (whole.kind === 'function' && named.size > 0 ? { ...whole, file } : whole);

/** The specifier of a `require('x')` call or `import('x')`; undefined for anything else. */
export function requiredSpecifier(node: Node): string | undefined {
  if (!isCall(node)) return undefined;
  const callee = unwrap(node['callee']);
  const isRequire = callee.type === 'Identifier' && callee['name'] === 'require';
  const [argument] = node['arguments'];
  return (isRequire || callee.type === 'Import') && argument?.type === 'StringLiteral' ? argument['value'] : undefined;
}

/** `require(isSecure ? 'https' : 'http')`: the packages and files that a call loads which is given one of several specifiers; undefined where they are not all known. */
export function chosenModules(trace: Trace, node: Node, frame: Frame | undefined): Value | undefined {
  const callee: Node = unwrap(node['callee']);
  const isLoad = callee.type === 'Import' || (callee.type === 'Identifier' && callee['name'] === 'require' && !trace.project.sourceOf(callee).scopes.bindingOf(callee));
  const argument: Node | undefined = isLoad ? node['arguments']?.[0] : undefined;
  const specifiers = argument ? members(trace.evaluate(argument, frame)).map((value) => literalText(value)) : [];
  if (specifiers.length === 0 || specifiers.includes(undefined)) return undefined;
  return union(specifiers.map((specifier) => importedModule(trace, trace.project.fileOf(node), specifier as string, node)));
}

/** Every name that a file exports; `*` where it exports one thing as a whole. */
export function exportNamesOf(trace: Trace, file: string): string[] {
  const source = trace.project.source(file);
  if (!source) return [];
  const { named, passed, whole } = exportsOf(source);
  return [...named.keys(), ...passed.keys(), ...(whole ? ['*'] : [])];
}

/** Names under which a file exports this node (a function, class or the identifier that declares it). */
export function exportNames(trace: Trace, node: Node): string[] {
  const source = trace.project.sourceOf(node);
  const exported = exportsOf(source);
  const isIt = (candidate: Node | undefined): boolean => candidate !== undefined && (candidate === node || source.scopes.bindingOf(candidate)?.declaration === node);
  // module.exports = { a, b: c }
  const listed = exported.whole?.type === 'ObjectExpression' ? (exported.whole['properties'] as Node[]).flatMap((property) => (isIt(property['value']) && property['key']?.name ? [String(property['key'].name)] : [])) : [];
  if (listed.length > 0) return listed;
  const names = [...exported.named].filter(([, nodes]) => nodes.some(isIt)).map(([name]) => name);
  return isIt(exported.whole) ? [...names, '*'] : names;
}

/** Names under which another file passes this file's export on. */
export function reexports(trace: Trace, through: string, of: string, name: string): string[] {
  const source = trace.project.source(through);
  if (!source) return [];
  const exported = exportsOf(source);
  const direct = [...exported.passed].filter(([, [specifier, original]]) => original === name && trace.project.resolve(through, specifier) === of).map(([outer]) => outer);
  const star = exported.stars.some((specifier) => trace.project.resolve(through, specifier) === of) ? [name] : [];
  return [...direct, ...star];
}

/** Names under which a file passes on all exports of another as one: `export * as time from './time'`. */
export function namespaces(trace: Trace, through: string, of: string): string[] {
  const source = trace.project.source(through);
  return source ? [...exportsOf(source).passed].filter(([, [specifier, original]]) => original === '*' && trace.project.resolve(through, specifier) === of).map(([name]) => name) : [];
}

interface Imported {
  readonly binding: Binding;
  readonly imported: string;
}
const importsBySource = new WeakMap<Source, ReadonlyMap<string, readonly Imported[]>>();

/** What a file imports, by the file that it comes from. */
export function importsFrom(trace: Trace, source: Source): ReadonlyMap<string, readonly Imported[]> {
  const known = importsBySource.get(source);
  if (known) return known;
  const found = new Map<string, Imported[]>();
  for (const binding of source.scopes.root.bindings.values()) {
    const from: string | undefined = binding.kind === 'import' && binding.declaration.type !== 'TSImportEqualsDeclaration' ? binding.declaration.parent?.['source']?.value : undefined;
    const file = from === undefined ? undefined : trace.project.resolve(source.file, from);
    if (file !== undefined) found.set(file, [...(found.get(file) ?? []), { binding, imported: importedName(binding.declaration) }]);
  }
  importsBySource.set(source, found);
  return found;
}

/** What a variable of a shell is given in a file that the script sources; undefined where none gives it a value. */
export function sourcedVariable(trace: Trace, at: Node, name: string): Value | undefined {
  const from = trace.project.fileOf(at);
  const file = shellScript.test(from) ? trace.project.resolve(from, ofVariable(name)) : undefined;
  const value = file === undefined ? unknown : exportedValue(trace, file, name);
  return value.kind === 'unknown' ? undefined : value;
}
