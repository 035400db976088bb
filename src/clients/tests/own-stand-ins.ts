import { isCall, isMember, memberName, type Node, unwrap } from '../../source/ast.ts';
import { literalText, members, type Piece, type Ref, type ResponseValue } from '../../trace/value.ts';
import { verbsWithBody } from '../arguments.ts';
import { functionsOf, isOwn, type Link, linksAfter, resultsOf } from '../chain.ts';
import { address, addressOf, answerOf, type Client, type ClientUse, findMember, httpVerbs, joined, methodIn, optionRef } from '../client.ts';

/** `get`, `onGet`, `whenPost`: the verb stands in the name. */
const verbNames = /^(?:(?:on|when|expect|mock|stub|given)(?=[A-Z]))?(get|delete|head|options|post|put|patch|any)$/i;
/** Those that are told the verb, or an object that says everything. */
const generalNames = /^(?:intercept|when|expect|mock|stub|given|on)$/;
/** What says the answer, at the end of the chain. */
const answers = /^(?:and|then|will|to|should)?(?:repl(?:y|ies)|responds?|returns?|answers?|resolves?)(?:With|Once|Json|To)?$/i;
/** Words for the answer that are said of nothing else. */
const answersOnly = /^(?:and|then|will|should)?(?:repl|respond)/i;
const queryLinks = /^(?:with)?(?:query|params|searchParams|queryParams)$/i;
const bodyLinks = /^(?:with)?(?:body|json|payload)$/i;

/** What a call asks for: the parts that stand in it. */
interface Asked {
  /** Empty where any is meant. */
  readonly verb: string;
  readonly url: readonly Piece[];
  readonly query?: Ref | undefined;
  readonly body?: Ref | undefined;
}

/**
 * Stand-ins of the project's own that are told what is asked and what to answer, in the words of the libraries for it:
 * `server.get(path).query({…}).reply(200, body)`, `stub.onGet(path, params).reply(200, body)`, `pool.intercept({ path, method }).reply(200, body)`.
 */
export const ownStandIns: Client = {
  id: 'own-stand-ins',
  packages: [],
  alikeNames: new RegExp(`${verbNames.source}|${generalNames.source}`, 'i'),
  call: () => undefined,
  alike(use) {
    const links = linksAfter(use.call, answers);
    const answer = links.at(-1);
    const callee = unwrap(use.call['callee']);
    if (!answer || !answers.test(answer.name) || !isMember(callee) || !isStandIn(use, callee, answer)) return undefined;
    const asked = askedBy(use, memberName(callee) ?? '');
    return asked && toldAnswer(use, asked, links, baseOf(use, callee['object']));
  },
};

function toldAnswer(use: ClientUse, { verb, url, query, body }: Asked, links: readonly Link[], base: readonly Piece[]): ResponseValue {
  const { frame } = use;
  const given = (names: RegExp): Ref[] => links.flatMap(({ name, args: [first] }) => (names.test(name) && first ? [{ node: first, frame }] : []));
  const bodies = links.flatMap((link) => (answers.test(link.name) ? bodiesOf(use, link) : []));
  return answerOf(use, { client: 'own-stand-ins', method: verb || undefined, url: joined(base, url), query: [query, ...given(queryLinks)], body: body ?? given(bodyLinks)[0], answer: [], dropsUndefined: true, mock: { bodies } });
}

/** True for a function of the project, and for what nobody knows where the answer is told in words that are said of nothing else: a test may be handed its stand-in. */
function isStandIn(use: ClientUse, callee: Node, answer: Link): boolean {
  return isOwn(use) || (answersOnly.test(answer.name) && members(use.trace.evaluate(callee, undefined)).every(({ kind }) => /^(?:function|unknown|typed)$/.test(kind)));
}

function askedBy(use: ClientUse, name: string): Asked | undefined {
  const [first, second, third] = use.args;
  const named = verbNames.exec(name)?.[1]?.toLowerCase();
  if (!first) return undefined;
  if (named !== undefined) return askedAt(use, named === 'any' ? '' : named, first, second);
  const value = use.trace.evaluate(first, use.frame);
  const verb = literalText(value)?.toLowerCase() ?? '';
  if (httpVerbs.has(verb)) return second && askedAt(use, verb, second, third);
  if (value.kind !== 'object') return askedAt(use, methodIn(use, second, 'GET')?.toLowerCase() ?? '', first, second);
  const path = oneOf(use, first, ['path', 'url', 'pathname']);
  return path && askedAt(use, methodIn(use, first, 'GET')?.toLowerCase() ?? '', path.node, first, path);
}

/** `get(path, params)`, `get(path, { params })`, `post(path, body)`: what stands behind the address, or beside it in the same object. */
function askedAt(use: ClientUse, verb: string, at: Node, given: Node | undefined, path: Ref = { node: at, frame: use.frame }): Asked {
  const url = path.frame === use.frame ? address(use, path.node) : addressOf(use.trace.value(path), path.node, path.frame);
  const query = oneOf(use, given, ['params', 'query', 'searchParams']);
  const body = oneOf(use, given, ['body', 'data', 'json']);
  const whole = given && !query && !body && !oneOf(use, given, ['headers', 'method', 'path', 'url', 'pathname']) ? { node: given, frame: use.frame } : undefined;
  return verbsWithBody.has(verb) ? { verb, url, query, body: body ?? whole } : { verb, url, query: query ?? (isFlat(use, whole) ? whole : undefined), body };
}

/** True for what may be parameters: nothing stands in them that says more than one value. */
const isFlat = (use: ClientUse, given: Ref | undefined): boolean => !!given && members(use.trace.value(given)).every(({ kind }) => /^(?:object|text|query)$/.test(kind));

function oneOf(use: ClientUse, object: Node | undefined, names: readonly string[]): Ref | undefined {
  return names.flatMap((name) => optionRef(use, object, name) ?? [])[0];
}

/** The address with which the stand-in was made: `server(origin)`, `new Stub(origin)`. */
function baseOf(use: ClientUse, object: Node): readonly Piece[] {
  const scope = unwrap(object);
  const init: Node | undefined = scope.type === 'Identifier' ? use.trace.project.sourceOf(scope).scopes.bindingOf(scope)?.declaration['init'] : scope;
  const made = init?.type === 'AwaitExpression' ? unwrap(init['argument']) : init && unwrap(init);
  const origin: Node | undefined = made && (isCall(made) || made.type === 'NewExpression') ? made['arguments'][0] : undefined;
  return origin && origin.type !== 'ObjectExpression' ? address(use, origin) : [];
}

/** `.reply(200, body)`, `.reply(200, () => body)`, `.reply(() => [200, body])`, `.reply({ status, body })`, `.reply(body)`. */
function bodiesOf(use: ClientUse, { args: [first, second] }: Link): Ref[] {
  const made = functionsOf(use, second ?? first).flatMap(({ node, frame }) => resultsOf(node).map((result): Ref => ({ node: result, frame })));
  if (second) return made.length > 0 ? made : [{ node: second, frame: use.frame }];
  return (made.length > 0 ? made : first ? [{ node: first, frame: use.frame }] : []).flatMap((ref) => withinAnswer(use, ref));
}

/** The body of an answer that is told with its status. */
function withinAnswer(use: ClientUse, ref: Ref): Ref[] {
  if (ref.node.type === 'ArrayExpression') {
    const [status, body] = ref.node['elements'] as (Node | null)[];
    return status?.type === 'NumericLiteral' ? (body ? [{ node: body, frame: ref.frame }] : []) : [ref];
  }
  const value = use.trace.value(ref);
  const isWhole = ['status', 'statusCode'].some((name) => findMember(use.trace, value, name));
  if (!isWhole) return [ref];
  const body = ['body', 'data', 'json'].flatMap((name) => findMember(use.trace, value, name) ?? [])[0];
  return body ? [body] : [];
}
