import type { Node } from '../source/ast.ts';
import { members, type Piece, type Ref, type ResponseValue, type Value } from '../trace/value.ts';
import { addressAt, isObject } from './arguments.ts';
import { address, answerOf, argument, type Client, type ClientUse, methodIn, option, optionRef } from './client.ts';

/** jQuery: `$.ajax`, `$.get`, `$.getJSON`, `$.post`. The answer is the body itself, for `then`, `done` and success callbacks. */
export const jqueryClient: Client = {
  id: 'jquery',
  packages: ['jquery', 'global'],
  globals: ['$', 'jQuery'],
  call: (use) => body(use, request(use)),
  callback(use, argumentIndex, parameter) {
    return parameter === 0 && argumentIndex > 0 ? body(use, request(use)) : undefined;
  },
};

function body(use: ClientUse, answered: ResponseValue | undefined): Value | undefined {
  return answered && use.trace.answered(answered, 'body', use.call);
}

function request(use: ClientUse): ResponseValue | undefined {
  const name = use.path.filter((part) => part !== '$' && part !== 'jQuery').join('.');
  if (name === 'ajax') return ajax(use);
  if (name !== 'get' && name !== 'getJSON' && name !== 'post') return undefined;
  const [first, second] = use.args;
  if (first && isObject(use, first)) return ajax(use);
  const isPost = name === 'post';
  const data = second && !isFunction(use, second) ? argument(use, 1) : undefined;
  return stated(use, isPost ? 'POST' : 'GET', address(use, first), data, undefined);
}

const isFunction = (use: ClientUse, node: Node): boolean => members(use.trace.evaluate(node, use.frame)).some((value) => value.kind === 'function');

function ajax(use: ClientUse): ResponseValue {
  const [first, second] = use.args;
  const isSettings = first !== undefined && isObject(use, first);
  const settings = isSettings ? first : second;
  const ref = optionRef(use, settings, 'url');
  const url = isSettings ? addressAt(use, ref) : address(use, first);
  const method = optionRef(use, settings, 'type') ? methodIn(use, settings, 'GET', 'type') : methodIn(use, settings, 'GET');
  return stated(use, method, url, optionRef(use, settings, 'data'), settings);
}

/** `data` is the query of a GET and the body of everything else. */
function stated(use: ClientUse, method: string | undefined, url: readonly Piece[], data: Ref | undefined, settings: Node | undefined): ResponseValue {
  const isQuery = method === 'GET';
  return answerOf(use, { client: 'jquery', method, url, query: isQuery ? [data] : [], body: isQuery ? undefined : data, headers: [option(use, settings, 'headers')], answer: [['body']] });
}
