import type { Node } from '../../source/ast.ts';
import type { Ref, ResponseValue, Value } from '../../trace/value.ts';
import { addressAt, isObject, madeMember, verbsWithBody } from '../arguments.ts';
import { address, addressOf, answerOf, argument, type Client, type ClientUse, configured, httpVerbs, joined, methodIn, methodOf, option, optionRef } from '../client.ts';

/** request and its promises: `request(url, options, callback)`, with `qs`, `json` and `body`. */
export const requestClient: Client = {
  id: 'request',
  packages: ['request', 'request-promise', 'request-promise-native', 'teeny-request', 'postman-request'],
  call(use) {
    const verb = verbOf(use);
    if (verb === 'defaults') return configured(use);
    if (verb !== undefined && !httpVerbs.has(verb)) return undefined;
    const answer = requested(use, verb);
    return use.library?.name.includes('promise') ? bodyOf(use, answer) : answer;
  },
  callback(use, argumentIndex, parameter) {
    if (argumentIndex === 0 || parameter === 0) return undefined;
    const answer = requested(use, verbOf(use));
    return parameter === 1 ? answer : bodyOf(use, answer);
  },
};

const verbOf = (use: ClientUse): string | undefined => (use.path.at(-1) === 'del' ? 'delete' : use.path.at(-1));

/** Parsed where `json` is set, otherwise text. */
function bodyOf(use: ClientUse, answer: ResponseValue): Value {
  const isFull = option(use, optionsOf(use), 'resolveWithFullResponse').kind !== 'unknown' || optionRef(use, optionsOf(use), 'resolveWithFullResponse');
  if (isFull) return answer;
  return setting(use, 'json') ? use.trace.answered(answer, 'body', use.call) : { ...answer, steps: ['text'] };
}

const optionsOf = (use: ClientUse): Node | undefined => use.args.find((node) => isObject(use, node));

/** A setting of the call, or of the copy that it is made on. */
function setting(use: ClientUse, name: string): Ref | undefined {
  const made = use.made.flatMap((ref) => madeMember(use, ref, name) ?? []);
  return optionRef(use, optionsOf(use), name) ?? made.at(-1);
}

function requested(use: ClientUse, verb: string | undefined): ResponseValue {
  const [first] = use.args;
  const options = optionsOf(use);
  const path = isObject(use, first) ? addressAt(use, optionRef(use, options, 'url') ?? optionRef(use, options, 'uri')) : address(use, first);
  const json = setting(use, 'json');
  const sent = optionRef(use, options, 'body') ?? (json && isObject(use, json.node) ? json : undefined);
  const headers = setting(use, 'headers');
  return answerOf(use, {
    client: 'request',
    method: verb ?? methodIn(use, options, 'GET'),
    url: joined(addressAt(use, setting(use, 'baseUrl')), path),
    query: [optionRef(use, options, 'qs')],
    body: sent,
    headers: headers ? [use.trace.value(headers)] : [],
    answer: [['body'], ['body', 'JSON.parse()'], ['text', 'JSON.parse()']],
    dropsUndefined: true,
  });
}

/** needle: `needle.get(url, options, callback)`, `needle('get', url, data, options)`. */
export const needleClient: Client = {
  id: 'needle',
  packages: ['needle'],
  call: (use) => needled(use),
  callback: (use, argumentIndex, parameter) => (argumentIndex === 0 ? undefined : parameter === 1 ? needled(use) : parameter === 2 ? bodyOfNeedle(use) : undefined),
};

const bodyOfNeedle = (use: ClientUse): Value | undefined => {
  const answer = needled(use);
  return answer && use.trace.answered(answer, 'body', use.call);
};

function needled(use: ClientUse): ResponseValue | undefined {
  const name = use.path.at(-1);
  const isNamed = name === undefined || name === 'request';
  const method = isNamed ? use.args[0] && methodOf(use.trace.evaluate(use.args[0], use.frame)) : name;
  if (!isNamed && !httpVerbs.has(name)) return undefined;
  const at = isNamed ? 1 : 0;
  const data = use.args.length > at + 1 && (isNamed || !/^(?:get|head)$/.test(name)) ? argument(use, at + 1) : undefined;
  const isQuery = data !== undefined && method?.toLowerCase() === 'get';
  const options = use.args[data ? at + 2 : at + 1];
  return answerOf(use, { client: 'needle', method, url: address(use, use.args[at]), query: isQuery ? [data] : [], body: isQuery ? undefined : data, headers: [option(use, options, 'headers')], answer: [['body']], dropsUndefined: false });
}

const setup = /^(?:url|query|headers|auth|addon|options|accept|content|catcher|errorType|middlewares|polyfills|resolve|defer|body|json|formData)$/;

/** wretch: a chain of settings that ends in a verb, and one that reads the answer. */
export const wretchClient: Client = {
  id: 'wretch',
  packages: ['wretch', 'wretch/*'],
  call(use) {
    const name = use.path.at(-1);
    if (use.made.length === 0) return name === undefined ? configured(use) : undefined;
    if (name !== undefined && setup.test(name)) return configured(use);
    return name !== undefined && httpVerbs.has(name) ? wretched(use, name) : undefined;
  },
};

function wretched(use: ClientUse, verb: string): ResponseValue {
  const calls = use.made.map(({ node, frame }) => ({ name: node['callee']['property']?.name as string | undefined, node: node['arguments'][0] as Node | undefined, frame }));
  const refs = (name: string): Ref[] => calls.flatMap((call) => (call.name === name && call.node ? [{ node: call.node, frame: call.frame }] : []));
  const parts = calls.filter((call) => call.node && (call.name === undefined || call.name === 'url')).map((call) => addressOf(use.trace.evaluate(call.node as Node, call.frame), call.node as Node, call.frame));
  const hasPath = /^(?:get|delete|head|options)$/.test(verb) && use.args[0];
  const url = [...parts, ...(hasPath ? [address(use, use.args[0])] : [])].flat();
  const body = verbsWithBody.has(verb) ? (argument(use, 0) ?? [...refs('json'), ...refs('body')].at(-1)) : undefined;
  return answerOf(use, {
    client: 'wretch',
    method: verb,
    url,
    query: refs('query'),
    body,
    headers: [...refs('headers'), ...refs('options')].map((ref) => use.trace.value(ref)),
    answer: [['json()'], ['res()', 'json()'], ['text()', 'JSON.parse()']],
    dropsUndefined: false,
  });
}
