import { oldParameters } from '../../api.ts';
import type { Trace } from '../../trace/trace.ts';
import { members, type Value } from '../../trace/value.ts';
import { namedSite, type Site } from './site.ts';

/** `for (const name of ['status', 'email']) if (wanted[name]) params.set(name, wanted[name])`: the old parameters among the names that are written out, which only the run chooses from. */
export function chosenNames(trace: Trace, name: Value): Site[] {
  return members(name).flatMap((value): Site[] => {
    if (value.kind === 'each') return value.part === 'value' ? chosenNames(trace, trace.element(value.of, value.ref.node, value.ref.frame)) : [];
    const [piece] = value.kind === 'text' && value.pieces.length === 1 ? value.pieces : [];
    const isOld = piece?.kind === 'literal' && piece.node.type === 'StringLiteral' && oldParameters.includes(piece.text);
    return isOld ? [namedSite(trace, piece.node, 'which of these names is sent is only known at run time', false)] : [];
  });
}
