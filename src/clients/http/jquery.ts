import type { Node } from '../../source/ast.ts';
import { mergedLiteral } from '../../trace/calls/merged-literal.ts';
import { asList, callbackResult } from '../../trace/methods.ts';
import { members, type Piece, type Ref, type ResponseValue, unknown, type Value } from '../../trace/value.ts';
import { addressAt, isObject } from '../arguments.ts';
import { address, answerOf, argument, type Client, type ClientUse, methodIn, option, optionRef } from '../client.ts';
import { tableOf } from '../../table.ts';

/** jQuery: `$.ajax`, `$.get`, `$.getJSON`, `$.post`; `$.each`, `$.map` and `$.grep` go through a list. The answer is the body itself, for `then`, `done` and success callbacks. */
export const jqueryClient: Client = {
  id: 'jquery',
  packages: ['jquery', 'global'],
  globals: ['$', 'jQuery'],
  merges: tableOf<NonNullable<Client['merges']>>({ extend: 'over' }),
  call(use) {
    const [list, callback] = use.args;
    const name = nameOf(use);
    if (list && (name === 'grep' || name === 'makeArray')) return use.trace.evaluate(list, use.frame);
    if (list && callback && name === 'map') return asList(callbackResult(use.trace, callback, use.call, use.frame) ?? unknown, { node: use.call, frame: use.frame });
    return name === 'extend' ? extended(use) : body(use, request(use));
  },
  callback(use, argumentIndex, parameter, within) {
    const element = elementParameter[nameOf(use)];
    const [list] = use.args;
    if (element !== undefined && list) return argumentIndex === 1 && parameter === element ? use.trace.element(use.trace.evaluate(list, use.frame), use.call, use.frame) : undefined;
    return parameter === 0 && (within.length > 0 ? within[0] === 'success' : argumentIndex > 0) ? body(use, request(use)) : undefined;
  },
};

/** Functions that go through a list, and which parameter of their callback is one of it. */
const elementParameter: Readonly<Record<string, number>> = tableOf({ each: 1, map: 0, grep: 0 });

const nameOf = (use: ClientUse): string => use.path.filter((part) => part !== '$' && part !== 'jQuery').join('.');

/** `$.extend({ dataType: 'json' }, options)`, `$.extend(true, {}, defaults, options)`: what is not undefined lies over what stands in front of it. */
function extended(use: ClientUse): Value | undefined {
  const isDeep = use.args[0]?.type === 'BooleanLiteral';
  const merged = use.args.slice(isDeep ? 1 : 0).map((node): Ref => ({ node, frame: use.frame }));
  return merged.length > 1 ? mergedLiteral(use.trace, merged, { node: use.call, frame: use.frame }, { fills: true, isDeep }) : undefined;
}

function body(use: ClientUse, answered: ResponseValue | undefined): Value | undefined {
  return answered && use.trace.answered(answered, 'body', use.call);
}

function request(use: ClientUse): ResponseValue | undefined {
  const name = nameOf(use);
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
