import type { LibraryValue, Value } from '../../trace/value.ts';
import { here } from '../arguments.ts';
import type { Client, ClientUse } from '../client.ts';
import type { Job } from './collections.ts';
import { type Curried, curriedApply, curriedCall, curriedCallback, curriedKeys, named, type Operations } from './functions.ts';
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
  perElement,
  picking,
  passed,
  plain,
  reading,
  resembling,
  same,
  table,
  testing,
  text,
  twoLists,
  values,
  valuesOf,
  withData,
} from './operations.ts';
import { spreadApply, spreadCall, spreadCallback } from './spread-lists.ts';
import { entryOf, tableOf } from '../../table.ts';

/** What the functions of lodash do. The numbers of arguments are those of lodash/fp. */
const operations: Operations = {
  ...named('filter reject uniqBy sortedUniqBy takeWhile dropWhile takeRightWhile dropRightWhile forEach each forEachRight eachRight remove pickBy omitBy dropLastWhile takeLastWhile', perElement(same)),
  ...named('find findLast maxBy minBy detect', perElement(one)),
  ...named('some every any all sumBy meanBy findIndex findLastIndex countBy', perElement(nothing)),
  ...named('differenceBy intersectionBy unionBy xorBy pullAllBy', perElement(same, { option: 1, beside: 2 })),
  ...named('sortBy', perElement(same, { isMany: true })),
  ...named('orderBy', perElement(same, { beside: 2, isMany: true })),
  ...named('groupBy', perElement(groups)),
  ...named('keyBy indexBy mapKeys', perElement(table)),
  ...named('partition', perElement(twoLists)),
  ...named('map collect', perElement(mapped)),
  ...named('flatMap flatMapDeep', perElement(flatMapped)),
  ...named('mapValues', perElement(valuesOf)),
  ...named('reduce reduceRight inject foldl foldr', folding),
  ...named('uniqWith differenceWith', comparing(same)),
  ...named('first head last sample max min', plain(one)),
  ...named('nth', plain(one, 1)),
  ...named('uniq reverse shuffle compact flattenDeep tail rest initial toArray clone cloneDeep castArray sortedUniq freeze', plain(same)),
  ...named('slice', plain(same, 2)),
  ...named('take drop takeRight dropRight takeLast dropLast sampleSize without difference intersection xor pull defaultTo', plain(same, 1)),
  ...named('merge', plain(overlaid(true, { fills: true, isDeep: true }), 1)),
  ...named('assign assignIn extend extendOwn', plain(overlaid(true), 1)),
  ...named('defaults', plain(overlaid(false, { fills: true }), 1)),
  ...named('defaultsDeep', plain(overlaid(false, { fills: true, isDeep: true }), 1)),
  ...named('concat union', plain(joined, 1)),
  ...named('flatten', plain(flat)),
  ...named('chunk', plain(chunks, 1)),
  ...named('values valuesIn', plain(values)),
  ...named('toPairs entries toPairsIn', plain(pairs)),
  ...named('join', plain(text, 1)),
  ...named('fromPairs', plain(keyed)),
  ...named('tap', withData(same, 1)),
  ...named('thru', withData(passed, 1)),
  ...named('get result', reading(0, 1, 1)),
  ...named('invokeMap invoke pluck', listing(true)),
  ...named('has hasIn', asking(nothing)),
  ...named('unset', asking(same)),
  ...named('set setWith update updateWith', naming(same)),
  ...named('pick', picking()),
  ...named('omit', omitting),
  ...named('at', listing(false)),
  ...named('isMatch', resembling(nothing, true)),
  ...named('conformsTo', testing),
};

/** Functions that make a function of an element, and what that one does. */
const makers: Operations = {
  ...named('property iteratee', reading(0, undefined, 1)),
  ...named('matches', resembling(nothing, true)),
  ...named('conforms', testing),
  ...named('matchesProperty', naming(nothing)),
};

/** lodash/fp has other orders of arguments, and fewer that may be left out. */
const fpOperations: Operations = {
  ...operations,
  ...makers,
  ...named('merge', plain(overlaid(false, { fills: true, isDeep: true }), 1)),
  ...named('assign assignIn extend', plain(overlaid(false), 1)),
  ...named('defaults', plain(overlaid(false, { fills: true }), 1)),
  ...named('defaultsDeep', plain(overlaid(false, { fills: true, isDeep: true }), 1)),
  ...named('get prop path property', reading(0, undefined, 1)),
  ...named('getOr propOr pathOr', reading(1, 0, 2)),
  ...named('zipObject', plain(table, 1)),
};

/** The package itself, a module of it, or a package of one function: the function's name, as lodash writes it. */
function functionName(library: LibraryValue): string {
  const path = library.path.filter((part) => part !== 'default');
  const name = path.at(-1) ?? /(?:^lodash\.|\/)(\w+)(?:\.js)?$/.exec(library.name)?.[1] ?? '';
  return lowered.get(name.toLowerCase()) ?? name;
}

const joins = { flow: 'forth', pipe: 'forth', flowRight: 'back', compose: 'back' } as const;
const lowered = new Map([...Object.keys(operations), ...Object.keys(makers), ...Object.keys(joins)].map((name) => [name.toLowerCase(), name]));

const fp: Curried = { operations: fpOperations, joins, shorthands: true, nameOf: functionName };
const makersOnly: Curried = { ...fp, operations: makers };
/** Functions that give the function they are given, with something around it. */
const around = /^(?:memoize|once|debounce|throttle|curry|curryRight|ary|unary|partial|bind|negate|before|after|constant|identity|delay|defer)$/;

/** lodash and its kin: what lists and members become, and which strings name members. */
export const lodash: Client = {
  id: 'lodash',
  packages: ['lodash', 'lodash-es', 'underscore', 'lodash/*', 'lodash-es/*', 'lodash.*'],
  changes: (library) => /^(?:pull(?:All(?:By|With)?|At)?|remove|fill|reverse)$/.test(functionName(library)) && !library.on,
  merges: tableOf<NonNullable<Client['merges']>>({ assign: 'over', assignIn: 'over', extend: 'over', extendOwn: 'over', merge: 'over', defaults: 'under', defaultsDeep: 'under' }),
  call(use) {
    const { library } = use;
    const wrapped = library && wrapping(use, library);
    if (!library || wrapped) return wrapped;
    if (isSpread(library)) return spreadCall(use);
    const job = jobOf(use);
    const gives = job && entryOf(operations, functionName(library))?.gives(job);
    return gives && library.on ? rewrapped(library, gives) : (gives ?? curriedCall(makersOnly, use) ?? aroundIt(use, library));
  },
  callback(use, argument, parameter, within) {
    const name = use.library ? functionName(use.library) : '';
    if (use.library && isSpread(use.library)) return argument === 0 && use.made.length === 0 ? spreadCallback(use, parameter) : undefined;
    const job = jobOf(use);
    return job ? entryOf(operations, name)?.hands?.(job, use.library?.on ? argument : argument - 1, parameter, within) : curriedCallback(makersOnly, use, argument, parameter, within);
  },
  apply: (library, given, at, trace) =>
    isSpread(library) ? spreadApply(library, trace) : curriedApply(entryOf(operations, functionName(library)) && library.made.length === 0 ? { ...fp, operations } : makersOnly, library, given, at, trace),
  keys(use) {
    const name = use.library ? functionName(use.library) : '';
    const job = jobOf(use);
    return job ? (entryOf(operations, name)?.keys?.(job) ?? []) : curriedKeys(makersOnly, use);
  },
};

const isSpread = (library: LibraryValue): boolean => functionName(library) === 'spread' && !library.on;

const argumentValue = (use: ClientUse, index: number): Value | undefined => (use.args[index] ? use.trace.evaluate(use.args[index], use.frame) : undefined);

/** A call that has its data: as its first argument, or as what the chain has come to. */
function jobOf(use: ClientUse): Job | undefined {
  const { library } = use;
  const data = library?.on ?? argumentValue(use, 0);
  if (!library || !data || !entryOf(operations, functionName(library))) return undefined;
  const options = (library.on ? use.args : use.args.slice(1)).map((node) => ({ node, frame: use.frame, call: use.call }));
  const dataAt = !library.on && use.args[0] ? { node: use.args[0], frame: use.frame } : undefined;
  return { trace: use.trace, at: here(use), options, data, dataAt, shorthands: true, waits: false };
}

/** `_(users)` and `_.chain(users)` open a chain, which `.value()` ends. */
function wrapping(use: ClientUse, library: LibraryValue): Value | undefined {
  const name = functionName(library);
  if (library.on) {
    if (/^(?:value|valueOf|toJSON)$/.test(name)) return library.on;
    if (/^(?:commit|chain)$/.test(name)) return { ...library, path: name === 'chain' ? ['chain'] : library.path.slice(0, -1) };
    return undefined;
  }
  const isWhole = library.path.every((part) => part === 'default' || part === '_') && /^(?:lodash(?:-es)?|underscore)(?:\/lodash(?:\.js)?)?$/.test(library.name);
  const data = isWhole || name === 'chain' ? argumentValue(use, 0) : undefined;
  return data && { ...library, path: isWhole ? [] : ['chain'], on: data };
}

/** Functions that end a chain which `_(…)` opened. */
const ending = /^(?:find|first|head|last|nth|sample|max|min|reduce|get|result|some|every|any|all|sumBy|meanBy|has|isMatch)/;

function rewrapped(library: LibraryValue, gives: Value): Value {
  const isExplicit = library.path[0] === 'chain';
  return !isExplicit && ending.test(functionName(library)) ? gives : { ...library, path: isExplicit ? ['chain'] : [], on: gives };
}

/** `memoize(load)`, `debounce(search)`: the function itself. */
function aroundIt(use: ClientUse, library: LibraryValue): Value | undefined {
  return around.test(functionName(library)) && !library.on ? argumentValue(use, 0) : undefined;
}

/** lodash/fp: the data comes last, and functions wait for it. */
export const lodashFp: Client = {
  id: 'lodash-fp',
  packages: ['lodash/fp', 'lodash/fp.js', 'lodash/fp/*'],
  call: (use) => curriedCall(fp, use) ?? (use.library && aroundIt(use, use.library)),
  callback: (use, argument, parameter, within) => curriedCallback(fp, use, argument, parameter, within),
  apply: (library, given, at, trace) => curriedApply(fp, library, given, at, trace),
  keys: (use) => curriedKeys(fp, use),
};
