import { union, unknown, type Value } from '../../trace/value.ts';
import type { Client } from '../client.ts';
import { applied, dictionary, element, type Job, listOf, memberAt, objectKeys, type Operation, optionValue, pathKeys } from './collections.ts';
import { useBy } from './list-questions.ts';
import { type Curried, curriedApply, curriedCall, curriedCallback, curriedKeys, named } from './functions.ts';
import {
  asking,
  chunks,
  comparing,
  flat,
  flatMapped,
  folding,
  groups,
  joined,
  keyed,
  listing,
  mapped,
  naming,
  nothing,
  omitting,
  one,
  overlaid,
  pairs,
  passed,
  perElement,
  picking,
  plain,
  reading,
  resembling,
  same,
  table,
  testing,
  text,
  twoLists,
  values,
  withData,
} from './operations.ts';
import { tableOf } from '../../table.ts';

const blockedKeys = 'the function there is given the list of names';

/** `pluck('created')`: the member of each element. A function that is written out can stand for `map(prop('roles'))`. */
const plucking: Operation = {
  beside: 1,
  gives: (job) => listOf(job, memberAt(job, 0, element(job))),
  keys(job) {
    const callee = job.options[0]?.call['callee'];
    const list = job.options[0] && callee?.type === 'MemberExpression' && !callee['computed'] ? ({ how: 'function', at: job.options[0].node, callee: [callee['property'], 'map'] } as const) : ({ how: 'unknown' } as const);
    return pathKeys(job, 0, element(job), list);
  },
};

/** `propEq(value, 'created')`, and `propEq('created', value)` before 0.29. */
const equalling: Operation = { ...naming(nothing), keys: (job) => [0, 1].flatMap((option) => pathKeys(job, option, job.data, { how: 'unknown' })) };

/** `evolve({ created: parse })`: the data, with members that functions have changed. */
const evolving: Operation = {
  ...resembling(same, false),
  keys: (job) => (job.options[0]?.node.type === 'ObjectExpression' ? objectKeys(job.options[0].node, job.data, blockedKeys) : []),
};

/** `modify('created', parse)`: the function is called with the member. */
const withMember = (gives: (job: Job) => Value, fn: number, path: number): Operation => ({
  ...naming(gives, path, 2),
  hands: (job, option, parameter) => (option === fn && parameter === 0 ? memberAt(job, path) : undefined),
});

/** `propSatisfies(isOld, 'created')`: what the function does with the member is all that is done with it. */
const satisfying: Operation = { ...withMember(nothing, 0, 1), keys: (job) => pathKeys(job, 1, job.data, useBy(job.trace, job.options[0]?.node, job.options[0]?.frame)) };

/** A function, or a list or object of functions, that is called with the data itself. */
const branches = (gives: (job: Job) => Value, beside: number): Operation => ({ beside, gives, hands: (job, _option, parameter) => (parameter === 0 ? job.data : undefined) });

/** The results of functions in a list or an object, each under its own key. */
function each(job: Job, option: number): Value[] {
  const node = job.options[option]?.node;
  const parts: readonly unknown[] = node?.['elements'] ?? [];
  return parts.map((_, index) => applied(job, option, [job.data], [String(index)]));
}

/** `converge(after, [f, g])`: `after` gets what `f` and `g` made of the data. */
const converging: Operation = {
  beside: 2,
  gives: (job) => applied(job, 0, each(job, 1)),
  hands: (job, option, parameter) => (option === 1 ? (parameter === 0 ? job.data : undefined) : each(job, 1)[parameter]),
};

/** `applySpec({ since: prop('created') })`: a new object, made of the data by functions. */
const specified: Operation = {
  ...branches((job) => {
    const properties: readonly { readonly key?: { readonly name?: string } }[] = job.options[0]?.node['properties'] ?? [];
    const names = properties.flatMap((property) => property.key?.name ?? []);
    return { kind: 'record', members: Object.fromEntries(names.map((name) => [name, applied(job, 0, [job.data], [name])])) };
  }, 1),
};

/** `cond([[isOld, rename], …])`: what one of the second functions makes of the data. */
const choosing: Operation = branches((job) => {
  const rows: readonly unknown[] = job.options[0]?.node['elements'] ?? [];
  return union([unknown, ...rows.map((_, index) => applied(job, 0, [job.data], [String(index), '1']))]);
}, 1);

/** `sortWith([ascend(prop('created'))])`: functions in a list, each called with two elements. */
const sorting: Operation = { beside: 1, gives: same, hands: (job, _option, parameter) => (parameter < 2 ? element(job) : undefined) };

/** `view(lens, user)`, `over(lens, change, user)`, `set(lens, value, user)`: the lens is a function of the data. */
const throughLens = (beside: number, gives: (job: Job) => Value): Operation => ({
  beside,
  gives,
  hands: (job, option, parameter) => (parameter !== 0 ? undefined : option === 0 ? job.data : option === 1 && beside === 2 ? passed(job) : undefined),
});

/** One of two elements, by what a function makes of them. */
const better: Operation = {
  beside: 2,
  gives: (job) => (job.options[1] ? union([optionValue(job, 1), job.data]) : job.data),
  hands: (job, option, parameter) => (option === 0 && parameter === 0 ? job.data : undefined),
};

/** `reduceBy(collect, start, keyOf)`: a table of what was collected of the elements of each group. */
const groupedFolding: Operation = {
  beside: 3,
  gives: (job) => dictionary(job, folding.gives(job)),
  hands: (job, option, parameter, within) => (option === 2 ? (parameter === 0 ? element(job) : undefined) : folding.hands?.(job, option, parameter, within)),
};

/** `reduceWhile(goesOn, collect, start)`: both functions get what was collected so far, and an element. */
const foldingWhile: Operation = {
  beside: 3,
  gives: (job) => (job.options[2] ? optionValue(job, 2) : unknown),
  hands: (job, option, parameter) => (option > 1 ? undefined : parameter === 1 ? element(job) : parameter === 0 && job.options[2] ? optionValue(job, 2) : undefined),
};

const either = (option: number) => (job: Job) => union([job.data, applied(job, option, [job.data])]);

const operations = {
  ...named('filter reject uniqBy takeWhile dropWhile takeLastWhile dropLastWhile forEach sortBy dropRepeatsBy forEachObjIndexed', perElement(same)),
  ...named('find findLast', perElement(one)),
  ...named('any all none count countBy findIndex findLastIndex sumBy', perElement(nothing)),
  ...named('groupBy collectBy', perElement(groups)),
  ...named('indexBy', perElement(table)),
  ...named('partition', perElement(twoLists)),
  ...named('map mapObjIndexed', perElement(mapped)),
  ...named('chain', perElement(flatMapped)),
  ...named('reduce reduceRight', folding),
  ...named('reduceBy', groupedFolding),
  ...named('reduceWhile', foldingWhile),
  ...named('sort uniqWith dropRepeatsWith', comparing(same)),
  ...named('groupWith', comparing(chunks)),
  ...named('sortWith', sorting),
  ...named('head last', plain(one)),
  ...named('nth', plain(one, 1)),
  ...named('uniq reverse tail init clone', plain(same)),
  ...named('take drop takeLast dropLast defaultTo without difference prepend append', plain(same, 1)),
  ...named('mergeRight merge', plain(overlaid(false), 1)),
  ...named('mergeLeft', plain(overlaid(true), 1)),
  ...named('mergeDeepRight', plain(overlaid(false, { isDeep: true }), 1)),
  ...named('mergeDeepLeft', plain(overlaid(true, { isDeep: true }), 1)),
  ...named('splitEvery aperture', plain(chunks, 1)),
  ...named('slice', plain(same, 2)),
  ...named('concat union', plain(joined, 1)),
  ...named('flatten unnest', plain(flat)),
  ...named('values', plain(values)),
  ...named('toPairs', plain(pairs)),
  ...named('join', plain(text, 1)),
  ...named('fromPairs', plain(keyed)),
  ...named('zipObj', plain(table, 1)),
  ...named('identity', plain(same)),
  ...named('prop path', reading(0, undefined, 1)),
  ...named('lensProp lensPath', { ...naming((job) => memberAt(job, 0)), beside: 1 }),
  ...named('propOr pathOr', reading(1, 0, 2)),
  ...named('pluck', plucking),
  ...named('props paths', listing(false)),
  ...named('pick pickAll', picking()),
  ...named('project', picking(true)),
  ...named('omit', omitting),
  ...named('has hasPath', asking(nothing)),
  ...named('dissoc dissocPath', asking(same)),
  ...named('assoc assocPath', naming(same)),
  ...named('propEq pathEq', equalling),
  ...named('propSatisfies pathSatisfies', satisfying),
  ...named('modify modifyPath', withMember(same, 1, 0)),
  ...named('eqProps', naming(nothing)),
  ...named('whereEq', resembling(nothing, false)),
  ...named('where whereAny', testing),
  ...named('evolve', evolving),
  ...named('tap', withData(same, 1)),
  ...named('andThen otherwise', withData(passed, 1)),
  ...named('when unless', withData(either(1), 2)),
  ...named(
    'ifElse',
    withData((job) => union([applied(job, 1, [job.data]), applied(job, 2, [job.data])]), 3),
  ),
  ...named('cond', choosing),
  ...named('both either', withData(nothing, 2)),
  ...named('complement', withData(nothing, 1)),
  ...named('allPass anyPass', branches(nothing, 1)),
  ...named(
    'juxt',
    branches((job) => listOf(job, union(each(job, 0))), 1),
  ),
  ...named('converge', converging),
  ...named('applySpec', specified),
  ...named('ascend descend', { ...withData(nothing, 1), beside: 2, hands: (job, option, parameter) => (option === 0 && parameter === 0 ? job.data : undefined) }),
  ...named('maxBy minBy', better),
  ...named('view', throughLens(1, passed)),
  ...named('over set', throughLens(2, same)),
};

const library: Curried = {
  operations,
  joins: { pipe: 'forth', flow: 'forth', pipeP: 'forth', compose: 'back', composeP: 'back' },
  shorthands: false,
  nameOf: ({ name, path }) => path.filter((part) => part !== 'default').at(-1) ?? /\/(\w+)(?:\.js)?$/.exec(name)?.[1] ?? '',
};

/** Functions that give the function they are given, and which argument that is. */
const around: Readonly<Record<string, number>> = tableOf({ curry: 0, once: 0, unary: 0, flip: 0, memoizeWith: 1, nAry: 1, curryN: 1, tryCatch: 0 });

/** ramda: every function waits for its data, which comes last. */
export const ramda: Client = {
  id: 'ramda',
  packages: ['ramda', 'ramda/*'],
  call(use) {
    const position = use.library ? around[library.nameOf(use.library)] : undefined;
    const wrapped = position === undefined ? undefined : use.args[position];
    return wrapped ? use.trace.evaluate(wrapped, use.frame) : curriedCall(library, use);
  },
  callback: (use, argument, parameter, within) => curriedCallback(library, use, argument, parameter, within),
  apply: (value, given, at, trace) => curriedApply(library, value, given, at, trace),
  keys: (use) => curriedKeys(library, use),
};
