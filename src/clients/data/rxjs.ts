import { isMember, memberName, type Node, outermost } from '../../source/ast.ts';
import { placeMentions } from '../../trace/changes/contents.ts';
import { elementAt, entriesOf } from '../../trace/members.ts';
import { asList, pipedResult } from '../../trace/methods.ts';
import type { Trace } from '../../trace/trace.ts';
import { members, type Ref, union, type Value } from '../../trace/value.ts';
import { type Client, type ClientUse, partOfCall } from '../client.ts';
import { type Job, memberAt, pathKeys } from './collections.ts';
import { type Curried, curriedApply, curriedCall, curriedCallback, curriedKeys, named } from './functions.ts';
import { passed, plain, same, withData } from './operations.ts';
import { entryOf } from '../../table.ts';

/** A function that gives a list, a promise or another stream: each of the list; a promise of a list looks the same. */
const spread = (job: Job): Value => eachOf(job.trace, passed(job), job.at);

function eachOf(trace: Trace, value: Value, at: Ref): Value {
  const each = elementAt(trace, value, Number.NaN, at);
  return each.kind === 'unknown' ? value : union([value, each]);
}

/** What operators make of one thing that a stream sends. A stream stands for what it sends, as a promise does for what it gives. */
const operations = {
  ...named('map', withData(passed, 1)),
  ...named('switchMap mergeMap concatMap exhaustMap flatMap', withData(spread, 1)),
  ...named('filter tap do takeWhile skipWhile', withData(same, 1)),
  ...named(
    'take first last skip takeUntil takeLast distinct distinctUntilChanged share shareReplay publishReplay refCount debounceTime throttleTime auditTime delay retry timeout catchError startWith defaultIfEmpty finalize observeOn subscribeOn repeat',
    plain(same),
  ),
  ...named(
    'toArray bufferCount',
    plain((job) => asList(job.data, job.at)),
  ),
  ...named(
    'expand',
    withData((job) => union([job.data, ...members(spread(job)).filter((value) => value.kind !== 'unknown')]), 1),
  ),
  ...named('reduce scan', {
    beside: 2,
    gives: (job) => union([...(job.options[1] ? [job.trace.value(job.options[1])] : []), ...members(passed(job)).filter((value) => value.kind !== 'unknown')]),
    hands: (job, option, parameter) => (option !== 0 ? undefined : parameter === 1 ? job.data : job.options[1] && job.trace.value(job.options[1])),
  }),
  ...named('pluck', { beside: 1, gives: (job) => memberAt(job, 0), keys: (job) => pathKeys(job, 0, job.data, { how: 'unknown' }) }),
};

const library: Curried = { operations, joins: { pipe: 'forth' }, shorthands: false, isWaiting: true, nameOf: ({ path }) => path.at(-1) ?? '' };
const subjects = /^(?:BehaviorSubject|Subject|ReplaySubject|AsyncSubject)$/;

/** rxjs: streams of answers, made of promises, joined, and held in subjects. */
export const rxjs: Client = {
  id: 'rxjs',
  packages: ['rxjs', 'rxjs/operators'],
  call(use) {
    const name = use.path.at(-1) ?? '';
    const [first] = use.args;
    if (subjects.test(name)) return use.library && { ...use.library, path: [name], made: [{ node: use.call, frame: use.frame }] };
    const [made] = use.made;
    if (made && subjects.test(use.path[0] ?? '')) return onSubject(use, made, name);
    if (!first) return entryOf<unknown>(operations, name) ? curriedCall(library, use) : undefined;
    if (/^(?:firstValueFrom|lastValueFrom)$/.test(name)) return sent(use.trace, use.trace.evaluate(first, use.frame));
    if (name === 'of') return use.trace.evaluate(first, use.frame);
    if (name === 'from' || name === 'defer') return started(use, first, name);
    if (/^(?:forkJoin|combineLatest|zip|merge|concat|race)$/.test(name)) return joined(use, name);
    return curriedCall(library, use);
  },
  callback(use, argument, parameter, within) {
    const name = use.path.at(-1) ?? '';
    const [made] = use.made;
    if (!made || !subjects.test(use.path[0] ?? '')) return curriedCallback(library, use, argument, parameter, within);
    if (parameter !== 0) return undefined;
    return name === 'pipe' ? pipedResult(use.trace, sentBy(use.trace, made), use.call, argument, use.frame) : sentBy(use.trace, made);
  },
  apply: (value, given, at, trace) => curriedApply(library, value, given, at, trace),
  keys: (use) => curriedKeys(library, use),
  member(value, name, _at, trace) {
    const [made] = value.made;
    return made && name === 'value' && subjects.test(value.path[0] ?? '') ? sentBy(trace, made) : undefined;
  },
};

/** `subject.pipe(…)`, `subject.getValue()`, `subject.asObservable()`. */
function onSubject(use: ClientUse, made: Ref, name: string): Value | undefined {
  if (name === 'pipe') return pipedResult(use.trace, sentBy(use.trace, made), use.call, use.args.length, use.frame);
  if (name === 'asObservable') return use.library && { ...use.library, path: use.library.path.slice(0, 1) };
  return name === 'getValue' ? sentBy(use.trace, made) : undefined;
}

/** What a subject starts with, and what `next` is called with, or handed to. */
function sentBy(trace: Trace, made: Ref): Value {
  return partOfCall(trace, made, 'sent', () => {
    const [start] = made.node['arguments'] as Node[];
    const outer = outermost(made.node);
    const mentions = outer.parent ? placeMentions(trace, outer, outer.parent, 0) : [];
    const calls = mentions.flatMap((mention) => (isMember(mention.parent) && memberName(mention.parent as Node) === 'next' ? [mention.parent?.parent as Node] : []));
    return union([...(start ? [trace.evaluate(start, made.frame)] : []), ...calls.flatMap((call) => (call['arguments']?.[0] ? [trace.evaluate(call['arguments'][0], undefined)] : []))]);
  });
}

/** What a subject has sent; everything else stands for what it sends. */
function sent(trace: Trace, value: Value): Value {
  return union(members(value).map((member) => (member.kind === 'library' && member.made[0] && subjects.test(member.path[0] ?? '') ? sentBy(trace, member.made[0]) : member)));
}

/** `from(promise)` sends what the promise gives, `from(list)` each of the list: a promise of a list looks the same. */
function started(use: ClientUse, node: Node, name: string): Value {
  const value = union(members(use.trace.evaluate(node, use.frame)).map((member) => (name === 'defer' && member.kind === 'function' ? use.trace.callbackReturned(member, use.call, use.frame) : member)));
  return eachOf(use.trace, value, { node: use.call, frame: use.frame });
}

/** Several streams: what each sends, in a list, by name, or one after the other. */
function joined(use: ClientUse, name: string): Value {
  const [first] = use.args;
  const streams = (first?.type === 'ArrayExpression' ? (first['elements'] as Node[]) : use.args).map((node) => sent(use.trace, use.trace.evaluate(node, use.frame)));
  if (/^(?:merge|concat|race)$/.test(name)) return union(streams);
  if (first?.type !== 'ObjectExpression') return { kind: 'record', members: Object.fromEntries(streams.map((value, index) => [String(index), value])) };
  const named = entriesOf(first).flatMap((property) => (property['value'] ? [[String(property['key']?.name ?? property['key']?.value), sent(use.trace, use.trace.evaluate(property['value'], use.frame))] as const] : []));
  return { kind: 'record', members: Object.fromEntries(named) };
}
