import { readLiteral } from '../../source/literals.ts';
import { pieceOfValue } from '../../trace/texts/text.ts';
import { literalText, type Piece, type Value } from '../../trace/value.ts';
import type { ClientUse } from '../client.ts';

/** What a place of a format stands for: `%s`, `%d`, and `%%`, which is a percent sign. */
const place = /%[sdifjoO%]/g;

/** `format('%s/api/v1/users?%s', base, query)`: the text of a format whose places are filled in their order. Undefined where the format is not written out. */
export function formatted(use: ClientUse): Value | undefined {
  const [format, ...filled] = use.args;
  if (format?.type !== 'StringLiteral' || use.args.some((argument) => argument.type === 'SpreadElement') || literalText(use.trace.evaluate(format, use.frame)) === undefined) return undefined;
  const { text, offsets } = readLiteral(format, use.trace.project.sourceOf(format).text);
  const pieces: Piece[] = [];
  const put = (from: number, to: number): void => {
    if (to > from) pieces.push({ kind: 'literal', text: text.slice(from, to), node: { type: 'Joint', start: offsets[from] as number, end: offsets[to] as number, parent: use.call, offsets: offsets.slice(from, to + 1) } });
  };
  let from = 0;
  for (const match of text.matchAll(place)) {
    const argument = match[0] === '%%' ? undefined : filled.shift();
    // A place that nothing fills stays as it is written.
    if (match[0] !== '%%' && !argument) continue;
    put(from, match[0] === '%%' ? match.index + 1 : match.index);
    if (argument) pieces.push(...pieceOfValue(use.trace.evaluate(argument, use.frame), argument, use.frame).map((piece) => ({ ...piece, via: [...(piece.via ?? []), { node: argument, frame: use.frame }] })));
    from = match.index + match[0].length;
  }
  put(from, text.length);
  // What no place takes is written behind, with spaces in front: no address is made so.
  return filled.length > 0 ? undefined : { kind: 'text', pieces };
}
