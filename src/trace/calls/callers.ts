import { descendants, enclosingFunction, isCall, isFunction, keyName, type Node, outermost, superclassAround, unwrap } from '../../source/ast.ts';
import type { Source } from '../../source/source.ts';
import { bindAt, boundBy, withBound } from './bound.ts';
import { sitesByKey } from './dispatch.ts';
import { sharingFiles } from '../modules/globals.ts';
import { namesOf, wrappedMember } from './function-names.ts';
import { parameterSites } from './handed.ts';
import { sitesOfListed } from './listed-functions.ts';
import { moduleWord } from '../modules/module-word.ts';
import { exportNames, importsFrom, namespaces, reexports, requiredSpecifier } from '../modules/modules.ts';
import { basesOf } from '../classes/instances.ts';
import { isInNamespace } from '../modules/namespaces.ts';
import { sitesUnderNames } from './named-functions.ts';
import { callsThroughProxies } from './proxies.ts';
import { type CallSite, mentionsNamed, siteOf } from './sites.ts';
import { thisIn } from '../classes/this-mentions.ts';
import type { Trace } from '../trace.ts';
import { members, type Value } from '../value.ts';

const known = new WeakMap<Node, readonly CallSite[]>();
/** More callers than about this are not looked at. */
const most = 500;

/** Every place of the project that calls the function, found by its name first. */
export function callSites(trace: Trace, fn: Node): readonly CallSite[] {
  return trace.once(known, fn, [], () => {
    const named = [...namesOf(fn)].length > 0 || exportNames(trace, declared(fn)).length > 0 ? searchSites(trace, fn) : [];
    const maker = makerOf(fn) ?? makerOfNamed(trace, fn);
    const results = maker ? callSites(trace, maker).flatMap((site) => sitesOfResult(trace, site.node, fn, 0)) : [];
    const called = asOwnCall(fn);
    const keyed = sitesByKey(trace, fn, declared(fn)).filter((site) => isSiteOf(trace, site, fn));
    const listed = isFunction(fn) ? [...listedSites(trace, fn, fn), ...sitesUnderNames(trace, fn).filter((site) => isSiteOf(trace, site, fn))] : [];
    const sites = [...named, ...results, ...keyed, ...listed, ...madeAsThis(trace, fn), ...(called ? [called] : [])].flatMap((site) => (site.kind === 'callback' ? handedSites(trace, fn, site.node) : [site]));
    if (sites.length > 0) return [...new Map(sites.map((site) => [site.node, site])).values()];
    return callsThroughProxies(trace).flatMap((node) => (leadsTo(trace, unwrap(node['callee']), fn) ? [{ node, kind: 'call' as const }] : []));
  });
}

/** `static of(row) { return new this(row); }`: a class, or one above it, makes its own instances. */
function madeAsThis(trace: Trace, fn: Node): readonly CallSite[] {
  const cls = fn['kind'] === 'constructor' ? fn.parent?.parent : undefined;
  const classes = cls ? [cls, ...[...basesOf(trace, cls)].map(({ ref }) => ref.node)] : [];
  return classes.flatMap((one) =>
    ((one['body']?.['body'] ?? []) as Node[]).flatMap((member) =>
      member['static'] ? thisIn(member).flatMap(({ parent }) => (parent?.type === 'NewExpression' && unwrap(parent['callee']).type === 'ThisExpression' ? [{ node: parent, kind: 'call' as const }] : [])) : [],
    ),
  );
}

/** Calls of a function that is handed to a call: of what a library makes of it (`const get = memoize(load)`), or in the function of the project that is given it. The call itself where there are none. */
export function handedSites(trace: Trace, fn: Node, call: Node): CallSite[] {
  const made = wrapperSites(trace, call, fn, 0);
  return made.length > 0 ? made : parameterSites(trace, fn, { node: call, kind: 'callback' });
}

/** The node that a name of the file stands for: the function itself, what a call around it gives, or the variable that holds it. */
function declared(fn: Node): Node {
  const outer = outermost(fn).parent;
  if (isCall(outer) && outer?.['arguments'].includes(outermost(fn)) && /^(?:VariableDeclarator|ExportDefaultDeclaration)$/.test(outermost(outer).parent?.type ?? '')) return declared(outer);
  return outer?.type === 'VariableDeclarator' ? outer : fn;
}

/** `(() => …)()`. */
function asOwnCall(fn: Node): CallSite | undefined {
  const outer = outermost(fn);
  const call = outer.parent;
  return call && isCall(call) && call['callee'] === outer ? { node: call, kind: 'call' } : undefined;
}

/** Which argument of a call the function is: written there, or what a name or a call there stands for. */
export function indexOfArgument(trace: Trace, call: Node, fn: Node): number {
  return ((call['arguments'] ?? []) as Node[]).findIndex((argument) => {
    const inner = unwrap(argument);
    return inner === fn || (/^(?:Identifier|(?:Optional)?(?:Member|Call)Expression)$/.test(inner.type) && members(trace.evaluate(inner, undefined)).some((value) => isMadeBy(value, fn)));
  });
}

/** True for the function or class that this node is, for the class whose constructor it is, and for the function of a library that this call made: `const byDate = sortBy(prop('date'))`. */
function isMadeBy(value: Value, node: Node): boolean {
  if (value.kind === 'class') return value.ref.node === node || (node['kind'] === 'constructor' && value.ref.node === node.parent?.parent);
  return value.kind === 'function' ? value.ref.node === node : value.kind === 'library' && value.made.at(-1)?.node === node;
}

/** The function that returns this one. */
function makerOf(fn: Node): Node | undefined {
  const parent = outermost(fn).parent;
  if (parent?.type === 'ArrowFunctionExpression' && parent['body'] === outermost(fn)) return parent;
  return parent?.type === 'ReturnStatement' ? enclosingFunction(parent) : undefined;
}

/** The same where the function has a name first: `const wrapped = (…) => …; return wrapped`. */
function makerOfNamed(trace: Trace, fn: Node): Node | undefined {
  const id: Node | undefined = fn.type === 'FunctionDeclaration' ? fn['id'] : outermost(fn).parent?.type === 'VariableDeclarator' ? outermost(fn).parent?.['id'] : undefined;
  const binding = id?.type === 'Identifier' ? trace.project.sourceOf(id).scopes.bindingOf(id) : undefined;
  const maker = binding && enclosingFunction(binding.declaration);
  return maker && binding.references.some((use) => outermost(use).parent?.type === 'ReturnStatement' && enclosingFunction(use) === maker) ? maker : undefined;
}

/** Calls of what a call gave: `make(x)(y)`, or `const get = make(x)` and later `get(y)`. */
function sitesOfResult(trace: Trace, made: Node, fn: Node, depth: number): CallSite[] {
  const outer = outermost(made.parent?.type === 'AwaitExpression' ? made.parent : made);
  const parent = outer.parent;
  if (!parent || depth > 4) return [];
  const direct = siteOf(parent, outer);
  if (direct) return [direct, ...(direct.kind === 'call' ? [] : wrapperSites(trace, parent, fn, depth))];
  if (bindAt(outer)) return sitesOfBound(trace, outer, fn, depth);
  const maker = makerOf(outer);
  if (maker) return callSites(trace, maker).flatMap((site) => sitesOfResult(trace, site.node, fn, depth + 1));
  const names = new Set(namesOf(made.parent?.type === 'AwaitExpression' ? made.parent : made));
  // `export default memo(Card)` has no name here.
  return names.size > 0 || parent.type === 'ExportDefaultDeclaration' ? sitesNamed(trace, fn, filesAndNames(trace, outer, names)) : [];
}

/** `f.bind(self, a)`: calls of what that gave, with what it bound. */
function sitesOfBound(trace: Trace, mention: Node, fn: Node, depth: number): CallSite[] {
  const bind = bindAt(mention);
  return bind ? sitesOfResult(trace, bind, fn, depth + 1).map((site) => ({ ...site, node: withBound(trace, site.node, boundBy(bind, undefined)) })) : [];
}

/** `const get = retry(make(x))`: calls of what the wrapper gave. */
function wrapperSites(trace: Trace, call: Node, fn: Node, depth: number): CallSite[] {
  return members(trace.evaluate(call, undefined)).some((value) => value.kind === 'function' && value.ref.node === fn) ? sitesOfResult(trace, call, fn, depth + 1) : [];
}

/** A constructor is also called by `super(…)`, in every file in which another class may stand on its own. */
function searchSites(trace: Trace, fn: Node): readonly CallSite[] {
  const isConstructor = fn['kind'] === 'constructor';
  const wanted = filesAndNames(trace, isConstructor ? (fn.parent?.parent as Node) : fn, new Set(namesOf(fn)));
  if (isConstructor) for (const names of wanted.values()) names.add('super');
  return sitesNamed(trace, fn, wanted);
}

/** Files that name a users path are asked first: of a helper that everybody calls, those callers count. */
export function sitesNamed(trace: Trace, fn: Node, wanted: ReadonlyMap<string, ReadonlySet<string>>): CallSite[] {
  const sites = new Map<Node, CallSite>();
  const aliases = new Set<string>();
  const { preferred } = trace.project;
  const search = (file: string, names: ReadonlySet<string>): void => {
    const isFull = sites.size > most;
    if (isFull) trace.limits.reach('callers', fn);
    const source = isFull ? undefined : trace.project.source(file);
    for (const site of source ? sitesIn(trace, source, names, fn, aliases) : []) sites.set(site.node, site);
  };
  const files = [...wanted].sort(([a], [b]) => Number(preferred.has(b)) - Number(preferred.has(a)));
  for (const [file, names] of files) search(file, names);
  for (const alias of aliases) for (const file of filesCalling(trace, trace.project.fileOf(fn), alias)) search(file, new Set([alias]));
  return [...sites.values()];
}

/** Where to look and under which local names: the own file, files that import the export under any name, and for members every file with the word. */
function filesAndNames(trace: Trace, fn: Node, names: Set<string>): Map<string, Set<string>> {
  const own = trace.project.fileOf(fn);
  const wanted = new Map<string, Set<string>>([[own, new Set(names)]]);
  const exported = exportNames(trace, declared(fn));
  const isMemberFunction =
    isInNamespace(declared(fn)) ||
    fn.type === 'ClassMethod' ||
    fn.type === 'ObjectMethod' ||
    isCall(fn) ||
    wrappedMember(fn) !== undefined ||
    /^(?:ObjectProperty|ClassProperty|JSXExpressionContainer)$/.test(outermost(fn).parent?.type ?? '') ||
    outermost(fn).parent?.type === 'AssignmentExpression';
  if (isMemberFunction) for (const name of names) for (const file of filesCalling(trace, own, name)) join(wanted, file, name);
  importers(trace, own, exported, wanted, 0);
  for (const name of isMemberFunction ? [] : names) for (const file of sharingFiles(trace, name, fn)) join(wanted, file, name);
  return wanted;
}

/** When more files than this have the word, only those count that name a users path or import the file of the method. */
const mostFiles = 60;

/** The files in which a member of this name may be meant that stands in a file. */
export function filesCalling(trace: Trace, own: string, name: string): readonly string[] {
  const { project } = trace;
  const files = project.filesWith(name.replace(/^#/, ''));
  return files.length <= mostFiles ? files : files.filter((file) => project.preferred.has(file) || project.importsOf(file).has(own));
}

function join(map: Map<string, Set<string>>, file: string, name: string): void {
  map.set(file, (map.get(file) ?? new Set()).add(name));
}

/** Files that import one of the names from `file`, and what they call it; follows re-exports. */
export function importers(trace: Trace, file: string, exported: readonly string[], wanted: Map<string, Set<string>>, depth: number): void {
  if (exported.length === 0 || depth > 5) return;
  for (const other of importingFiles(trace, file, exported)) {
    const source = trace.project.source(other);
    if (!source) continue;
    for (const name of exported) {
      for (const local of localNames(trace, source, file, name)) join(wanted, other, local);
      const passed = reexports(trace, other, file, name);
      importers(trace, other, passed, wanted, depth + 1);
    }
    for (const space of namespaces(trace, other, file)) {
      for (const third of importingFiles(trace, other, [space])) for (const name of exported) join(wanted, third, name);
    }
  }
}

/** Files that may import the file: those with the word of its name, of its package or of what it exports, whose specifiers lead to it. */
function importingFiles(trace: Trace, file: string, exported: readonly string[]): readonly string[] {
  const { project } = trace;
  const folders = file.split('/').slice(-4, -1);
  const words = new Set([moduleWord(file), ...folders, ...exported.filter((name) => name !== '*' && name !== 'default')]);
  const candidates = new Set([...words].flatMap((word) => project.filesWith(word)));
  return [...candidates].filter((other) => other !== file && project.importsOf(other).has(file));
}

function* localNames(trace: Trace, source: Source, file: string, name: string): Generator<string> {
  for (const { binding, imported } of importsFrom(trace, source).get(file) ?? []) {
    if (imported === name || (name === '*' && imported === 'default')) yield binding.name;
    else if (imported === '*') yield name;
  }
  for (const call of loadsOf(source)) {
    if (trace.project.resolve(source.file, requiredSpecifier(call) ?? '') === file) yield* loadedNames(call, name);
  }
}

const loads = new WeakMap<Source, readonly Node[]>();

/** `require('x')` and `import('x')` of a file. */
function loadsOf(source: Source): readonly Node[] {
  let found = loads.get(source);
  if (!found) loads.set(source, (found = /\brequire\b|\bimport\s*\(/.test(source.text) ? descendants(source.program).filter((node) => requiredSpecifier(node) !== undefined) : []));
  return found;
}

/** What a loaded export is called: its own name after a dot, or what a pattern or a variable makes of it. */
function* loadedNames(call: Node, name: string): Generator<string> {
  let outer = outermost(call);
  if (outer.parent?.type === 'AwaitExpression') outer = outermost(outer.parent);
  const id: Node | undefined = outer.parent?.type === 'VariableDeclarator' ? outer.parent['id'] : undefined;
  if (name !== '*') yield name;
  else if (id?.type === 'Identifier') yield id['name'];
  for (const property of id?.type === 'ObjectPattern' ? (id['properties'] as Node[]) : []) {
    const local: Node | undefined = property['value']?.type === 'AssignmentPattern' ? property['value'].left : property['value'];
    const key = property['key'] && keyName(property['key'], property['computed']);
    if ((key === name || (name === '*' && key === 'default')) && local?.type === 'Identifier') yield local['name'];
  }
  if (name === '*') yield 'default';
}

/** Calls, JSX elements and callback positions in one file whose target is the function; other names under which it is handed on are added to `aliases`. */
function* sitesIn(trace: Trace, source: Source, names: ReadonlySet<string>, fn: Node, aliases: Set<string>): Generator<CallSite> {
  for (const { node, outer, site, alias, isBound, isListed } of [...names].flatMap((name) => mentionsNamed(source, name))) {
    if (!leadsTo(trace, node, fn)) continue;
    if (isBound) yield* sitesOfBound(trace, outer, fn, 0);
    if (isListed) yield* listedSites(trace, outer, fn);
    if (alias !== undefined) aliases.add(alias);
    if (site) yield site;
  }
}

/** Places that call the elements of the list or the object in which the function, or a mention of it, stands, or hand them on. */
const listedSites = (trace: Trace, mention: Node, fn: Node): CallSite[] => sitesOfListed(trace, mention).filter((site) => isSiteOf(trace, site, fn));

const isSiteOf = (trace: Trace, { node, kind }: CallSite, fn: Node): boolean => (kind === 'call' ? leadsTo(trace, unwrap(node['callee']), fn) : indexOfArgument(trace, node, fn) >= 0);

function leadsTo(trace: Trace, mention: Node, fn: Node): boolean {
  if (mention.type === 'Super') return superTarget(trace, mention, fn);
  const isConstructor = fn['kind'] === 'constructor';
  return members(trace.evaluate(unwrap(mention), undefined)).some((value) => {
    if (value.kind === 'class') return value.ref.node === fn || (isConstructor && (value.ref.node === fn.parent?.parent || inherits(trace, value.ref.node, fn)));
    return isMadeBy(value, fn);
  });
}

/** `new Child()` runs the base's constructor when the child has none. */
function inherits(trace: Trace, cls: Node, ctor: Node): boolean {
  if (!cls['body'] || (cls['body'].body as Node[]).some((member) => member['kind'] === 'constructor')) return false;
  const base = cls['superClass'];
  return !!base && members(trace.evaluate(base, undefined)).some((value) => value.kind === 'class' && (value.ref.node === ctor.parent?.parent || inherits(trace, value.ref.node, ctor)));
}

function superTarget(trace: Trace, mention: Node, ctor: Node): boolean {
  const base = superclassAround(mention);
  return !!base && members(trace.evaluate(base, undefined)).some((value) => value.kind === 'class' && value.ref.node === ctor.parent?.parent);
}
