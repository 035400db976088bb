import { endpoints } from '../../api.ts';
import { endpointOf } from '../../evidence.ts';
import type { EndpointId } from '../../facts.ts';
import { keyName, type Node } from '../../source/ast.ts';
import { addressOf } from '../texts/address.ts';
import { memberNamed } from './indexed-types.ts';
import type { Trace } from '../trace.ts';
import { typeDeclaration } from './type-names.ts';
import type { TypeGiven } from './type-parameters.ts';
import { memberIn, membersGiven, membersOfType, typeOfMember } from './types.ts';
import type { RawRequest, ShapeValue } from '../value.ts';

/** One operation of the users API as a type declares it: `paths['/users']['get']`. */
export interface DeclaredOperation {
  /** The declaration of all paths. */
  readonly contract: Node;
  readonly endpoint: EndpointId;
  /** The member that names the path. */
  readonly path: Node;
  /** The members of the query's type. */
  readonly query: readonly Node[];
  readonly answers: readonly Node[];
  readonly bodies: readonly Node[];
  /** A request by which the type is known to describe the users API. */
  readonly request: RawRequest;
}

const methods = ['get', 'post', 'patch', 'delete'] as const;
const writing = ['post', 'put', 'patch', 'delete'] as const;

/** Where the paths that a request's client is made with are declared. */
export function contractOf(trace: Trace, request: RawRequest): Node | undefined {
  const type = request.contract;
  return type && (type.type === 'TSTypeReference' ? typeDeclaration(trace, type) : type.type === 'TSTypeLiteral' ? type : undefined);
}

/** Every operation of the users API that the types behind these requests declare. */
export function declaredOperations(trace: Trace, requests: readonly RawRequest[]): DeclaredOperation[] {
  const contracts = new Map<Node, RawRequest>();
  for (const request of requests) {
    const contract = endpointOf(trace, request) && contractOf(trace, request);
    if (contract && !contracts.has(contract)) contracts.set(contract, request);
  }
  return [...contracts].flatMap(([contract, request]) => membersOfType(trace, contract).flatMap((path) => operationsOf(trace, contract, path, request)));
}

function operationsOf(trace: Trace, contract: Node, path: Node, request: RawRequest): DeclaredOperation[] {
  const text = path['key'] && keyName(path['key'], path['computed']);
  const item: Node | undefined = path['typeAnnotation']?.['typeAnnotation'];
  if (text === undefined || !item) return [];
  return methods.flatMap((method) => {
    const operation = memberNamed(trace, item, method);
    const endpoint = operation && endpointOf(trace, asRequest(request, method, text, path['key']));
    if (!operation || !endpoint || /^TS(?:Never|Undefined)Keyword$/.test(operation.type)) return [];
    const query = memberUnder(trace, operation, 'parameters', 'query');
    const answers = ['200', '201'].flatMap((status) => answerTypes(trace, operation, status));
    return [{ contract, endpoint, path, request, query: query ? membersGiven(trace, query).map(({ member }) => member) : [], answers, bodies: sentBy(trace, operation) }];
  });
}

/** The member by which a request's client declares the path that is asked. */
export function declaredPath(trace: Trace, request: RawRequest): Node | undefined {
  const contract = contractOf(trace, request);
  return contract && pathOf(trace, contract, addressOf(trace, request).segments);
}

/** The types that a request's client declares for what it sends; none where no type says so. */
export function bodyTypes(trace: Trace, request: RawRequest): Node[] {
  const path = declaredPath(trace, request);
  return path && request.method !== undefined ? sentTypes(trace, path, request.method.toLowerCase()) : [];
}

/** The types that a request's client declares for what is sent to every other path, or to this one by another method. */
export function otherBodies(trace: Trace, request: RawRequest): Node[] {
  const contract = contractOf(trace, request);
  const own = declaredPath(trace, request);
  return (contract ? membersOfType(trace, contract) : []).flatMap((path) => writing.flatMap((method) => (path === own && method === request.method?.toLowerCase() ? [] : sentTypes(trace, path, method))));
}

/** The member of a contract for a path: the longest with which the address ends. */
function pathOf(trace: Trace, contract: Node, segments: readonly string[]): Node | undefined {
  const named = membersOfType(trace, contract).flatMap((path) => {
    const text = path['key'] && keyName(path['key'], path['computed']);
    return text === undefined ? [] : [{ path, parts: text.split('/').filter(Boolean) }];
  });
  const ending = named.filter(({ parts }) => parts.length <= segments.length && parts.every((part: string, index: number) => part === segments[segments.length - parts.length + index]));
  return ending.sort((a, b) => b.parts.length - a.parts.length)[0]?.path;
}

function sentTypes(trace: Trace, path: Node, method: string): Node[] {
  const item: Node | undefined = path['typeAnnotation']?.['typeAnnotation'];
  const operation = item && memberNamed(trace, item, method);
  return operation ? sentBy(trace, operation) : [];
}

const sentBy = (trace: Trace, operation: Node): Node[] => contentTypes(trace, memberUnder(trace, operation, 'requestBody', 'content'));

/** The types that an operation declares for what it answers with this status. */
export const answerTypes = (trace: Trace, operation: Node, status: string): Node[] => contentTypes(trace, memberUnder(trace, operation, 'responses', status, 'content'));

const memberUnder = (trace: Trace, type: Node, ...names: string[]): TypeGiven | undefined => names.reduce<TypeGiven | undefined>((outer, name) => outer && memberIn(trace, outer, name), { type });

/** The types of a body, whatever its media types. */
function contentTypes(trace: Trace, content: TypeGiven | undefined): Node[] {
  return content ? membersGiven(trace, content).flatMap((one) => typeOfMember(one)?.type ?? []) : [];
}

/** A request as if it were made for this path. */
function asRequest(request: RawRequest, method: string, text: string, at: Node): RawRequest {
  return { ...request, method: method.toUpperCase(), url: [{ kind: 'literal', text, node: { type: 'Joint', start: at.start, end: at.end, parent: at } }], query: [], body: undefined };
}

/** The types of answers and bodies, with what they describe. */
export function* describedTypes(operations: readonly DeclaredOperation[]): Generator<[Node, ShapeValue]> {
  for (const { endpoint, path, answers, bodies, request } of operations) {
    const trail = { node: path['key'] as Node, note: 'declared for this path', next: { node: request.call, note: 'a request of a client of these paths' } };
    const answer = endpoints.find(({ id }) => id === endpoint)?.answer;
    if (answer) for (const type of answers) yield [type, { kind: 'shape', shape: answer, request, trail }];
    if (endpoint === 'POST /users') for (const type of bodies) yield [type, { kind: 'shape', shape: 'User', request, trail }];
  }
}
