import { oldOps } from '../api.ts';
import { rangeOf } from '../carriers/code.ts';
import { judgeUntraced, judgeUntracedOperation } from '../evidence.ts';
import type { DeclaredParam, Fact, Range, Rewrite, UserField } from '../facts.ts';
import type { Node } from '../source/ast.ts';
import { placeKey } from '../source/ranges.ts';
import type { Trace } from '../trace/trace.ts';
import { untracedOperations, untracedReads } from '../trace/untraced.ts';

const blocked =
  (what: string): (() => Rewrite) =>
  () => ({ blocked: `where ${what} cannot be traced` });

/** What looks like a user, or like an operation on one, beside uses of the users API, and cannot be traced: told, never rewritten. */
export function untracedFacts(trace: Trace, facts: readonly Fact[], programs: readonly Node[]): Fact[] {
  const firm = facts.filter(({ evidence }) => evidence.confidence !== 'possible');
  const files = new Set(firm.map(({ at }) => at.file));
  const known = new Set(facts.map(({ at }) => placeKey(at)));
  // The commands of a shell have no names for what they hand on.
  const readable = programs.filter((program) => trace.project.sourceOf(program).embedding?.kept === undefined);
  const found = readable.filter((program) => files.has(trace.project.fileOf(program))).flatMap((program) => untracedFields(trace, program));
  const isOpen = firm.some((fact) => fact.kind === 'request' && fact.endpoint === 'PATCH /users/{id}' && fact.body?.complete === false);
  const sent = isOpen ? facts.flatMap((fact) => (fact.kind === 'request' ? (fact.body?.ops ?? []).map(({ at }) => at) : [])) : [];
  return [...found, ...(isOpen ? readable.flatMap((program) => operationsIn(trace, program, sent)) : [])].filter(({ at }) => !known.has(placeKey(at)));
}

const untracedFields = (trace: Trace, program: Node): UserField[] =>
  untracedReads(trace, program).flatMap(({ node, name, called, taken }) => {
    const verdict = judgeUntraced(called && trace.project.sourceOf(node).slice(called), taken);
    if (!verdict) return [];
    const at = rangeOf(trace.project.sourceOf(node), node.type === 'ObjectProperty' ? node['key'] : node['property']);
    const evidence = { confidence: verdict.confidence, trail: [{ ...at, note: verdict.note }] };
    return [{ kind: 'field', at, name, place: node.type === 'ObjectProperty' ? 'destructured' : 'read', requests: [], evidence, rewrite: blocked('the value comes from') }];
  });

/** Operations that a users patch of the project may send, of which not everything is seen. `sent`: those that are seen to be. */
const operationsIn = (trace: Trace, program: Node, sent: readonly Range[]): DeclaredParam[] =>
  untracedOperations(trace, program).flatMap(({ object, op, path }) => {
    const file = trace.project.fileOf(object);
    const isSent = sent.some((at) => at.file === file && at.start >= object.start && at.end <= object.end);
    const verdict = isSent ? undefined : judgeUntracedOperation(op['value'], path['value']);
    const told = oldOps.test(op['value']) ? op : path;
    if (!verdict) return [];
    const at = rangeOf(trace.project.sourceOf(told), told);
    const rewrite = blocked('the operation is sent');
    return [
      {
        kind: 'declared',
        group: `untraced:${placeKey(at)}`,
        at,
        name: told['value'],
        endpoint: 'PATCH /users/{id}',
        evidence: { confidence: verdict.confidence, trail: [{ ...at, note: verdict.note }] },
        rename: rewrite,
        replace: rewrite,
        remove: rewrite,
      },
    ];
  });
