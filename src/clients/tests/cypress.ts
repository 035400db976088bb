import { descendants, isCall, isMember, memberName, type Node, unwrap } from '../../source/ast.ts';
import { members, type Ref, type ResponseValue, union, type Value } from '../../trace/value.ts';
import { isObject } from '../arguments.ts';
import { functionsOf, propertyRef } from '../chain.ts';
import { address, answerOf, type Client, type ClientUse, httpVerbs, methodIn, optionRef } from '../client.ts';

/** Properties that make an object an answer and not a body. */
const ofAnswer = /^(?:body|fixture|statusCode|headers|delay|throttleKbps|forceNetworkError)$/;

/** Cypress: `cy.intercept('GET', glob, answer)`, and requests by `cy.request`. */
export const cypress: Client = {
  id: 'cypress',
  packages: ['global'],
  globals: ['cy'],
  names: /^(?:intercept|should)$/,
  call(use) {
    const name = use.path.at(-1);
    if (use.path[1] === 'wait') return afterWait(use);
    const [first] = use.args;
    const hasMethod = first?.type === 'StringLiteral' && httpVerbs.has(String(first['value']).toLowerCase());
    const at = hasMethod ? 1 : 0;
    const options = use.args[at];
    if (use.path.length !== 2 || (name !== 'intercept' && name !== 'request') || !options) return undefined;
    const isSettings = isObject(use, options);
    const method = hasMethod ? String(first['value']) : isSettings ? methodIn(use, options, 'GET') : 'GET';
    const target = isSettings ? ['url', 'pathname', 'path'].map((key) => optionRef(use, options, key)).find(Boolean) : { node: options, frame: use.frame };
    const url = target ? address({ ...use, frame: target.frame }, target.node) : [];
    if (name === 'request') return answerOf(use, { client: 'cypress', method, url, query: [isSettings ? optionRef(use, options, 'qs') : undefined], body: isSettings ? optionRef(use, options, 'body') : undefined, answer: [['body']] });
    return answerOf(use, { client: 'cypress', method, url, query: [isSettings ? optionRef(use, options, 'query') : undefined], answer: [], mock: { bodies: answers(use, use.args[at + 1]), rolesPath: 'roles*' } });
  },
  /** `(req) => …` of an intercept, and `({ request }) => …` of `cy.wait('@saved').then`. */
  callback(use, argument, parameter): Value | undefined {
    if (parameter !== 0) return undefined;
    const made = use.path.at(-1) === 'intercept' && argument > 0 ? cypress.call(use) : undefined;
    if (made) return made.kind === 'response' ? sent(made) : undefined;
    const [waiting] = use.made;
    const requests = use.path.slice(1).join() === 'wait,then' && waiting ? awaited(use, waiting.node['arguments'][0]['value']) : [];
    return requests.length > 0 ? { kind: 'record', members: { request: union(requests.map(sent)) } } : undefined;
  },
};

/** `cy.wait('@saved')`, and what is asked of it: `.its('request.body').should('deep.equal', x)`. */
function afterWait(use: ClientUse): Value | undefined {
  const [, , ...links] = use.path;
  const made = use.library && { ...use.library, made: [...use.made, { node: use.call, frame: use.frame }] };
  if (links.length === 0 || links.join() === 'its') return use.args[0]?.type === 'StringLiteral' ? made : undefined;
  const [waiting, asked] = use.made.map(({ node }) => String(node['arguments'][0]['value']));
  const [how, written] = use.args;
  if (links.join() !== 'its,should' || asked !== 'request.body' || !written || !/^deep\.(?:eq|equal|include)$/.test(how?.['value'] ?? '')) return undefined;
  const expected = awaited(use, waiting).map(
    ({ request, trail }): Value => ({ kind: 'response', steps: [], trail, request: { ...request, call: use.call, frame: use.frame, body: { node: written, frame: use.frame }, answer: [], mock: { bodies: [] } } }),
  );
  return expected.length > 0 ? union(expected) : undefined;
}

/** The requests that were given a name: `cy.intercept(…).as('saved')`. */
function awaited(use: ClientUse, alias: string | undefined): ResponseValue[] {
  const { program } = use.trace.project.sourceOf(use.call);
  return descendants(program).flatMap((node) => {
    const callee: Node | undefined = isCall(node) ? unwrap(node['callee']) : undefined;
    const isNaming = isMember(callee) && memberName(callee as Node) === 'as' && `@${node['arguments'][0]?.value}` === alias;
    return isNaming ? members(use.trace.evaluate(callee?.['object'], undefined)).filter((value) => value.kind === 'response') : [];
  });
}

/** What a handler or a test sees of a request that was sent. */
const sent = (made: ResponseValue): Value => ({ ...made, request: { ...made.request, isSent: true, answer: [['body']] } });

/** `{ body: x }`, `{ fixture: 'users.json' }`, `(req) => req.reply(x)`, or the body itself. */
function answers(use: ClientUse, given: Node | undefined): Ref[] {
  if (!given) return [];
  const handlers = functionsOf(use, given);
  if (handlers.length > 0) return handlers.flatMap((fn) => replies(fn.node).flatMap((node) => staticAnswer({ ...use, frame: fn.frame }, node)));
  return staticAnswer(use, given);
}

function staticAnswer(use: ClientUse, node: Node): Ref[] {
  const names = ((unwrap(node)['properties'] ?? []) as Node[]).map((property) => String(property['key']?.name ?? property['key']?.value));
  if (!names.some((name) => ofAnswer.test(name))) return [{ node, frame: use.frame }];
  const fixture = propertyRef(use, node, 'fixture')?.node;
  const data = fixture?.type === 'StringLiteral' ? fixtureData(use, fixture['value']) : undefined;
  return [propertyRef(use, node, 'body'), data && { node: data, frame: undefined }].flatMap((ref) => ref ?? []);
}

/** The JSON below the nearest `cypress/fixtures`. */
function fixtureData(use: ClientUse, name: string): Node | undefined {
  const { project } = use.trace;
  const parts = project.fileOf(use.call).split('/');
  for (let length = parts.length - 1; length > 0; length -= 1) {
    const base = `${parts.slice(0, length).join('/')}/cypress/fixtures/${name}`;
    const data = project.data(base) ?? project.data(`${base}.json`);
    if (data) return data;
  }
  return undefined;
}

/** What `req.reply(x)`, `req.reply(200, x)` and `res.send(x)` answer with. */
function replies(fn: Node): Node[] {
  return descendants(fn['body']).flatMap((node) => {
    const callee: Node | undefined = isCall(node) ? unwrap(node['callee']) : undefined;
    const isReply = isMember(callee) && /^(?:reply|send)$/.test(memberName(callee as Node) ?? '');
    const [first, second] = (node['arguments'] ?? []) as Node[];
    const body = first?.type === 'NumericLiteral' ? second : first;
    return isReply && body && !/Function/.test(body.type) ? [body] : [];
  });
}
