import type { ResponseValue, Value } from '../../trace/value.ts';
import { verbsWithBody } from '../arguments.ts';
import { address, answerOf, argument, type Client, type ClientUse, findMember, httpVerbs, methodOf, option, optionRef } from '../client.ts';

/** Angular's `HttpClient`: the stream sends the body itself. `HttpParams` are parameters that give a changed copy. */
export const angular: Client = {
  id: 'angular',
  packages: ['@angular/common/http', '@angular/core'],
  call(use) {
    const name = use.path.at(-1) ?? '';
    if (name === 'inject') return injected(use);
    if (name === 'HttpParams') return parameters(use);
    if (use.path.length > 1) return undefined;
    if (name === 'HttpClient' && use.call.type === 'NewExpression') return use.library && { ...use.library, path: [] };
    return httpVerbs.has(name) || name === 'request' ? body(use, requested(use, name)) : undefined;
  },
  typed: (type) => (type.path.at(-1) === 'HttpClient' ? { ...type, path: [] } : undefined),
};

/** `inject(HttpClient)`: an instance of the class. */
function injected(use: ClientUse): Value | undefined {
  const value = use.args[0] && use.trace.evaluate(use.args[0], use.frame);
  if (value?.kind === 'class') return use.trace.intern({ kind: 'instance', cls: value, frame: undefined });
  return value?.kind === 'library' ? use.trace.clientOf(value)?.typed?.(value) : undefined;
}

/** `new HttpParams({ fromObject: { … } })`. */
function parameters(use: ClientUse): Value {
  const [options] = use.args;
  const given = options && use.trace.evaluate(options, use.frame);
  const initRef = given && (findMember(use.trace, given, 'fromObject') ?? findMember(use.trace, given, 'fromString'));
  return { kind: 'query', ref: { node: use.call, frame: use.frame }, init: initRef && use.trace.value(initRef), initRef, how: 'search-params' };
}

function requested(use: ClientUse, name: string): ResponseValue {
  const at = name === 'request' ? 1 : 0;
  const options = use.args[verbsWithBody.has(name) ? at + 2 : at + 1];
  const method = name === 'request' ? use.args[0] && methodOf(use.trace.evaluate(use.args[0], use.frame)) : name;
  const sentBody = verbsWithBody.has(name) ? argument(use, at + 1) : optionRef(use, options, 'body');
  const answer = option(use, options, 'observe').kind === 'text' ? [['body']] : [['itself']];
  return answerOf(use, { client: 'angular', method, url: address(use, use.args[at]), query: [optionRef(use, options, 'params')], body: sentBody, headers: [option(use, options, 'headers')], answer, dropsUndefined: false });
}

const body = (use: ClientUse, answer: ResponseValue): Value => (answer.request.answer[0]?.[0] === 'itself' ? use.trace.answered(answer, 'itself', use.call) : answer);
