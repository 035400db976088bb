import { descendants, isInside, type Node } from '../../source/ast.ts';
import { isAskedForAddress } from '../doubles/own-servers.ts';
import type { Trace } from '../trace.ts';
import { members, type Piece, type RawRequest } from '../value.ts';

/** Names of environment variables that a hole of the address is made of. */
export function environments(trace: Trace, piece: Piece, depth = 0): string[] {
  if (piece.kind !== 'hole' || depth > 6) return [];
  return members(piece.value)
    .flatMap((value) => {
      if (value.kind === 'env') return [value.name];
      return value.kind === 'text' ? value.pieces.flatMap((inner) => environments(trace, inner, depth + 1)) : [];
    })
    .concat(environmentsIn(trace, piece.ref.node, piece.ref.frame, 0));
}

/** Environment names in the expression itself, through calls that the trace does not know (`trimEnd(process.env.X, '/')`). What a server is made with says nothing of its address. */
function environmentsIn(trace: Trace, node: Node, frame: RawRequest['frame'], depth: number): string[] {
  if (depth > 3) return [];
  const servers = descendants(node).filter(isAskedForAddress);
  return descendants(node).flatMap((inner) => {
    if (servers.some((server) => isInside(inner, server))) return [];
    if (/^(?:Optional)?MemberExpression$/.test(inner.type)) {
      const value = trace.evaluate(inner, frame);
      return value.kind === 'env' ? [value.name] : [];
    }
    if (inner.type !== 'Identifier') return [];
    const declaration = trace.project.sourceOf(inner).scopes.bindingOf(inner)?.declaration;
    if (declaration?.type !== 'VariableDeclarator' || !declaration['init']) return inner === node ? members(trace.evaluate(inner, frame)).flatMap((value) => (value.kind === 'env' ? [value.name] : [])) : [];
    return environmentsIn(trace, declaration['init'], frame, depth + 1);
  });
}
