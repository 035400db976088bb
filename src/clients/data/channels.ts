import { calleeName, descendants, isCall, isMember, type Node, unwrap } from '../../source/ast.ts';
import type { Source } from '../../source/source.ts';
import { memberOf } from '../../trace/members.ts';
import type { Trace } from '../../trace/trace.ts';
import { type LibraryValue, literalText, members, type Ref, union, unknown, type Value } from '../../trace/value.ts';
import { here } from '../arguments.ts';
import { type Client, optionRef, partOfCall } from '../client.ts';

/** What is made of something that sends messages. */
const makers = /^(?:BroadcastChannel|MessageChannel|Worker|SharedWorker)$/;
/** The packages whose listeners get the data itself, not an event that has it. */
const isNode = (library: LibraryValue): boolean => library.name !== 'global';

/** Messages between tabs, workers and ports: `channel.postMessage(data)`, and who listens at the other end. */
export const channels: Client = {
  id: 'channels',
  packages: ['global', 'worker_threads', 'node:worker_threads'],
  globals: ['BroadcastChannel', 'MessageChannel', 'Worker', 'SharedWorker', 'addEventListener'],
  call(use) {
    const name = use.path.at(-1) ?? '';
    return use.call.type === 'NewExpression' && makers.test(name) && use.library ? { ...use.library, path: [name], made: [here(use)] } : undefined;
  },
  callback(use, argument, parameter) {
    const name = use.path.at(-1) ?? '';
    const isEvent = argument === 1 && parameter === 0 && /^(?:addEventListener|on|once|addListener)$/.test(name) && !!use.args[0] && literalText(use.trace.evaluate(use.args[0], use.frame)) === 'message';
    return isEvent && use.library ? received(use.trace, { ...use.library, path: use.library.path.slice(0, -1) }, here(use), name !== 'addEventListener' && isNode(use.library)) : undefined;
  },
  assigned: {
    names: /^onmessage$/,
    value: (library, parameter, at, trace) => (parameter === 0 ? received(trace, library, at, false) : undefined),
  },
  member(library, name, at, trace) {
    if (isNode(library) && library.path[0] === 'workerData' && library.path.length === 1)
      return memberOf(
        trace,
        partOfCall(trace, at, 'workerData', () => workerData(trace, trace.project.fileOf(at.node))),
        name,
        at,
      );
    return library.path[0] === 'MessageChannel' && /^port[12]$/.test(name) ? { ...library, path: ['MessageChannel', name] } : undefined;
  },
};

/** What a listener is called with; undefined where nothing is seen to be sent to it. */
function received(trace: Trace, library: LibraryValue, at: Ref, isPlain: boolean): Value | undefined {
  const end = endOf(trace, library, at.node);
  const data = end && partOfCall(trace, at, 'received', () => union(senders(trace).flatMap((call) => sentTo(trace, call, end))));
  if (!data || data.kind === 'unknown') return undefined;
  return isPlain ? data : { kind: 'record', members: { data } };
}

/** One end of a channel. `outside`: of a worker, whose file it names; `inside`: of the program of that file. */
type End =
  | { readonly kind: 'broadcast'; readonly names: readonly (string | undefined)[] }
  | { readonly kind: 'outside' | 'inside'; readonly files: readonly string[] }
  | { readonly kind: 'port'; readonly maker: Node; readonly name: string };

function endOf(trace: Trace, library: LibraryValue, at: Node): End | undefined {
  const [maker] = library.made;
  const [name, part] = library.path.filter((step) => step !== 'default');
  const isInside = !maker && (name === undefined || (isNode(library) && name === 'parentPort'));
  if (isInside) return { kind: 'inside', files: [trace.project.fileOf(at)] };
  const given: Node | undefined = maker?.node['arguments']?.[0];
  if (!maker || !given) return name === 'MessageChannel' && maker && part ? { kind: 'port', maker: maker.node, name: part } : undefined;
  if (name === 'BroadcastChannel') return { kind: 'broadcast', names: members(trace.evaluate(given, maker.frame)).map((value) => literalText(value)) };
  const files = /Worker$/.test(name ?? '') ? workerFiles(trace, given) : [];
  return files.length > 0 ? { kind: 'outside', files } : undefined;
}

/** The files that `new Worker(new URL('./worker.js', import.meta.url))` runs. */
function workerFiles(trace: Trace, given: Node): string[] {
  const texts = descendants(given).flatMap((node) => (node.type === 'StringLiteral' && /\.[cm]?[jt]sx?$/.test(node['value']) ? [node['value'] as string] : []));
  const from = trace.project.fileOf(given);
  return texts.flatMap((text) => trace.project.resolve(from, /^\.{1,2}\//.test(text) ? text : `./${text}`) ?? []);
}

/** True when what is sent at one end arrives at the other. */
function reaches(from: End, to: End): boolean {
  if (from.kind === 'broadcast' && to.kind === 'broadcast') return from.names.some((name) => name === undefined || to.names.includes(undefined) || to.names.includes(name));
  if (from.kind === 'port' && to.kind === 'port') return from.maker === to.maker && from.name !== to.name;
  const isAcross = (from.kind === 'inside' && to.kind === 'outside') || (from.kind === 'outside' && to.kind === 'inside');
  return isAcross && from.files.some((file) => to.files.includes(file));
}

/** What a call of `postMessage` sends to this end. */
function sentTo(trace: Trace, call: Node, end: End): Value[] {
  const callee = unwrap(call['callee']);
  const [data] = call['arguments'] as Node[];
  if (!data) return [];
  const ends = isMember(callee)
    ? members(trace.evaluate(callee['object'], undefined)).flatMap((value) => (value.kind === 'library' ? (endOf(trace, value, call) ?? []) : []))
    : [{ kind: 'inside', files: [trace.project.fileOf(call)] } as const];
  return ends.some((from) => reaches(from, end)) ? [trace.evaluate(data, undefined)] : [];
}

const calls = new WeakMap<Source, readonly Node[]>();

/** Every call of the project that sends a message. */
function senders(trace: Trace): Node[] {
  return trace.project.filesWith('postMessage').flatMap((file) => {
    const source = trace.project.source(file);
    if (!source) return [];
    let found = calls.get(source);
    if (!found) calls.set(source, (found = descendants(source.program).filter((node) => isCall(node) && calleeName(node) === 'postMessage')));
    return found;
  });
}

/** `new Worker(file, { workerData })`: what the program of the file is given. */
function workerData(trace: Trace, file: string): Value {
  const given = trace.project.filesWith('workerData').flatMap((other) => {
    const program = trace.project.source(other)?.program;
    const made = program ? descendants(program).filter((node) => node.type === 'NewExpression' && node['callee'].name === 'Worker' && node['arguments'][0] && workerFiles(trace, node['arguments'][0]).includes(file)) : [];
    return made.flatMap((node) => {
      const option = optionRef(trace.use(undefined, node, undefined), node['arguments'][1], 'workerData');
      return option ? [trace.value(option)] : [];
    });
  });
  return given.length > 0 ? union(given) : unknown;
}
