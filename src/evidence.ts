/**
 * The one gate: is this Qlik Cloud's users API, and how sure is that?
 * Every look-alike decision is made here and nowhere else.
 */
import { endpoints, oldOps } from './api.ts';
import { handsOn, localHost, otherHeader, otherName, qlikEnvironment, qlikHeader, qlikHost, qlikName, qlikPackage, reservedHost, saysOther, signedIn, testDouble, userAttributes, userLike } from './evidence-words.ts';
import type { Confidence, EndpointId, Evidence, Range } from './facts.ts';
import { descendants, isCall, isMember, type Node, unwrap } from './source/ast.ts';
import { type Address, addressOf, isHole, usersPath } from './trace/texts/address.ts';
import { chosenHosts, hostPiece, isOpenHost, scheme, type HostChoice, writtenHosts } from './trace/texts/chosen-hosts.ts';
import { environments } from './trace/texts/environments.ts';
import { headerNodes } from './trace/requests/header-nodes.ts';
import type { LimitKind } from './trace/limits.ts';
import { namings } from './trace/names/namings.ts';
import { type OwnServer, ownServer } from './trace/doubles/own-servers.ts';
import type { Trace } from './trace/trace.ts';
import type { Piece, RawRequest } from './trace/value.ts';

/** What the gate says of a request. `note` tells why, or what the request is instead. */
export interface Verdict {
  readonly confidence: Confidence | 'none';
  readonly note: string;
  readonly node: Node;
}

/** What one run knows beyond the request itself. */
export interface Surroundings {
  readonly hasQlik: boolean;
  readonly assumeQlik: boolean;
  /** Host names that the configuration calls Qlik tenants. */
  readonly hosts: readonly string[];
  /** Paths with `/users` that the project serves itself. */
  readonly hasOwnRoute: boolean;
  /** One of them is the very path of the users API. */
  readonly hasSameRoute: boolean;
  /** A setting of the project for the host of its tenant says Qlik. */
  readonly hasQlikSetting: boolean;
  /** Files that themselves speak of Qlik. */
  readonly qlikFiles: ReadonlySet<string>;
}

/** Which endpoint of the users API the request names, by path and method; undefined for everything else. */
export function endpointOf(trace: Trace, request: RawRequest): EndpointId | undefined {
  if (!endpointIds.has(request)) endpointIds.set(request, readEndpoint(trace, request));
  return endpointIds.get(request);
}

const endpointIds = new WeakMap<RawRequest, EndpointId | undefined>();

function readEndpoint(trace: Trace, request: RawRequest): EndpointId | undefined {
  const path = usersPath(addressOf(trace, request));
  if (!path || path.rest.length > 2 || path.prefix.some((segment) => /^(?:qrs|scim|admin|rest|realms)$/i.test(segment))) return undefined;
  const method = request.method ?? (request.body ? undefined : 'GET');
  return endpoints.find(
    (endpoint) => endpoint.method === method && endpoint.path.length === path.rest.length && endpoint.path.every((part, index) => (part === '*' ? !/^(?:actions)$/.test(path.rest[index] ?? '') : part === path.rest[index])),
  )?.id;
}

/** True when the request's own headers or literal host are another vendor's, whatever the rest of the project says: its answers are theirs. */
export function isForeign(trace: Trace, request: RawRequest): boolean {
  if (request.mock || qlikPackage.test(request.client)) return false;
  const address = addressOf(trace, request);
  const alone: Surroundings = { hasQlik: true, assumeQlik: false, hosts: trace.hosts, hasOwnRoute: false, hasSameRoute: false, hasQlikSetting: false, qlikFiles: new Set() };
  return statedVerdict(trace, request, address, alone)?.confidence === 'none';
}

/** Judges a request whose endpoint has the users API's form. */
export function judge(trace: Trace, request: RawRequest, surroundings: Surroundings): Verdict {
  const verdict = judged(trace, request, surroundings);
  return request.isDoubtful && verdict.confidence === 'certain' ? { ...verdict, confidence: 'likely', note: `${verdict.note}; the address may also be another one` } : verdict;
}

/**
 * Judges a mock's statement. A host or a name decides as for a request; a pattern for any host, a path alone and a reserved host
 * are what the code asks there: `stands` are the verdicts on the code's own requests of the same endpoint.
 */
export function judgeMock(trace: Trace, request: RawRequest, surroundings: Surroundings, stands: readonly Verdict[]): Verdict {
  const own = judge(trace, request, surroundings);
  const host = addressOf(trace, request).origin.replace(/^[a-z][a-z\d+.-]*:\/\//i, '');
  const isAnyHost = host === '' || /^[*\ue000]+(?::\d+)?$/.test(host) || reservedHost.test(host) || localHost.test(host);
  if (own.confidence === 'certain' || !isAnyHost) return own;
  const at = request.call;
  const told = host === '' ? toldName(trace, at) : '';
  if (otherName.test(told) && !qlikName.test(told)) return { confidence: 'none', note: `\`${told}\` names another API`, node: at };
  if (stands.some((verdict) => verdict.confidence === 'none')) return { confidence: 'none', note: 'the code asks the same path of another API', node: at };
  if (stands.some((verdict) => verdict.confidence === 'certain' || verdict.confidence === 'likely')) return { confidence: 'likely', note: 'stands in for what the code asks of Qlik Cloud', node: at };
  return own;
}

/** What a mock is told to, as the code names it: `server.okta` of `server.okta.get(path)`. */
function toldName(trace: Trace, call: Node): string {
  const callee: Node | undefined = call['callee'];
  return callee && isMember(callee) && !isCall(unwrap(callee['object'])) ? namesIn(trace, callee['object']) : '';
}

/**
 * A value that may also be something else is never certain. When one and the same call gives both, the trace may just not have told the
 * ways apart (a cache, a list of paths), and then it is only possible.
 */
export function judgeMixed(verdict: Verdict, isSameCall: boolean): Verdict {
  return { ...verdict, confidence: verdict.confidence === 'certain' && !isSameCall ? 'likely' : 'possible', note: `${verdict.note}; it may also be something else` };
}

/** Evidence of a place where the trace stopped looking: other callers may hand in something else, and other sources may not have been seen. */
export function judgeLimited(evidence: Evidence, limit: LimitKind, at: Range): Evidence {
  const confidence = limit === 'callers' ? 'possible' : evidence.confidence === 'certain' ? 'likely' : evidence.confidence;
  const notes: Readonly<Record<LimitKind, string>> = { callers: 'a function with more callers than were looked at', steps: 'more steps than one question may take', run: 'more steps than one run may take' };
  return { confidence, trail: [...evidence.trail, { ...at, note: notes[limit] }] };
}

function judged(trace: Trace, request: RawRequest, surroundings: Surroundings): Verdict {
  const address = addressOf(trace, request);
  const path = usersPath(address);
  const at = request.call;
  if (!path) return { confidence: 'none', note: 'another endpoint', node: at };
  if (qlikPackage.test(request.client)) return { confidence: 'certain', note: `${request.client} is a package for Qlik Cloud`, node: at };
  const stated = statedVerdict(trace, request, address, surroundings);
  if (request.configured && stated?.confidence !== 'none') return { confidence: 'certain', note: request.configured, node: at };
  return stated ?? nameVerdict(trace, address, surroundings) ?? defaultVerdict(address) ?? settingVerdict(trace, address, surroundings) ?? shapeVerdict(address, path, surroundings, at, trace.project.fileOf(at));
}

/** By what authorises a request: the places in the code that name the path, of the requests that it takes to a tenant. */
export type Tokens = ReadonlyMap<Node, ReadonlySet<Node>>;

/** What takes requests to a host that is known to be a tenant. */
export function tenantTokens(trace: Trace, requests: readonly RawRequest[], surroundings: Surroundings): Tokens {
  const tokens = new Map<Node, Set<Node>>();
  for (const request of requests) {
    const token = request.mock ? undefined : headerVerdict(trace, request)?.node;
    const address = token && addressOf(trace, request);
    if (!token || !address || hostVerdict(trace, address, surroundings, request.call)?.confidence !== 'certain') continue;
    tokens.set(token, new Set([...(tokens.get(token) ?? []), ...pathNodes(address)]));
  }
  return tokens;
}

const pathNodes = (address: Address): Node[] => address.pathUnits.flatMap(({ piece }) => (piece.kind === 'literal' ? [piece.node] : []));

/**
 * A host of another name that is sent what authorises requests to the tenant as well is another system's: one client may serve both.
 * Hosts that nobody owns may also stand for the tenant in a test, where the same code asks both.
 */
export function judgeBeside(trace: Trace, request: RawRequest, verdict: Verdict, surroundings: Surroundings, tokens: Tokens): Verdict {
  const paths = tokens.get(verdict.node);
  const address = paths && addressOf(trace, request);
  const host = address && hostPiece(address.originPieces);
  if (!paths || !address || !host || isOpenHost(host)) return verdict;
  const chosen = chosenHosts(trace, host);
  const hosts = chosen.length > 0 ? chosen : [{ text: address.origin, isWritten: true, node: nodeOf(address.originPieces.at(-1), request.call) }];
  const [other] = hosts;
  if (!other || !hosts.every((choice) => isOtherHost(choice, false, surroundings, true))) return verdict;
  const isSamePath = pathNodes(address).some((node) => paths.has(node));
  if (isSamePath && hosts.every(({ text, node }) => reservedHost.test(text) && testDouble.test(trace.project.fileOf(node)))) return verdict;
  return { confidence: 'none', note: `the host is ${other.text}, which is only sent the same headers as the tenant`, node: other.node };
}

/** What the headers or the host say. Where one of several hosts is known to be another vendor's, the address is only possible. */
function statedVerdict(trace: Trace, request: RawRequest, address: Address, surroundings: Surroundings): Verdict | undefined {
  const own = surroundings.hosts.some((host) => localHost.test(host)) ? undefined : ownServer(trace, address);
  if (own) return ownVerdict(trace, own);
  const byHeader = headerVerdict(trace, request);
  const host = hostPiece(address.originPieces);
  const choices = host && byHeader?.confidence !== 'none' ? chosenHosts(trace, host) : [];
  const others = choices.filter((choice) => isOtherHost(choice, byHeader !== undefined, surroundings));
  const [other] = others;
  const isOpen = others.length < choices.length || (byHeader && host && isOpenHost(host));
  if (other) return { confidence: isOpen ? 'possible' : 'none', note: isOpen ? `the host may be ${other.text}` : `the host is ${other.text}`, node: other.node };
  return byHeader ?? hostVerdict(trace, address, surroundings, request.call);
}

/** A server that the program starts itself is no tenant, whatever it is sent; one that hands on what it is asked may ask a tenant the same. */
function ownVerdict(trace: Trace, { node, isOpen }: OwnServer): Verdict {
  const confidence = isOpen || handsOn.test(trace.project.sourceOf(node).text) ? 'possible' : 'none';
  return { confidence, note: `the host ${confidence === 'none' ? 'is' : 'may be'} this program itself`, node };
}

/** True for a host of another vendor. Where the headers say Qlik, a host of any other name may still be a tenant's own. */
function isOtherHost({ text, isWritten }: HostChoice, isStated: boolean, { hosts }: Surroundings, withReserved = false): boolean {
  if (qlikName.test(text)) return false;
  const host = text.replace(scheme, '');
  return otherName.test(text) || (isWritten && !isStated && isNamed(host) && (withReserved || !reservedHost.test(host)) && !hosts.some((known) => host === known || host.endsWith(`.${known}`)));
}

function headerVerdict(trace: Trace, request: RawRequest): Verdict | undefined {
  for (const value of request.headers) {
    for (const node of headerNodes(trace, value)) {
      const name = node['key']?.name ?? node['key']?.value ?? (node.type === 'StringLiteral' ? node['value'] : undefined);
      if (typeof name === 'string' && otherHeader.test(name)) return { confidence: 'none', note: `the header \`${name}\` belongs to another API`, node };
      if (typeof name === 'string' && qlikHeader.test(name)) return { confidence: 'certain', note: `the header \`${name}\` is Qlik Cloud's`, node };
      const token = tokenNote(node);
      if (token) return { ...token, node };
    }
  }
  return undefined;
}

/** What the code of a header's value says: an environment name of Qlik's, another vendor's token scheme. */
function tokenNote(node: Node): { confidence: Confidence | 'none'; note: string } | undefined {
  for (const inner of descendants(node)) {
    const text = inner.type === 'TemplateElement' ? inner['value'].cooked : inner.type === 'StringLiteral' ? inner['value'] : undefined;
    if (typeof text === 'string' && /^SSWS\b/.test(text)) return { confidence: 'none', note: 'an Okta token (`SSWS`)' };
    const name = inner.type === 'Identifier' ? inner['name'] : undefined;
    const isEnvironment = inner.parent?.['object']?.['property']?.['name'] === 'env' || inner.parent?.['object']?.['name'] === 'env';
    if (typeof name === 'string' && isEnvironment && qlikEnvironment.test(name)) return { confidence: 'certain', note: `authorised by \`${name}\`` };
  }
  return undefined;
}

function hostVerdict(trace: Trace, address: Address, surroundings: Surroundings, at: Node): Verdict | undefined {
  const host = address.origin.replace(/^(?:[a-z][a-z\d+.-]*|\ue000):\/\//i, '').replace(/^[^@/]*@/, '');
  const shown = address.origin.replaceAll('\ue000', '…');
  if (surroundings.hosts.some((known) => host === known || host.endsWith(`.${known}`))) return { confidence: 'certain', note: `${shown} is a configured Qlik host`, node: at };
  if (qlikHost.test(host)) return { confidence: 'certain', note: `the host ${shown} is a Qlik Cloud tenant`, node: nodeOf(address.originPieces.at(-1), at) };
  const environment = address.originPieces.flatMap((piece) => environments(trace, piece)).find((name) => qlikEnvironment.test(name));
  if (environment) return { confidence: 'certain', note: `the host is \`${environment}\``, node: nodeOf(address.originPieces[0], at) };
  if (/:(?:4242|4243|4747|4993)$/.test(host)) return { confidence: 'none', note: `${shown} is client-managed Qlik`, node: at };
  if (localHost.test(host)) return { confidence: surroundings.hasOwnRoute ? 'none' : surroundings.hasQlik ? 'possible' : 'none', note: `${shown} is this machine`, node: at };
  return isNamed(host) ? { confidence: 'none', note: `the host is ${shown}`, node: at } : undefined;
}

/** True for the name of a host on a network, whatever else of it only the run knows. */
function isNamed(host: string): boolean {
  const labels = host.replace(/:\d+$/, '').replaceAll('\ue000', 'x').split('.');
  return /^[a-z]{2,}$/i.test(labels.at(-1) ?? '') && /[a-z]/i.test(labels.at(-2) ?? '') && labels.every((label) => /^[\w-]*$/.test(label));
}

/** Hosts that stand in for an unset environment (`process.env.API_URL ?? 'https://accounts.example.com'`): they say whose address it is. */
function defaultVerdict(address: Address): Verdict | undefined {
  const host = hostPiece(address.originPieces);
  const defaults = host?.isBare ? writtenHosts(host) : address.originPieces.flatMap((piece) => writtenHosts({ piece, isBare: false }));
  const tenant = defaults.find(({ host }) => qlikHost.test(host));
  if (tenant) return { confidence: 'likely', note: `without a setting, the host is ${tenant.host}`, node: tenant.node };
  const [other] = defaults;
  return other && defaults.every(({ host }) => isNamed(host)) ? { confidence: 'none', note: `without a setting, the host is ${other.host}`, node: other.node } : undefined;
}

/** A host by a setting or a name that says something else, where the project has one that says Qlik: hardly the same. */
function settingVerdict(trace: Trace, address: Address, surroundings: Surroundings): Verdict | undefined {
  const [piece] = address.originPieces;
  if (!surroundings.hasQlikSetting || surroundings.assumeQlik || piece?.kind !== 'hole') return undefined;
  const names = namings(trace, piece.ref).map(({ node }) => namesIn(trace, node));
  const name = environments(trace, piece).find((setting) => saysOther(setting, true)) ?? names.find((one) => saysOther(one, false));
  return name === undefined ? undefined : { confidence: 'possible', note: `the host is \`${name}\`, and the project has another for Qlik Cloud`, node: piece.ref.node };
}

/** Names in the code of the base address: `qlikUrl`, `oktaDomain`. */
function nameVerdict(trace: Trace, address: Address, surroundings: Surroundings): Verdict | undefined {
  const placeholder = address.origin.startsWith('{{') ? address.origin : undefined;
  const codes = address.originPieces.flatMap((piece) =>
    piece.kind === 'hole' ? namings(trace, piece.ref).map(({ node }) => ({ text: namesIn(trace, node), node })) : piece.kind === 'literal' && placeholder !== undefined ? [{ text: placeholder, node: piece.node }] : [],
  );
  for (const { text, node } of codes) {
    if (otherName.test(text) && !qlikName.test(text)) return { confidence: 'none', note: `\`${text}\` names another API`, node };
    if (qlikName.test(text) && !/qrs|repository/i.test(text)) return { confidence: surroundings.hasQlik ? 'certain' : 'likely', note: `\`${text}\` names Qlik`, node };
  }
  return undefined;
}

function namesIn(trace: Trace, node: Node): string {
  return trace.project.sourceOf(node).slice(node).replace(/\s+/g, ' ').slice(0, 80);
}

function shapeVerdict(address: Address, path: { versioned: boolean; prefix: readonly string[] }, surroundings: Surroundings, node: Node, file: string): Verdict {
  const isRelative = address.origin === '';
  if (isRelative && surroundings.hasOwnRoute) return { confidence: 'none', note: 'a route of this project', node };
  const isNear = surroundings.assumeQlik || surroundings.qlikFiles.has(file);
  if (isRelative && !isNear) return { confidence: surroundings.hasQlik ? 'possible' : 'none', note: "a relative address, which may be of this project's own server", node };
  const isStrong = path.versioned && path.prefix.every((segment) => isHole(segment));
  if (!surroundings.hasQlik && !surroundings.assumeQlik) return { confidence: isStrong ? 'possible' : 'none', note: 'the path of the users API, but nothing in the project says Qlik', node };
  if (surroundings.hasSameRoute) return { confidence: 'possible', note: 'the path of the users API, which the project serves as well', node };
  if (!isStrong) return { confidence: 'possible', note: 'a path with `users` in a project that speaks of Qlik', node };
  return { confidence: 'likely', note: 'the path of the users API in a project that speaks of Qlik', node };
}

function nodeOf(piece: Piece | undefined, otherwise: Node): Node {
  if (piece?.kind === 'literal') return piece.node.type === 'Joint' ? otherwise : piece.node;
  return piece ? piece.ref.node : otherwise;
}

/** True for the members of something that can only be a user: spaces have `roles` too, keys and integrations `created`. */
export const onlyUsersHave = (names: readonly string[]): boolean => names.includes('roles') && (names.includes('created') || names.includes('lastUpdated'));

/**
 * A value whose origin cannot be traced, in a file that handles users of Qlik Cloud: possible where its name or its other members are a user's.
 * `called`: the code that names it, `taken`: every member that is taken of it.
 */
export function judgeUntraced(called: string | undefined, taken: ReadonlySet<string>): { readonly confidence: 'possible'; readonly note: string } | undefined {
  const names = [...taken];
  const isCalledUser = called !== undefined && userLike.test(called) && !signedIn.test(called);
  const hasMembers = onlyUsersHave(names) || names.some((name) => userAttributes.has(name));
  if (!isCalledUser && !hasMembers) return undefined;
  return { confidence: 'possible', note: `${isCalledUser ? `\`${called}\` is called a user` : `\`${names.sort().join('`, `')}\` are taken of it`}, and where it comes from cannot be traced` };
}

/** An operation that no request is seen to send, in a project in which a patch of users sends something that is not seen: its words are hardly those of another API. */
export function judgeUntracedOperation(op: string, path: string): { readonly confidence: 'possible'; readonly note: string } | undefined {
  const isOfUsers = /^\/(?:roles|preferred(?:Locale|Zoneinfo))$/.test(path) && (oldOps.test(op) || op === 'add' || path === '/roles');
  return isOfUsers ? { confidence: 'possible', note: `\`${op}\` of \`${path}\` is an operation on users, and where it is sent cannot be traced` } : undefined;
}
