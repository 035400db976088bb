import type { Range, Rewrite } from '../facts.ts';
import type { Node } from '../source/ast.ts';
import { addressOf } from '../trace/address.ts';
import type { Trace } from '../trace/trace.ts';
import type { RawRequest } from '../trace/value.ts';
import { rangeOf } from './code.ts';
import { readQuery } from './query.ts';

/** Where the path's last written part stands. */
export function pathRange(trace: Trace, request: RawRequest): Range {
  const units = addressOf(trace, request).pathUnits.filter((unit) => unit.piece.kind === 'literal' && unit.piece.node.type !== 'Joint');
  const last = units.at(-1);
  if (last?.piece.kind !== 'literal') return rangeOf(trace.project.sourceOf(request.call), request.call);
  const same = units.filter((unit) => unit.piece === last.piece);
  return { file: trace.project.fileOf(last.piece.node), start: (same[0] ?? last).start, end: last.end };
}

/** `users/metadata` -> `roles?limit=100`. */
export function metadataPath(trace: Trace, request: RawRequest): Rewrite {
  const address = addressOf(trace, request);
  const text = address.pathUnits.map((unit) => unit.char).join('');
  const at = text.lastIndexOf('users/metadata');
  const units = address.pathUnits.slice(at, at + 'users/metadata'.length);
  const [first] = units;
  const last = units.at(-1);
  const isOne = at >= 0 && first && last && units.every((unit) => unit.piece === first.piece) && first.piece.kind === 'literal';
  if (!isOne) return { blocked: 'the path is put together from several parts' };
  if (address.mark || readQuery(trace, request).params.length > 0) return { blocked: 'the request has a query as well' };
  return [{ file: trace.project.fileOf((first.piece as { node: Node }).node), start: first.start, end: last.end, text: 'roles?limit=100' }];
}
