import { descendants, isMember, memberName, type Node } from '../../source/ast.ts';
import type { Source } from '../../source/source.ts';
import type { Trace } from '../trace.ts';
import { union, type Value } from '../value.ts';

/** Names of the object that holds what the scripts of a page share. */
export const holders = /^(?:window|globalThis|self|global)$/;
/** Names that browsers give, which no script of a page declares. */
const given = /^(?:document|window|navigator|location|history|localStorage|sessionStorage|alert|confirm|prompt|event|define|require|requirejs|module|exports)$/;
/** More files with a name than this, and it is a word. */
const mostFiles = 60;

interface Shared {
  /** Names that the script declares at its top, and expressions that it puts on `window`. */
  readonly declared: ReadonlyMap<string, readonly Node[]>;
  /** Where it uses a name that it does not declare, or takes it from `window`. */
  readonly used: ReadonlyMap<string, readonly Node[]>;
}

const known = new WeakMap<Source, Shared | undefined>();

/** What a script shares with the other scripts of its pages; undefined for modules, which share nothing. */
function sharedOf(source: Source): Shared | undefined {
  if (!known.has(source)) known.set(source, isClassic(source) ? read(source) : undefined);
  return known.get(source);
}

/** True for a script without imports and exports, loaded by a page. */
function isClassic(source: Source): boolean {
  const { globals } = source.scopes;
  const isCommonJs = /\brequire\s*\(\s*["'`]/.test(source.text) || globals.has('module') || globals.has('exports');
  return !source.isTyped && !/\.(?:[cm]js|jsx|json|vue|svelte|astro|mdx?|markdown)$/.test(source.file) && !isCommonJs && !(source.program['body'] as Node[]).some(({ type }) => /^(?:Import|Export)/.test(type));
}

function read(source: Source): Shared {
  const declared = new Map<string, Node[]>();
  const used = new Map<string, Node[]>([...source.scopes.globals].map(([name, nodes]) => [name, [...nodes]]));
  const add = (map: Map<string, Node[]>, name: string, node: Node): void => void map.set(name, [...(map.get(name) ?? []), node]);
  for (const [name, binding] of source.scopes.root.bindings) add(declared, name, binding.id);
  for (const node of /\b(?:window|globalThis|self|global)\b/.test(source.text) ? descendants(source.program) : []) {
    const name = isMember(node) && holders.test(node['object'].name ?? '') ? memberName(node) : undefined;
    if (name === undefined) continue;
    add(used, name, node);
    if (node.parent?.type === 'AssignmentExpression' && node.parent['left'] === node) add(declared, name, node.parent['right']);
  }
  return { declared, used };
}

/** Scripts in which the name stands, when the place that asks is in a script itself. */
function scriptsWith(trace: Trace, name: string, from: Node): readonly Shared[] {
  if (given.test(name) || !sharedOf(trace.project.sourceOf(from))) return [];
  const files = trace.project.filesWith(name);
  return files.length > mostFiles ? [] : files.flatMap((file) => sharedIn(trace, file) ?? []);
}

function sharedIn(trace: Trace, file: string): Shared | undefined {
  if (!/\.(?:js|gs|html?|hbs|handlebars|ejs)$/.test(file)) return undefined;
  const source = trace.project.source(file);
  return source && sharedOf(source);
}

/** What a name is that the script does not declare, but another script of the project does; undefined when none does. */
export function sharedValue(trace: Trace, name: string, at: Node): Value | undefined {
  const nodes = scriptsWith(trace, name, at).flatMap((shared) => shared.declared.get(name) ?? []);
  return nodes.length > 0 ? union(nodes.map((node) => trace.evaluate(node, undefined))) : undefined;
}

/** Where scripts mention what another script declares at its top, or puts on `window`. */
export function sharedMentions(trace: Trace, name: string, from: Node): Node[] {
  return scriptsWith(trace, name, from).flatMap((shared) => shared.used.get(name) ?? []);
}

/** Files of scripts that may use what this script declares. */
export const sharingFiles = (trace: Trace, name: string, from: Node): readonly string[] =>
  given.test(name) || !sharedOf(trace.project.sourceOf(from)) ? [] : trace.project.filesWith(name).filter((file) => sharedIn(trace, file)?.used.has(name));

/** The name under which an assignment puts something on `window`. */
export function nameOnWindow(target: Node): string | undefined {
  return isMember(target) && holders.test(target['object'].name ?? '') ? memberName(target) : undefined;
}
