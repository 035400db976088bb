import type { PatchOp, Rewrite, ValueFact } from '../../facts.ts';
import type { Node } from '../../source/ast.ts';
import { memberOf } from '../../trace/members.ts';
import type { Trace } from '../../trace/trace.ts';
import { type InstanceValue, members, type Ref, type Value } from '../../trace/value.ts';
import { rangeOf } from '../code.ts';

/** `new Operation('set', '/roles', names)` in the body of a patch: it is found by what the class keeps as `op` and `path`, and left to a person. */
export function instanceOperation(trace: Trace, instance: InstanceValue, at: Ref): PatchOp | undefined {
  const [op, path] = ['op', 'path'].map((name) => writtenText(memberOf(trace, instance, name, at)));
  const first = op ?? path;
  if (!first) return undefined;
  const blocked = (): Rewrite => ({ blocked: 'an object of a class is the operation' });
  const fact = (found: Written | undefined): ValueFact => {
    const { node, text } = found ?? { ...first, text: '' };
    return { at: rangeOf(trace.project.sourceOf(node), node), text, nullish: 'no', pure: true, type: 'string', origin: 'unknown' };
  };
  const value = { at: fact(first).at, code: '', form: 'unknown' as const, toObjects: blocked };
  return { at: fact(first).at, op: fact(op), path: fact(path), paths: [], value, setOp: blocked, setPath: blocked, addValue: blocked, replaceWith: blocked };
}

interface Written {
  readonly node: Node;
  readonly text: string;
}

/** The one text that a value is, where it is written out. */
function writtenText(value: Value): Written | undefined {
  const [only, ...others] = members(value).flatMap((one) => (one.kind === 'text' && one.pieces.length === 1 ? one.pieces : []));
  return only?.kind === 'literal' && only.node.type === 'StringLiteral' && others.length === 0 ? { node: only.node, text: only.text } : undefined;
}
