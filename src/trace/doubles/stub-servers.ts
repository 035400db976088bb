import { endpointOf } from '../../evidence.ts';
import { calleeName, chainRoot, descendants, isCall, type Node, unwrap } from '../../source/ast.ts';
import { addressOf } from '../texts/address.ts';
import { type Handler, handlersOf, isServerOfTests, serversAsked } from './own-servers.ts';
import { pathOf, samplesOf } from './sample-addresses.ts';
import type { Trace } from '../trace.ts';
import { members, type RawRequest, type Ref } from '../value.ts';

/** A function that answers for a server which stands for the tenant, what it is seen to answer, and the requests that reach it. */
export interface StubServer {
  readonly handler: Node;
  readonly written: readonly Ref[];
  readonly requests: readonly RawRequest[];
}

/** What ends an answer, or is given the whole of it. */
const answers = /^(?:end|json|send)$/;

/** Through how many functions an answer is followed to what ends it. */
const deepest = 2;

/** Servers that a test starts, and servers of the program that are asked by the same code as the tenant. */
export function stubServers(trace: Trace, requests: readonly RawRequest[]): StubServer[] {
  const reaching = new Map<Node, RawRequest[]>();
  const reached = new Set<RawRequest>();
  for (const request of requests) {
    if (request.mock || endpointOf(trace, request) === undefined) continue;
    for (const { fn, route } of trace.ask(() => handlersFor(trace, request), [], request.call))
      if (!route || isRouted(trace, request, route)) {
        reaching.set(fn, [...(reaching.get(fn) ?? []), request]);
        reached.add(request);
      }
  }
  return [...reaching].map(([handler, all]) => ({
    handler,
    requests: all.flatMap((request) => elsewhere(trace, requests, reached, request)),
    written: trace.ask(() => answersIn(trace, handler, handler['params'][1]?.name, 0), [], handler).map((node) => ({ node, frame: undefined })),
  }));
}

/** What the same code asks of the tenant itself, for which the server stands; the request as it is where it asks nothing else. */
function elsewhere(trace: Trace, requests: readonly RawRequest[], reached: ReadonlySet<RawRequest>, request: RawRequest): readonly RawRequest[] {
  const others = requests.filter((other) => other.call === request.call && !other.mock && !reached.has(other) && endpointOf(trace, other) === endpointOf(trace, request));
  return others.length > 0 ? others : [request];
}

function handlersFor(trace: Trace, request: RawRequest): readonly Handler[] {
  const { asked, isOpen } = serversAsked(trace, addressOf(trace, request));
  return asked.flatMap((node) => (isOpen || isServerOfTests(trace, node) ? handlersOf(trace, node) : []));
}

/** True for a request that a route answers: `app.get('/api/v1/users/:id', …)`. */
function isRouted(trace: Trace, request: RawRequest, { verb, path }: NonNullable<Handler['route']>): boolean {
  if (!/^(?:all|use)$/.test(verb) && verb.toUpperCase() !== request.method) return false;
  const parts = path.split('/');
  return samplesOf(trace, request).some((sample) => {
    const asked = (pathOf(sample).split('?', 1)[0] as string).split('/');
    return (verb === 'use' || asked.length === parts.length) && parts.every((part, index) => part === '' || part === '*' || part.startsWith(':') || part === asked[index]);
  });
}

/** `response.end(JSON.stringify(body))`, `response.writeHead(200).end(body)`, `json(response, body)`. */
function answersIn(trace: Trace, fn: Node, response: string | undefined, depth: number): Node[] {
  return response === undefined ? [] : descendants(fn['body']).flatMap((node) => (isCall(node) ? answersOf(trace, node, response, depth) : []));
}

function answersOf(trace: Trace, call: Node, response: string, depth: number): Node[] {
  const given = call['arguments'] as Node[];
  if (rootOf(call) === response) return answers.test(calleeName(call)) ? given.slice(0, 1) : [];
  const index = given.findIndex((argument) => argument['name'] === response);
  if (index < 0 || depth > deepest) return [];
  return members(trace.evaluate(call['callee'], undefined)).flatMap((value) => {
    const parameters: readonly Node[] = value.kind === 'function' ? value.ref.node['params'] : [];
    return value.kind !== 'function' ? [] : answersIn(trace, value.ref.node, parameters[index]?.['name'], depth + 1).flatMap((written) => handedOver(written, parameters, given) ?? written);
  });
}

/** What the call hands to a function that writes it: `(response, body) => response.end(JSON.stringify(body))`. */
function handedOver(written: Node, parameters: readonly Node[], given: readonly Node[]): Node | undefined {
  const text = unwrap(written);
  const plain: Node = isCall(text) && calleeName(text) === 'stringify' && text['arguments'][0] ? unwrap(text['arguments'][0]) : text;
  return plain.type === 'Identifier' ? given[parameters.findIndex((parameter) => (parameter.type === 'AssignmentPattern' ? parameter['left'] : parameter)['name'] === plain['name'])] : undefined;
}

/** The name at the start of a chain of calls. */
function rootOf(call: Node): string | undefined {
  const root = chainRoot(call);
  return root === unwrap(call['callee']) ? undefined : root['name'];
}
