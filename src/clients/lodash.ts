import type { Node } from '../source/ast.ts';
import { asList, callbackResult } from '../trace/methods.ts';
import { memberOf } from '../trace/members.ts';
import { type Ref, union, unknown, type Value } from '../trace/value.ts';
import type { Client, ClientUse, TextKey } from './client.ts';

/** Functions that give a list of the same elements. */
const sameList = /^(?:filter|reject|sortBy|orderBy|uniqBy|uniq|reverse|slice|take|drop|takeRight|dropRight|shuffle|compact|flatten|concat|tail|initial|sampleSize|values|toArray|each|forEach|differenceBy|intersectionBy|unionBy)$/;
/** Functions that give one element. */
const oneElement = /^(?:find|findLast|first|head|last|nth|maxBy|minBy|sample)$/;
/** Functions whose second argument is a key or a function of each element. */
const perElement = /^(?:map|flatMap|filter|reject|sortBy|orderBy|groupBy|keyBy|countBy|uniqBy|find|findLast|some|every|maxBy|minBy|sumBy|meanBy|partition|forEach|each|differenceBy)$/;
/** Functions whose second argument is a path into the first. */
const paths = /^(?:get|has|pick|omit|result|property|at)$/;

/** lodash and its kin: what lists and members become, and which strings name members. */
export const lodash: Client = {
  id: 'lodash',
  packages: ['lodash', 'lodash-es', 'underscore', 'lodash/fp'],
  call(use) {
    const name = use.path.at(-1) ?? '';
    const list = argumentValue(use, 0);
    if (name === 'get') return path(use, list);
    if (sameList.test(name)) return list;
    if (oneElement.test(name)) return use.trace.element(list, use.call, use.frame);
    return name === 'map' || name === 'flatMap' ? mapped(use, list) : undefined;
  },
  callback(use, argument, parameter) {
    return argument === 1 && parameter === 0 && perElement.test(use.path.at(-1) ?? '') ? use.trace.element(argumentValue(use, 0), use.call, use.frame) : undefined;
  },
  keys(use) {
    const name = use.path.at(-1) ?? '';
    const of = argumentValue(use, 0);
    if (perElement.test(name)) return texts(use.args[1]).map((literal): TextKey => ({ literal, of: use.trace.element(of, use.call, use.frame), takesFunction: true }));
    return paths.test(name) ? texts(use.args[1]).map((literal): TextKey => ({ literal, of, takesFunction: false })) : [];
  },
};

function argumentValue(use: ClientUse, index: number): Value {
  const node = use.args[index];
  return node ? use.trace.evaluate(node, use.frame) : unknown;
}

function texts(node: Node | undefined): Node[] {
  if (node?.type === 'StringLiteral') return [node];
  return node?.type === 'ArrayExpression' ? (node['elements'] as (Node | null)[]).flatMap((element) => (element?.type === 'StringLiteral' ? [element] : [])) : [];
}

/** `get(object, 'a.b[0]', otherwise)`. */
function path(use: ClientUse, object: Value): Value {
  const [literal] = texts(use.args[1]);
  const at: Ref = { node: use.call, frame: use.frame };
  const steps = literal
    ? String(literal['value'])
        .split(/[.[\]]+/)
        .filter(Boolean)
    : [];
  const found = steps.reduce<Value>((value, step) => (/^\d+$/.test(step) ? use.trace.element(value, use.call, use.frame) : memberOf(use.trace, value, step, at)), object);
  const otherwise = use.args[2];
  return steps.length === 0 ? unknown : otherwise ? union([found, use.trace.evaluate(otherwise, use.frame)]) : found;
}

function mapped(use: ClientUse, list: Value): Value {
  const [key] = texts(use.args[1]);
  const at: Ref = { node: use.call, frame: use.frame };
  if (key) return asList(memberOf(use.trace, use.trace.element(list, use.call, use.frame), String(key['value']), at), at);
  return asList((use.args[1] && callbackResult(use.trace, use.args[1], use.call, use.frame)) ?? unknown, at);
}
