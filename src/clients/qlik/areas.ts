import type { Edit } from '../../facts.ts';
import { isCall, isMember, memberName, type Node, unwrap } from '../../source/ast.ts';
import type { Binding } from '../../source/scope.ts';
import type { Source } from '../../source/source.ts';
import { exportedValue } from '../../trace/modules/modules.ts';
import { members, type Value } from '../../trace/value.ts';
import type { ClientUse } from '../client.ts';

/** A function of another area of the same client: `roles`, `getRoles({ limit: 100 })`, and the module that has it alone, if one does. */
export interface Sibling {
  readonly area: string;
  readonly code: string;
  readonly module?: string;
}

/**
 * The edits that make `qlik.users.f()` call another area: `qlik.roles.g()`. Where the area stands in a variable of its own, the other
 * one is taken from the same place: `const { users, roles } = qlik`, `import { users, roles } from …`. Undefined where that place is not seen.
 */
export function siblingCall(use: ClientUse, sibling: Sibling): readonly Edit[] | undefined {
  const source = use.trace.project.sourceOf(use.call);
  const callee = unwrap(use.call['callee']);
  const edit = (range: { start: number; end: number }, text: string): Edit => ({ file: source.file, start: range.start, end: range.end, text });
  const receiver: Node = isMember(callee) ? unwrap(callee['object']) : callee;
  if (isMember(receiver)) {
    if (receiver['computed'] || memberName(receiver) !== 'users' || !isClient(use, use.trace.evaluate(receiver['object'], use.frame))) return undefined;
    return [edit(receiver['property'], sibling.area), edit({ start: callee['property'].start, end: use.call.end }, sibling.code)];
  }
  const binding = receiver.type === 'Identifier' ? source.scopes.bindingOf(receiver) : undefined;
  if (!binding || binding.writes.length > 0) return undefined;
  const own = moduleOf(binding);
  if (own && sibling.module && own['value'] === sibling.module.replace(/[^/]+$/, 'users')) return fromOwnModule(use, source, binding, own, sibling);
  const from = isMember(callee) ? besideIt(use, source, binding, sibling.area) : undefined;
  return from && [...from.edits, edit({ start: receiver.start, end: use.call.end }, `${from.name}.${sibling.code}`)];
}

/** True for the client itself, of which `users` is one area. */
export function isClient(use: ClientUse, value: Value): boolean {
  return members(value).every((member) => member.kind === 'library' && member.name === use.library?.name);
}

/** The literal that names the module from which the binding comes: of `import … from`, or of `… = require()`. */
function moduleOf(binding: Binding): Node | undefined {
  if (binding.kind === 'import') return binding.declaration.parent?.['source'];
  const init: Node | undefined = binding.declaration['init'] && unwrap(binding.declaration['init']);
  return init && isCall(init) && init['callee'].name === 'require' ? init['arguments'][0] : undefined;
}

/** A name that is free where the call stands and where it is introduced. */
function freeName(use: ClientUse, source: Source, binding: Binding, wanted: string): string {
  const isTaken = (name: string): boolean => [use.call, binding.id].some((node) => source.scopes.at(node).find(name) !== undefined) || source.scopes.globals.has(name);
  return [wanted, `qlik${wanted[0]?.toUpperCase()}${wanted.slice(1)}`, `${wanted}OfQlik`].find((name) => !isTaken(name)) ?? `${wanted}2`;
}

/** The area taken from where `users` is: the object pattern or the import that has it. */
function besideIt(use: ClientUse, source: Source, binding: Binding, area: string): { name: string; edits: readonly Edit[] } | undefined {
  const property = binding.id.parent;
  const isPattern = property?.type === 'ObjectProperty' && property.parent?.type === 'ObjectPattern' && (property['key'].name ?? property['key'].value) === 'users';
  const isImport = binding.declaration.type === 'ImportSpecifier' && (binding.declaration['imported'].name ?? binding.declaration['imported'].value) === 'users';
  if (!isPattern && !isImport) return byMember(use, source, binding, area);
  if (isPattern && !isClient(use, use.trace.evaluatePattern(property.parent as Node, use.frame))) return undefined;
  const file = isImport ? use.trace.project.resolve(source.file, moduleOf(binding)?.['value'] ?? '') : undefined;
  if (file && !isClient(use, exportedValue(use.trace, file, area))) return undefined;
  const entry = isPattern ? property : binding.declaration;
  const entries: readonly Node[] = isPattern ? property.parent?.['properties'] : binding.declaration.parent?.['specifiers'];
  const there = entries.find((other) => (other['key']?.name ?? other['imported']?.name) === area);
  const local: Node | undefined = there?.['value'] ?? there?.['local'];
  if (local?.type === 'Identifier' && source.scopes.at(use.call).find(local['name'])?.id === local) return { name: local['name'], edits: [] };
  if (there || entries.some((other) => other.type === 'RestElement')) return undefined;
  const name = freeName(use, source, binding, area);
  const text = name === area ? area : isPattern ? `${area}: ${name}` : `${area} as ${name}`;
  return { name, edits: [{ file: source.file, start: entry.end, end: entry.end, text: `, ${text}` }] };
}

/** `const users = qlik.users`: `qlik.roles`, where `qlik` is still that. */
function byMember(use: ClientUse, source: Source, binding: Binding, area: string): { name: string; edits: readonly Edit[] } | undefined {
  const init: Node | undefined = binding.declaration['init'];
  const object: Node | undefined = init && isMember(init) && memberName(init) === 'users' ? init['object'] : undefined;
  const owner = object?.type === 'Identifier' ? source.scopes.bindingOf(object) : undefined;
  const isSame = !!owner && owner.writes.length === 0 && source.scopes.at(use.call).find(owner.name) === owner;
  return isSame && object && isClient(use, use.trace.evaluate(object, use.frame)) ? { name: `${owner.name}.${area}`, edits: [] } : undefined;
}

/** The function has a module of its own: an import (or `require`) beside that of the users module, in its place when nothing else uses that. */
function fromOwnModule(use: ClientUse, source: Source, binding: Binding, module: Node, sibling: Sibling): readonly Edit[] | undefined {
  const target = (/^\w+/.exec(sibling.code) as RegExpExecArray)[0];
  const statement: Node | undefined = binding.kind === 'import' ? binding.declaration.parent : binding.declaration.parent;
  if (!statement || !/^(?:ImportDeclaration|VariableDeclaration)$/.test(statement.type) || statement.parent?.type !== 'Program') return undefined;
  const known = importedAlready(source, sibling.module as string, target);
  const name = known ?? freeName(use, source, binding, target);
  const call: Edit = { file: source.file, start: use.call['callee'].start, end: use.call.end, text: sibling.code.replace(target, name) };
  if (known) return [call];
  const quote = source.text[module.start] as string;
  const from = `${quote}${sibling.module}${quote}`;
  const semicolon = source.text[statement.end - 1] === ';' ? ';' : '';
  const isAlone = binding.references.length === 1 && (statement['specifiers'] ?? statement['declarations']).length === 1 && (binding.kind === 'import' || binding.declaration['id'].properties?.length !== 2);
  const asImport = `import { ${name === target ? target : `${target} as ${name}`} } from ${from}${semicolon}`;
  const asRequire = `const { ${name === target ? target : `${target}: ${name}`} } = require(${from})${semicolon}`;
  const text = binding.kind === 'import' ? asImport : asRequire;
  return [{ file: source.file, start: isAlone ? statement.start : statement.end, end: statement.end, text: isAlone ? text : `${source.eol}${text}` }, call, ...(isAlone ? [] : unusedSpecifier(source, binding))];
}

/** The named import that nothing uses any more: a later version of the package does not have it, and would not load. */
function unusedSpecifier(source: Source, binding: Binding): Edit[] {
  const entry = binding.declaration.type === 'ImportSpecifier' ? binding.declaration : binding.id.parent?.type === 'ObjectProperty' ? binding.id.parent : undefined;
  const entries: readonly Node[] = entry?.parent?.['specifiers']?.filter((other: Node) => other.type === 'ImportSpecifier') ?? entry?.parent?.['properties'] ?? [];
  if (!entry || binding.references.length !== 1 || entries.length < 2) return [];
  const index = entries.indexOf(entry);
  const previous = entries[index - 1];
  const next = entries[index + 1];
  return [{ file: source.file, start: previous ? previous.end : entry.start, end: previous ? entry.end : (next?.start ?? entry.end), text: '' }];
}

function importedAlready(source: Source, module: string, name: string): string | undefined {
  return [...source.scopes.root.bindings.values()].find((binding) => moduleOf(binding)?.['value'] === module && (binding.declaration['imported']?.name ?? binding.id.parent?.['key']?.name) === name)?.name;
}
