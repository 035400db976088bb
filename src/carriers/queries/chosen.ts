import { calleeName, enclosingFunction, isCall, isFunction, isInside, type Node, outermost, unwrap } from '../../source/ast.ts';
import type { Trace } from '../../trace/trace.ts';
import { absent, type Frame, members } from '../../trace/value.ts';
import type { Sites } from './object.ts';
import type { Site } from './site.ts';

/** Through how many calls a place is followed to the code that makes what it fills. */
const deepest = 8;

/** A loop, seen from within: what it goes through is asked for once. */
const isLoop = (node: Node, from: Node | undefined): boolean => /^(?:For(?:In|Of)?|While|DoWhile)Statement$/.test(node.type) && node['right'] !== from && node['init'] !== from;

/** `list.map((one) => …)`: the function runs once for each. */
const isForEach = (node: Node): boolean => isFunction(node) && isCall(node.parent) && /^(?:map|flatMap|forEach|reduce(?:Right)?|filter|each|from)$/.test(calleeName(node.parent as Node));

/** What several objects hold of which only one is taken. `choice`: where it is taken, when that happens once for what is sent. */
export function alternatives(parts: readonly Sites[], choice?: Node): readonly Sites[] {
  if (parts.filter(({ sites }) => sites.length > 0).length < 2) return parts;
  const chosen = (site: Site, index: number): Pick<Site, 'chosen'> => (choice ? { chosen: new Map([...(site.chosen ?? []), [choice, index]]) } : {});
  return parts.map((part, index) => ({ ...part, sites: part.sites.map((site) => ({ ...site, isOneOf: true, ...chosen(site, index) })) }));
}

/** What goes into something that may get it several times: of its choices, each may then be taken. */
export const again = (sites: readonly Site[]): Site[] => sites.map((site) => (site.chosen ? { ...site, chosen: new Map() } : site));

/** What is sent in two ways is not left out by one choice. */
export function chosenOnce(given: readonly Site[], keyOf: (site: Site) => string): Site[] {
  const counts = new Map<string, number>();
  for (const site of given) counts.set(keyOf(site), (counts.get(keyOf(site)) ?? 0) + 1);
  return given.map((site) => (counts.get(keyOf(site)) === 1 ? site : (again([site])[0] as Site)));
}

/** True for parameters of different objects of which one is chosen. */
export const areAlternatives = (one: Site, other: Site): boolean => [...(one.chosen ?? [])].some(([choice, index]) => (other.chosen?.get(choice) ?? index) !== index);

/** A spread that takes its object once for what is sent: no loop goes through it, and nothing that is spread beside it may hold what an earlier turn took. */
export function onceSpread(trace: Trace, spread: Node, frame: Frame | undefined): Node | undefined {
  for (let at = spread.parent, from = spread; at; from = at, at = at.parent) {
    if (isLoop(at, from) || isForEach(at)) return undefined;
    if (isFunction(at)) break;
  }
  const literal = spread.parent as Node;
  const isClosed = (given: Node): boolean => {
    const node = unwrap(given);
    if (node.type === 'LogicalExpression') return node['operator'] === '&&' && isClosed(node['right']);
    if (node.type === 'ConditionalExpression') return isClosed(node['consequent']) && isClosed(node['alternate']);
    return members(trace.evaluate(node, frame)).every((value) => value === absent || (value.kind === 'object' && value.ref.node !== literal));
  };
  // `Object.assign({}, one, other)` spreads what it is given.
  const beside: readonly Node[] = literal['properties']?.filter((other: Node) => other.type === 'SpreadElement') ?? literal['arguments'] ?? [];
  const others = beside.map((other) => (other.type === 'SpreadElement' ? (other['argument'] as Node) : other)).filter((other) => other !== spread['argument']);
  return others.every(isClosed) ? spread : undefined;
}

/** True where something goes into what is made elsewhere in not more than so many turns, of loops or of functions that run once for each. */
export function isPutWithin(turns: number, into: Node, given: Node, frame: Frame | undefined): boolean {
  let [at, around, count] = [given, frame, 0];
  for (let calls = 0; calls < deepest; calls++) {
    let fn: Node | undefined;
    for (let node: Node | undefined = at, from: Node | undefined; node && !fn; from = node, node = node.parent) {
      if (isInside(into, node)) return count <= turns;
      if (isLoop(node, from) || isForEach(node)) count++;
      else if (isFunction(node)) fn = node;
    }
    if (!fn || around?.fn !== fn) return false;
    [at, around] = [around.call, around.caller];
  }
  return false;
}

/** True where the parameters stand in several object literals, of which one has a name of its own or is one of several. */
export function areInSeveral(sites: readonly Site[]): boolean {
  const literals = new Set(sites.map(({ anchor }) => anchor.parent));
  return (
    literals.size > 1 &&
    [...literals].every((literal) => literal?.type === 'ObjectExpression') &&
    [...literals].some((literal) =>
      isHeldByName(
        literal,
        sites.some(({ isOneOf }) => isOneOf),
      ),
    )
  );
}

/** `const defaults = { … }`: an object literal of the module, which whoever needs it spreads; or one in a table, of which others are taken as well. */
function isHeldByName(literal: Node | undefined, isOneOf: boolean): boolean {
  const holder = literal?.type === 'ObjectExpression' ? outermost(literal).parent : undefined;
  return (holder?.type === 'VariableDeclarator' && !enclosingFunction(holder)) || (isOneOf && holder?.type === 'ObjectProperty');
}
