import type { Body, PatchOp, Range, Rewrite, ValueFact } from '../../facts.ts';
import { textOfUnits, type Unit, unitsOf } from '../../trace/texts/address.ts';
import type { Trace } from '../../trace/trace.ts';
import type { Piece, Value } from '../../trace/value.ts';

/** JSON that a template or a concatenation puts together: it is found, and left to a person. */
const blocked = (): Rewrite => ({ blocked: 'the body is put together as text' });

/** The operations in the text of a patch body. */
export function textOperations(trace: Trace, pieces: readonly Piece[]): PatchOp[] {
  const units = unitsOf(trace, pieces);
  const text = textOfUnits(units);
  return [...text.matchAll(/\{[^{}]*\}/g)].flatMap((match) => {
    const op = member(units, match.index, match[0], 'op');
    const path = member(units, match.index, match[0], 'path');
    const first = op ?? path;
    if (!first) return [];
    const place = rangeOf(trace, first);
    const read = (found: Member | undefined): ValueFact => ({ at: place, text: found?.text ?? '', nullish: 'no', pure: true, type: 'string', origin: 'unknown' });
    return [{ at: place, op: read(op), path: read(path), paths: undefined, value: { at: place, code: '', form: 'unknown' as const, toObjects: blocked }, setOp: blocked, setPath: blocked, addValue: blocked, replaceWith: blocked }];
  });
}

/** `"roles":` in the text of a user body. */
export function textRoles(trace: Trace, values: readonly Value[]): Body['roles'] | undefined {
  for (const value of values) {
    if (value.kind !== 'text') continue;
    const units = unitsOf(trace, value.pieces);
    const at = /"roles"\s*:/.exec(textOfUnits(units))?.index;
    const unit = at === undefined ? undefined : units[at];
    if (unit?.piece.kind === 'literal') return [{ at: rangeOf(trace, { unit, text: '"roles"' }), hasNewName: false, rename: blocked }];
  }
  return undefined;
}

interface Member {
  /** The first character of the key. */
  readonly unit: Unit;
  readonly text: string;
}

/** The text of a member; one with a hole in it is not known. */
function member(units: readonly Unit[], offset: number, object: string, name: string): Member | undefined {
  const found = new RegExp(`"${name}"\\s*:\\s*"([^"\ue000\ue001]*)"`).exec(object);
  const unit = found ? units[offset + found.index] : undefined;
  return found && unit?.piece.kind === 'literal' ? { unit, text: found[1] as string } : undefined;
}

function rangeOf(trace: Trace, { unit }: Member): Range {
  const { node } = unit.piece as { node: Parameters<Trace['project']['fileOf']>[0] };
  return { file: trace.project.fileOf(node), start: unit.start, end: unit.end };
}
