import type { Rewrite } from '../../facts.ts';
import { descendants, isCall, isMember, memberName, type Node, unwrap } from '../../source/ast.ts';
import type { Trace } from '../../trace/trace.ts';
import { members, type Piece, type Value } from '../../trace/value.ts';
import type { Site } from './site.ts';

const looking = /^(?:includes|indexOf|lastIndexOf|search|match|matchAll|replace|replaceAll|split|startsWith|endsWith|some|every|find|findIndex|filter|get|getAll|has|delete|set|append)$/;

const known = new WeakMap<Trace, Map<string, ReadonlySet<Node>>>();

/** A parameter in a text stays where the program also looks for its name in what the text became: `url.includes('sortBy')`, `copy.searchParams.delete('sortBy')`. */
export function unlessLookedFor(trace: Trace, site: Site): Site {
  const stuck = (): Rewrite | undefined => (textsAsked(trace, site.name).has(site.anchor) ? { blocked: `the code also looks for \`${site.name}\` in the text` } : undefined);
  return { ...site, rename: (name) => stuck() ?? site.rename(name), remove: () => stuck() ?? site.remove(), replace: (name, value) => stuck() ?? site.replace(name, value) };
}

/** The literals of all texts, URLs and lists of texts which the project asks for something that holds the name. */
function textsAsked(trace: Trace, name: string): ReadonlySet<Node> {
  const names = known.get(trace) ?? new Map<string, ReadonlySet<Node>>();
  known.set(trace, names);
  let found = names.get(name);
  if (!found) names.set(name, (found = new Set(receivers(trace, name).flatMap((receiver) => trace.ask(() => literalsOf(trace, trace.evaluate(receiver, undefined), 0), [])))));
  return found;
}

/** What is asked for the name: the object of the call, or what a pattern is tried on. */
function receivers(trace: Trace, name: string): Node[] {
  const isNamed = new RegExp(`(?:^|\\W)${name}(?:$|\\W)`);
  const programs = trace.project.filesWith(name).flatMap((file) => (file.endsWith('.json') ? [] : (trace.project.source(file)?.program ?? [])));
  return programs.flatMap(descendants).flatMap((call) => {
    const callee = isCall(call) ? unwrap(call['callee']) : undefined;
    if (!isMember(callee)) return [];
    const method = memberName(callee as Node) ?? '';
    const pattern = unwrap(callee?.['object']);
    const [given]: (Node | undefined)[] = call['arguments'];
    if (/^(?:test|exec)$/.test(method) && pattern.type === 'RegExpLiteral') return given && isNamed.test(pattern['pattern']) ? [given] : [];
    return looking.test(method) && given && descendants(given).some((node) => isNamed.test(textIn(node))) ? [pattern] : [];
  });
}

const textIn = (node: Node): string => String((node.type === 'RegExpLiteral' && node['pattern']) || (node.type === 'StringLiteral' && node['value']) || (node.type === 'TemplateElement' && node['value'].cooked) || '');

function literalsOf(trace: Trace, value: Value, depth: number): Node[] {
  const inPieces = (pieces: readonly Piece[]): Node[] => pieces.flatMap((piece) => (piece.kind === 'literal' ? [piece.node] : literalsOf(trace, piece.kind === 'hole' ? piece.value : piece.query, depth + 1)));
  if (depth > 6) return [];
  return members(value).flatMap((member) => {
    if (member.kind === 'text' || member.kind === 'url') return inPieces(member.pieces);
    if (member.kind === 'query') return member.init ? literalsOf(trace, member.init, depth + 1) : [];
    if (member.kind === 'list') return [...member.items.map((item) => trace.value(item)), ...(member.rest ? [member.rest] : [])].flatMap((item) => literalsOf(trace, item, depth + 1));
    // One of the values of a table: any of them.
    if (member.kind === 'each' && member.of.kind === 'object') return literalsOf(trace, trace.element(member.of, member.ref.node, member.ref.frame), depth + 1);
    return [];
  });
}
