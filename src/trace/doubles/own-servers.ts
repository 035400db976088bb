import { asserts } from '../../evidence-words.ts';
import { calleeName, descendants, enclosingFunction, isCall, isFunction, isMember, keyName, type Node, unwrap } from '../../source/ast.ts';
import { type Address, addressIn } from '../texts/address.ts';
import { callSites } from '../calls/callers.ts';
import { isDefault } from '../texts/chosen-hosts.ts';
import { isDouble } from './doubles.ts';
import { namings } from '../names/namings.ts';
import type { Trace } from '../trace.ts';
import { type Frame, members, type Piece, type Ref, type Value } from '../value.ts';

/** A server that the program starts itself, where an address leads to it. */
export interface OwnServer {
  /** What tells its port, or gives the port to it. */
  readonly node: Node;
  /** The address may be another one as well. */
  readonly isOpen: boolean;
}

/** Bases behind bases are followed to this depth. */
const deepest = 6;

/** The server of the program itself that a request reaches: by the port that one which listens says it has, or by the one that it is told to listen on. Servers of tests stand for others. */
export function ownServer(trace: Trace, address: Address): OwnServer | undefined {
  const bases = address.origin === '' ? [] : basesOf(trace, address.originPieces, 0).map((base) => base && serverAt(trace, base));
  const node = bases.find((found) => found !== undefined);
  const isOpen = bases.includes(undefined);
  return node && !(isOpen && address.originPieces.some((piece) => piece.kind === 'hole' && isStandby(trace, piece.ref))) ? { node, isOpen } : undefined;
}

/** `process.env.TENANT_URL ?? (await started())`: where no tenant is set, something takes its place. */
function isStandby(trace: Trace, ref: Ref): boolean {
  const sources = namings(trace, ref).flatMap(({ node, frame }) => sourcesOf(trace, node, frame));
  return sources.some((source) => isDefault(trace, source.type === 'LogicalExpression' ? source['right'] : source));
}

/** The texts that the base of an address may be; undefined for one that is no text and that nobody knows to be a server's. */
function basesOf(trace: Trace, pieces: readonly Piece[], depth: number): readonly (readonly Piece[] | undefined)[] {
  const [first] = pieces;
  if (first?.kind !== 'hole' || depth > deepest) return first?.kind === 'literal' && isDefault(trace, first.node) ? [] : [pieces];
  const ofValue = (value: Value): readonly (readonly Piece[] | undefined)[] => (value.kind === 'text' ? basesOf(trace, value.pieces, depth + 1) : value.kind === 'env' ? [undefined] : [[first]]);
  return members(first.value).flatMap(ofValue);
}

function serverAt(trace: Trace, pieces: readonly Piece[]): Node | undefined {
  const { origin, originPieces } = addressIn(trace, pieces);
  const hole = originPieces.findLast((piece) => piece.kind === 'hole');
  const port = /^https?:\/\/[\w.[\]:\ue000-]{1,80}:(\d{3,5}|\ue000)$/i.exec(origin)?.[1];
  const told = hole?.kind === 'hole' && (port === '\ue000' || origin === '\ue000') ? tellingPort(trace, hole.ref) : undefined;
  if (told || port === undefined || !thisMachine.test(origin)) return told;
  const keys = hole?.kind === 'hole' && port === '\ue000' ? keysOf(trace, hole.ref) : [port];
  return keys.map((key) => listeningOn(trace).get(key)).find((node) => node !== undefined);
}

/** Where servers of the program are asked for their address that a request may reach, and whether it may reach something else as well. */
export function serversAsked(trace: Trace, address: Address): { readonly asked: readonly Node[]; readonly isOpen: boolean } {
  const bases = address.origin === '' ? [] : basesOf(trace, address.originPieces, 0);
  const asked = bases.map((base) => {
    const hole = base && addressIn(trace, base).originPieces.findLast((piece) => piece.kind === 'hole');
    return hole?.kind === 'hole' ? askedFor(trace, hole.ref) : undefined;
  });
  return { asked: asked.flatMap((node) => node ?? []), isOpen: asked.includes(undefined) };
}

/** True for a server that stands for others in a test. */
export const isServerOfTests = (trace: Trace, asked: Node): boolean => isDouble(trace, asked) || isDouble(trace, nameOf(trace, asked)) || isStartedByTests(trace, asked);

/** A function that answers for a server; for one route of it, where it says so. */
export interface Handler {
  readonly fn: Node;
  readonly route?: { readonly verb: string; readonly path: string };
}

/** The functions that answer for a server which is asked for its address: `createServer((request, response) => …)`, `app.get(path, (request, response) => …)`. */
export function handlersOf(trace: Trace, asked: Node): readonly Handler[] {
  const object: Node = unwrap(unwrap(asked['callee'])['object']);
  const calls = [...new Set([...sourcesOf(trace, object, undefined), ...callArgumentsFor(trace, object)].flatMap((source) => descendants(source)).filter((node) => isCall(node)))];
  const functionsIn = (call: Node): readonly Node[] => (call['arguments'] as Node[]).flatMap((given) => members(trace.evaluate(given, undefined)).flatMap((value) => (value.kind === 'function' ? [value.ref.node] : [])));
  const made = calls.filter((call) => calleeName(call) === 'createServer');
  const apps = [...calls.filter((call) => calleeName(call) === 'listen').map((call) => unwrap(unwrap(call['callee'])['object'] ?? call)), ...made.flatMap((call) => call['arguments'] as Node[])];
  return [...made.flatMap((call) => functionsIn(call).map((fn): Handler => ({ fn }))), ...apps.flatMap((app) => routesOf(trace, app).flatMap(({ call, route }) => functionsIn(call).map((fn): Handler => ({ fn, route }))))];
}

/** `app.get('/api/v1/users', …)` of the variable that holds the application. */
function routesOf(trace: Trace, app: Node): readonly { readonly call: Node; readonly route: NonNullable<Handler['route']> }[] {
  const binding = app.type === 'Identifier' ? trace.project.sourceOf(app).scopes.bindingOf(app) : undefined;
  return (binding?.references ?? []).flatMap(({ parent }) => {
    const call = isMember(parent) ? parent?.parent : undefined;
    const [path] = call && isCall(call) && call['callee'] === parent ? (call['arguments'] as Node[]) : [];
    const verb = call && path?.type === 'StringLiteral' ? calleeName(call) : '';
    return call && path && /^(?:get|post|put|patch|delete|all|use)$/.test(verb) ? [{ call, route: { verb, path: path['value'] as string } }] : [];
  });
}

/** `async function started(server) { … server.address() … }`: what calls give for the parameter. */
function callArgumentsFor(trace: Trace, object: Node): readonly Node[] {
  const binding = object.type === 'Identifier' ? trace.project.sourceOf(object).scopes.bindingOf(object) : undefined;
  const fn = binding?.kind === 'param' ? binding.scope.function : undefined;
  const index = fn ? (fn['params'] as Node[]).indexOf(binding?.declaration as Node) : -1;
  return index < 0 || !fn ? [] : callSites(trace, fn).flatMap(({ node }) => (node['arguments']?.[index] ? sourcesOf(trace, node['arguments'][index], undefined) : []));
}

const thisMachine = /^https?:\/\/(?:localhost|127\.0\.0\.1|0\.0\.0\.0|\[::1?\]):/i;

/** The same where the server is none of a test. */
function tellingPort(trace: Trace, ref: Ref): Node | undefined {
  const asked = askedFor(trace, ref);
  return asked && !isServerOfTests(trace, asked) ? asked : undefined;
}

/** `server.address().port`, `const { port } = await started(server)`: where something that listens is asked for its address, on the way to a value. */
function askedFor(trace: Trace, ref: Ref): Node | undefined {
  const sources = namings(trace, ref).flatMap(({ node, frame }) => sourcesOf(trace, node, frame));
  return sources.flatMap((source) => descendants(source).find(isAskedForAddress) ?? [])[0];
}

/** `server.address()`. */
export const isAskedForAddress = (node: Node): boolean => isCall(node) && calleeName(node) === 'address' && node['arguments'].length === 0 && isMember(node['callee']);

/** True for a server that is started only where something is asserted. */
function isStartedByTests(trace: Trace, asked: Node): boolean {
  const fn = enclosingFunction(asked);
  const starts = fn ? callSites(trace, fn).map(({ node }) => node) : [];
  return (starts.length > 0 ? starts : [asked]).every((start) => asserts.test(trace.project.sourceOf(start).text));
}

/** What declares the variable that an address is asked of: `fakeTenant.address()`. */
function nameOf(trace: Trace, call: Node): Node {
  const object = unwrap(unwrap(call['callee'])['object']);
  return (object.type === 'Identifier' ? trace.project.sourceOf(object).scopes.bindingOf(object)?.declaration : undefined) ?? call;
}

/** The expression, what the variable is set to, and the functions that are called for it. */
function sourcesOf(trace: Trace, node: Node, frame: Frame | undefined): readonly Node[] {
  const binding = node.type === 'Identifier' ? trace.project.sourceOf(node).scopes.bindingOf(node) : undefined;
  const set = (binding?.writes ?? []).flatMap((write): Node[] => (write.parent?.type === 'AssignmentExpression' ? [write.parent['right']] : []));
  const given = [...(binding?.declaration.type === 'VariableDeclarator' && binding.declaration['init'] ? [binding.declaration['init'] as Node] : []), ...set, ...(isFunction(node) ? [] : [node])];
  return given.flatMap((one) => {
    const call = one.type === 'AwaitExpression' ? unwrap(one['argument']) : one;
    const called = isCall(call) ? members(trace.evaluate(call['callee'], frame)).flatMap((value) => (value.kind === 'function' ? [value.ref.node] : [])) : [];
    return [one, ...called];
  });
}

const known = new WeakMap<Trace, ReadonlyMap<string, Node>>();

/** The ports on which servers of the program are told to listen, by number or by the variable of the environment: `app.listen(3000)`, `serve({ port })`. */
function listeningOn(trace: Trace): ReadonlyMap<string, Node> {
  const found =
    known.get(trace) ??
    new Map<string, Node>(['listen', 'serve'].flatMap((word) => trace.project.filesWith(word).flatMap((file) => (file.endsWith('.json') ? [] : trace.project.nodes(file).flatMap((node) => listening(trace, node, word))))));
  known.set(trace, found);
  return found;
}

function listening(trace: Trace, node: Node, word: string): readonly [string, Node][] {
  if (!isCall(node) || calleeName(node) !== word || isDouble(trace, node)) return [];
  return (node['arguments'] as Node[]).slice(0, 2).flatMap((given, index) => {
    const port =
      given.type === 'ObjectExpression' ? (given['properties'] as Node[]).find((property) => property['value'] && keyName(property['key'], property['computed']) === 'port')?.['value'] : word === 'listen' && index === 0 ? given : undefined;
    return port ? keysOf(trace, { node: port, frame: undefined }).map((key): [string, Node] => [key, node]) : [];
  });
}

/** A port as it is compared: by its number, or by the variable that holds it: `Number(process.env.PORT ?? 3000)`. */
function keysOf(trace: Trace, ref: Ref): readonly string[] {
  const known = members(trace.evaluate(ref.node, ref.frame)).flatMap((value) => (value.kind === 'text' && value.pieces.length === 1 ? value.pieces : []));
  const texts = known.flatMap((piece) => (piece.kind === 'literal' ? [piece.text] : []));
  const inside = [ref, ...namings(trace, ref)].flatMap(({ node, frame }) =>
    sourcesOf(trace, node, frame)
      .filter((source) => !isFunction(source))
      .flatMap((source) => descendants(source).flatMap((inner) => keyIn(trace, inner))),
  );
  return [...texts, ...inside].filter((key) => /^(?:\d{3,5}|\$\w+)$/.test(key));
}

function keyIn(trace: Trace, node: Node): readonly string[] {
  if (node.type === 'NumericLiteral') return [String(node['value'])];
  return isMember(node) ? members(trace.evaluate(node, undefined)).flatMap((value) => (value.kind === 'env' ? [`$${value.name}`] : [])) : [];
}
