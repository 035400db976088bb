import { oldParameters } from '../../api.ts';
import { enclosingFunction, isCall, isMember, memberName, type Node, unwrap } from '../../source/ast.ts';
import { isReached } from '../../trace/conditions/guards.ts';
import { contextsOnce } from '../../trace/requests/requests.ts';
import type { Trace } from '../../trace/trace.ts';
import { type Frame, members, type Ref } from '../../trace/value.ts';

/** A call that says a parameter by its name, and on which URL or parameters it is made. */
interface NamedCall {
  readonly call: Node;
  readonly frame: Frame | undefined;
  readonly on: Ref;
}

/** Of more such calls than this in one project those behind are not looked at, and a function with more contexts than this is looked at as one. */
const most = 200;
const mostContexts = 60;

const acts = /^(?:set|append|delete|get|getAll|has)$/;
const inText = new RegExp(`\\.\\s{0,20}(?:set|append|delete|get|getAll|has)\\s{0,20}\\(\\s{0,20}['"\`](?:${oldParameters.join('|')})['"\`]`);
const inProject = new WeakMap<Trace, readonly Node[]>();
const known = new WeakMap<Node, readonly NamedCall[]>();

/**
 * `({ url }) => url.searchParams.set('sortBy', 'name')`: calls that set, read or delete an old parameter on what is made here, wherever
 * the code has it from: a member of what a hook is given, a field of another object.
 */
export function callsElsewhere(trace: Trace, made: Ref, found: ReadonlySet<Node>): readonly NamedCall[] {
  const calls = callsIn(trace).filter((call) => !found.has(call));
  return calls.flatMap((call) => madeOn(trace, call).filter(({ on }) => on.node === made.node && (!on.frame || !made.frame || on.frame === made.frame)));
}

/** Every call of the project that looks so. */
function callsIn(trace: Trace): readonly Node[] {
  const { project } = trace;
  let calls = inProject.get(trace);
  if (!calls) {
    const files = [...new Set(oldParameters.flatMap((name) => project.filesWith(name)))].sort().filter((file) => !file.endsWith('.json') && inText.test(project.files.read(file) ?? ''));
    inProject.set(trace, (calls = files.flatMap((file) => project.nodes(file).filter(isNamed)).slice(0, most)));
  }
  return calls;
}

function isNamed(node: Node): boolean {
  const callee = isCall(node) ? unwrap(node['callee']) : undefined;
  const [name]: readonly Node[] = callee ? node['arguments'] : [];
  return !!callee && isMember(callee) && acts.test(memberName(callee) ?? '') && name?.type === 'StringLiteral' && oldParameters.includes(name['value']);
}

/** What the call is made on, in each context in which it is reached. */
function madeOn(trace: Trace, call: Node): readonly NamedCall[] {
  return trace.once(known, call, [], () => {
    const fn = enclosingFunction(call);
    const all = fn ? contextsOnce(trace, fn, [undefined]) : [undefined];
    const target: Node = unwrap(call['callee'])['object'];
    return (all.length > mostContexts ? [undefined] : all).flatMap((frame) =>
      members(trace.evaluate(target, frame)).flatMap((value) => ((value.kind === 'query' || value.kind === 'url') && isReached(trace, call, frame) ? [{ call, frame, on: value.ref }] : [])),
    );
  });
}
