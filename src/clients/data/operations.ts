import { elementAt, memberOf } from '../../trace/members.ts';
import { pair } from '../../trace/names/named-pairs.ts';
import { type Merged, mergedLiteral, type MergeWay } from '../../trace/calls/merged-literal.ts';
import { joinedText } from '../../trace/methods.ts';
import { members, stepped, union, unknown, type Value } from '../../trace/value.ts';
import { applied, dictionary, element, type Given, type Job, listedKeys, listOf, memberAt, objectKeys, type Operation, optionValue, outcome, pathKeys, shorthandKeys } from './collections.ts';
import type { ListUse } from '../client.ts';
import { mappingCall, type Readers, readersOf, readersOfList, unseen } from './picked.ts';
import { functionKeys } from './list-questions.ts';

type Gives = (job: Job) => Value;

export const same: Gives = (job) => job.data;
export const one: Gives = (job) => element(job);
export const nothing: Gives = () => unknown;
export const groups: Gives = (job) => dictionary(job, job.data);
export const table: Gives = (job) => dictionary(job, element(job));
export const twoLists: Gives = (job) => ({ kind: 'record', members: { '0': job.data, '1': job.data } });
export const chunks: Gives = (job) => listOf(job, job.data);
export const values: Gives = (job) => (members(job.data).some((value) => value.kind === 'map' || value.kind === 'object') ? listOf(job, element(job)) : job.data);
export const pairs: Gives = (job) => (job.data.kind === 'object' ? { kind: 'each', part: 'entries', of: job.data, ref: job.at } : listOf(job, pair(element(job))));
/** What the data and the objects beside it are, laid over each other. `isUnder`: the data lies under those beside it. */
export const overlaid =
  (isUnder: boolean, way: MergeWay = {}): Gives =>
  (job) => {
    const given: Merged = job.dataAt ?? { value: job.data };
    const isWhole = members(job.data).some((value) => value.kind === 'list' || value.kind === 'map' || isList(value));
    return isWhole ? job.data : mergedLiteral(job.trace, isUnder ? [given, ...job.options] : [...[...job.options].reverse(), given], job.at, way);
  };
/** A text: what the data holds, with the argument between. */
export const text: Gives = (job) => joinedText(job.trace, job.data, optionValue(job, 0), job.at);
export const keyed: Gives = (job) => (job.data.kind === 'each' && job.data.part === 'entries' ? job.data.of : dictionary(job, elementAt(job.trace, element(job), 1, job.at)));
export const flat: Gives = (job) => (members(element(job)).some(isList) ? element(job) : job.data);
export const joined: Gives = (job) => union([job.data, ...job.options.map((_, index) => optionValue(job, index)).filter(isList)]);
/** A list of what the argument makes of the elements; a dictionary stays one. */
export const mapped: Gives = (job) => (job.data.kind === 'map' ? dictionary(job, outcome(job, 0)) : listOf(job, outcome(job, 0)));
export const flatMapped: Gives = (job) => {
  const made = outcome(job, 0);
  return members(made).some(isList) ? made : listOf(job, made);
};

/** A dictionary of what the argument makes of each value. */
export const valuesOf: Gives = (job) => dictionary(job, outcome(job, 0));
/** What the argument makes of the data. */
export const passed: Gives = (job) => applied(job, 0, [job.data]);

const isList = (value: Value): boolean => value.kind === 'list' || (value.kind === 'shape' && value.shape.endsWith('[]'));

/** A plain function of its data: nothing is called, no member is named. */
export const plain = (gives: Gives, beside = 0): Operation => ({ beside, gives });

/** Each name and value of an object: functions of collections are called with the value and the name. */
const entryOf = (job: Job): Value | undefined => (job.data.kind === 'object' || job.data.kind === 'typed' ? elementAt(job.trace, { kind: 'each', part: 'entries', of: job.data, ref: job.at }, Number.NaN, job.at) : undefined);

/** The argument `option` is called with each element, or stands for such a function. */
export function perElement(gives: Gives, { option = 0, beside = 1, isMany = false } = {}): Operation {
  return {
    beside,
    gives,
    hands(job, at, parameter) {
      if (at !== option) return undefined;
      const entry = entryOf(job);
      if (entry && parameter < 2) return elementAt(job.trace, entry, 1 - parameter, job.at);
      return parameter === 2 ? job.data : parameter === 0 ? element(job) : undefined;
    },
    keys: (job) => shorthandKeys(job, option, element(job), isMany),
  };
}

/** The argument `option` is called with two elements. */
export const comparing = (gives: Gives, option = 0): Operation => ({ beside: 1, gives, hands: (job, at, parameter) => (at === option && parameter < 2 ? element(job) : undefined) });

/** `reduce(function, start)`: what was collected so far, and each element. */
export const folding: Operation = {
  beside: 2,
  gives: collected,
  hands(job, at, parameter) {
    if (at !== 0) return undefined;
    return parameter === 0 ? collected(job) : parameter === 1 ? element(job) : undefined;
  },
};

function collected(job: Job): Value {
  const start = job.options[1] ? optionValue(job, 1) : element(job);
  return union([start, ...members(applied(job, 0, [start, element(job)])).filter((value) => value.kind !== 'unknown')]);
}

/** The arguments are called with the data itself. */
export const withData = (gives: Gives, beside: number): Operation => ({ beside, gives, hands: (job, at, parameter) => (at < beside && parameter === 0 ? job.data : undefined) });

/** `get(data, path, otherwise)`, in whatever order. */
export function reading(path: number, otherwise: number | undefined, beside: number): Operation {
  return {
    beside,
    gives(job) {
      const found = memberAt(job, path);
      return otherwise !== undefined && job.options[otherwise] ? union([found, optionValue(job, otherwise)]) : found;
    },
    keys(job) {
      const given = otherwise === undefined ? undefined : job.options[otherwise]?.node;
      return pathKeys(job, path, job.data, listAt(job, given));
    },
  };
}

/** A read that has its data is the list; one that still waits for it is a function, which a written one can stand for. */
function listAt(job: Job, otherwise: Given['node'] | undefined): ListUse {
  return { how: job.waits ? 'function' : 'value', at: job.at.node, ...(otherwise ? { otherwise } : {}) };
}

/** The argument names a member that is only asked for, or removed. */
export const asking = (gives: Gives): Operation => ({ beside: 1, gives, keys: (job) => pathKeys(job, 0, job.data, { how: 'presence' }) });

/** The argument names a member of the data that the call sets or compares. */
export const naming = (gives: Gives, path = 0, beside = 2): Operation => ({ beside, gives, keys: (job) => pathKeys(job, path, job.data, { how: 'unknown' }) });

const keepsKeys = 'what it gives has the same keys, and who reads them is not seen here';
const keepsList = 'what it gives is taken apart, and the list of roles goes on';

/** `pick(user, ['name', 'created'])`: a user with fewer members. Its keys are those that were asked for. `each`: the data is a list of users. */
export const picking = (isEach = false): Operation => ({
  beside: 1,
  gives: (job) => stepped(job.data, job.options[0]?.call ?? job.at.node, 'with some of its members'),
  keys(job) {
    const { isSeen, takesValues } = pickedReaders(job, isEach);
    const call = job.options[0]?.call;
    return listedKeys(job, 0, isEach ? element(job) : job.data, { how: isSeen ? 'presence' : 'unknown' }, {}).map((key) => {
      if (isSeen && !(takesValues && key.name === 'roles')) return { ...key, ...(call ? { madeBy: call } : {}) };
      return { ...key, blocked: isSeen ? keepsList : keepsKeys, ...(call ? { keptBy: call } : {}) };
    });
  },
});

/** Who reads what is picked: here, or where a function that picks is given to `map`. */
function pickedReaders({ trace, at, waits }: Job, isEach: boolean): Readers {
  if (!waits) return isEach ? readersOfList(trace, at.node) : readersOf(trace, at.node);
  const list = isEach ? undefined : mappingCall(at.node);
  return list ? readersOfList(trace, list) : unseen;
}

/** `omit(user, ['roles'])`: a user without them. */
export const omitting: Operation = { beside: 1, gives: same, keys: (job) => listedKeys(job, 0, job.data, { how: 'presence' }) };

/** `at(user, ['name', 'created'])`: what stands there, in order. */
export const listing = (isEach: boolean): Operation => ({ beside: 1, gives: nothing, keys: (job) => listedKeys(job, 0, isEach ? element(job) : job.data, { how: 'unknown' }) });

const likeUser = 'the list is compared as a whole';

/** An object whose keys name members: of functions that are called with them, or of values to be like. */
export const resembling = (gives: Gives, isPartial: boolean): Operation => ({
  beside: 1,
  gives,
  hands: (job, at, parameter, within) => (at === 0 && parameter === 0 && within.length === 1 ? memberIn(job, within) : undefined),
  keys(job) {
    const node = job.options[0]?.node;
    return node?.type === 'ObjectExpression' ? objectKeys(node, job.data, isPartial ? undefined : likeUser) : [];
  },
});

/** An object whose keys name members, each with a function that is given it: `where({ created: isOld })`. */
export const testing: Operation = { ...resembling(nothing, false), keys: functionKeys };

const memberIn = (job: Job, within: readonly string[]): Value => within.reduce<Value>((value, name) => memberOf(job.trace, value, name, job.at), job.data);
