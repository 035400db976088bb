import { distinctiveParameters, oldParameters } from '../../api.ts';
import { calleeName, descendants, enclosingFunction, isAssign, isCall, isFunction, isInside, isMember, keyName, memberName, type Node, outermost, unwrap } from '../../source/ast.ts';
import { placeKey } from '../../source/ranges.ts';
import { reachedIn } from '../../trace/texts/decided.ts';
import { isParameters } from '../../trace/requests/sent-settings.ts';
import type { Trace } from '../../trace/trace.ts';
import { members, type RawRequest, type Ref } from '../../trace/value.ts';
import { rangeOf } from '../code.ts';
import { asDefault, askedAgain, asksForDefault } from './defaults.ts';
import { assignmentSite, type Sites } from './object.ts';
import { valueSites } from './query.ts';
import { callSite } from './search-params.ts';
import { askedSite, namedSite, type Site } from './site.ts';

const reason = 'a function that the client calls before each request also reads, sets or deletes it';

/** The parameters of a request that functions of the project may change before it is sent: with those that they set, and with what else they say of old ones. */
export function hookedSites(trace: Trace, request: RawRequest, given: Sites): Sites {
  const { hooks = [], touches = [] } = request;
  const touched = touches.flatMap((touch) => touchSites(trace, touch)).map((site) => ({ ...site, isShared: true }));
  const before = touched.length > 0 ? { ...given, sites: [...given.sites, ...touched.filter(({ name, isAsked }) => !isAsked || given.sites.some((site) => site.name === name))] } : given;
  return hooks.length > 0 ? throughHooks(trace, hooks, before) : before;
}

/** `instance.defaults.params.sortBy = 'name'`: a parameter that is set wherever that runs. */
function touchSites(trace: Trace, { node, frame }: Ref): Site[] {
  const name = nameAt(isMember(node) ? node['property'] : node);
  if (isMember(node)) return name === undefined ? [] : [askedSite(trace, { ...node['property'], value: name }, reason)];
  const sites = isCall(node) ? mergedSites(trace, node, frame) : assignmentSite(trace, node, frame);
  const within = enclosingFunction(node);
  return sites.map((site) => (within ? { ...site, branch: site.branch ?? within, conditional: true } : site));
}

/** `Object.assign(config.params, {…})`. */
function mergedSites(trace: Trace, call: Node, frame: Ref['frame']): Site[] {
  const given = (call['arguments'] as Node[]).slice(1);
  return given.flatMap((one) => valueSites(trace, trace.evaluate(one, frame)).sites.map((site) => ({ ...site, layer: undefined, holder: undefined })));
}

function throughHooks(trace: Trace, hooks: readonly Ref[], given: Sites): Sites {
  const own = given.sites.flatMap((site) => placedIn(trace, hooks, site));
  const set = hooks.flatMap((hook) =>
    descendants(hook.node)
      .flatMap((node) => setIn(trace, node, hook))
      .flatMap((site) => placedIn(trace, [hook], site)),
  );
  const sites = [...own, ...set];
  const known = new Set([...given.sites, ...set].map(({ at }) => placeKey(at)));
  const others = hooks.flatMap((hook) => namedIn(trace, hook).filter(({ at, name, isAsked }) => !known.has(placeKey(at)) && (!isAsked || sites.some((site) => site.name === name))));
  const asked = given.complete && !given.isUnnamed ? others.filter(({ name, isAsked }) => isAsked && others.filter((other) => other.name === name).length === 1).map(({ anchor }) => anchor) : [];
  const defaults = asked.filter((literal) => asksForDefault(sites, literal));
  const settled = others.map((site) => (defaults.includes(site.anchor) ? askedAgain(trace, site.anchor) : site));
  return { ...given, sites: [...sites.map((site) => asDefault(site, defaults)), ...settled] };
}

/** A parameter that is set within such a function: not at all, always or sometimes, as the tests around it come out for this request. */
function placedIn(trace: Trace, hooks: readonly Ref[], site: Site): Site[] {
  const hook = hooks.find(({ node, frame }) => frame && isInside(site.anchor, node) && trace.project.fileOf(node) === site.source.file);
  if (!hook) return [site];
  const reached = reachedIn(trace, site.anchor, hook.node, hook.frame);
  if (reached === 'never') return [];
  return [reached === 'always' ? { ...site, branch: undefined, conditional: false } : { ...site, branch: site.branch ?? hook.node, conditional: true }];
}

/** `config.params.sortBy = 'name'`, `options.url.searchParams.set('sortBy', 'name')`, `Object.assign(config.params, {…})`. */
function setIn(trace: Trace, node: Node, { frame }: Ref): Site[] {
  if (!frame) return [];
  const left: Node | undefined = node.type === 'AssignmentExpression' ? unwrap(node['left']) : undefined;
  if (left && isMember(left)) return oldParameters.includes(memberName(left) ?? '') && isParameters(trace, left['object'], frame) ? assignmentSite(trace, node, frame) : [];
  const callee: Node | undefined = isCall(node) ? unwrap(node['callee']) : undefined;
  if (!callee || !isMember(callee)) return [];
  const [first, ...others]: Node[] = node['arguments'];
  if (isAssign(callee) && first && isParameters(trace, first, frame)) return mergedSites(trace, node, frame);
  const name = first?.type === 'StringLiteral' && others.length > 0 && /^(?:set|append)$/.test(memberName(callee) ?? '') ? first['value'] : undefined;
  return name !== undefined && isParameters(trace, callee['object'], frame) ? [callSite(trace, node, name, frame)] : [];
}

/** Old names that the function, or one that it calls, says in any other way. */
function namedIn(trace: Trace, { node: fn, frame }: Ref): Site[] {
  const nodes = [fn, ...calledIn(trace, fn, frame)].flatMap((one) => descendants(one));
  const isOpen = (node: Node): boolean => !frame || !isInside(node, fn) || reachedIn(trace, node, fn, frame) !== 'never';
  return nodes.flatMap((node): Site[] => {
    const written = writtenIn(trace, node);
    if (written.length > 0) return isOpen(node) ? written : [];
    const name = nameAt(node);
    if (name === undefined || !oldParameters.includes(name) || !isOpen(node)) return [];
    if (!distinctiveParameters.includes(name) && (isValue(node) || !isOfParameters(trace, node, frame))) return [];
    const literal = { ...node, value: name } as Node;
    const site = isRead(node) ? askedSite(trace, literal, reason) : namedSite(trace, literal, reason, false);
    return [{ ...site, at: rangeOf(trace.project.sourceOf(node), node), anchor: node }];
  });
}

/** What begins a text and could be many other things is none. */
const assigned = new RegExp(`[?&](${oldParameters.join('|')})=|^(${distinctiveParameters.join('|')})=`, 'g');

/** `${config.url}?sortBy=name`: parameters in a text. */
function writtenIn(trace: Trace, node: Node): Site[] {
  const text: unknown = node.type === 'TemplateElement' ? node['value'].raw : node.type === 'StringLiteral' ? node['value'] : undefined;
  const first = node.start + (node.type === 'StringLiteral' ? 1 : 0);
  return [...(typeof text === 'string' ? text.matchAll(assigned) : [])].map(({ index, 0: whole, 1: behind, 2: name = behind ?? '' }) => {
    const start = first + index + whole.length - name.length - 1;
    const site = namedSite(trace, { ...node, value: name }, reason, false);
    return { ...site, at: { ...site.at, start, end: start + name.length }, anchor: node };
  });
}

/** Functions of the project that it calls. */
function calledIn(trace: Trace, fn: Node, frame: Ref['frame']): Node[] {
  const calls = descendants(fn).filter((node) => isCall(node) && !isMember(unwrap(node['callee'])));
  return [...new Set(calls.flatMap((call) => members(trace.evaluate(call['callee'], frame))).flatMap((value) => (value.kind === 'function' && value.ref.node !== fn ? [value.ref.node] : [])))];
}

/** The name of a key, of a member, or of a text. */
function nameAt(node: Node): string | undefined {
  const { parent } = node;
  if (node.type === 'StringLiteral') return node['value'];
  if (node.type !== 'Identifier' || !parent) return undefined;
  const isName = (parent['key'] === node && /^Object(?:Property|Method)$/.test(parent.type)) || (isMember(parent) && parent['property'] === node);
  return isName ? keyName(node, parent['computed']) : undefined;
}

/** A text that is what something is set to, or compared with. */
function isValue(node: Node): boolean {
  const parent = node.parent as Node;
  if (isCall(parent)) return parent['arguments'].indexOf(node) > 0;
  return node.type === 'StringLiteral' && (parent['value'] === node || parent['right'] === node || /^(?:Binary|Conditional|Logical)Expression$/.test(parent.type)) && parent['operator'] !== 'in';
}

/** A place that does not set what it names. */
function isRead(node: Node): boolean {
  const parent = node.parent as Node;
  if (isCall(parent)) return /^(?:get|getAll|has|delete)$/.test(calleeName(parent));
  const member = isMember(parent) && parent['property'] === node ? outermost(parent) : undefined;
  if (member) return member.parent?.type !== 'AssignmentExpression' || member.parent['left'] !== member;
  return (parent.type === 'BinaryExpression' && parent['operator'] === 'in') || parent.parent?.type === 'ObjectPattern';
}

const sounding = /params|query|search/i;

/** True for a word that is said of parameters: many other things have a status, or an e-mail address. */
function isOfParameters(trace: Trace, node: Node, frame: Ref['frame']): boolean {
  const source = trace.project.sourceOf(node);
  for (let at: Node | undefined = node; at && !isFunction(at); at = at.parent) {
    const { parent }: Node = at;
    if (!parent) return false;
    if (isMember(parent) && parent['property'] === at) return sounding.test(source.slice(parent['object']));
    if (isCall(parent) && isMember(unwrap(parent['callee']))) return sounding.test(source.slice(unwrap(parent['callee'])['object'])) || (parent['arguments'][0] !== undefined && isParameters(trace, parent['arguments'][0], frame));
    if (parent.type === 'ObjectProperty' && parent['value'] === at && sounding.test(keyName(parent['key'], parent['computed']) ?? '')) return true;
    if (parent.type === 'AssignmentExpression') return sounding.test(source.slice(parent['left']));
    if (parent.type === 'VariableDeclarator') return sounding.test(source.slice(parent['id'])) || (parent['id'].type === 'ObjectPattern' && !!parent['init'] && sounding.test(source.slice(parent['init'])));
  }
  return false;
}
