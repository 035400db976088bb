import type { Node } from '../../source/ast.ts';
import { unwrap } from '../../source/ast.ts';
import type { Trace } from '../../trace/trace.ts';
import { type Frame, literalText, members, union, type Value } from '../../trace/value.ts';
import type { Client, TextKey } from '../client.ts';

/** `console.table(users, ['name', 'created'])`, `JSON.stringify(users, ['name', 'created'])`: the names choose members, and are shown as they are. */
export const printing: Client = {
  id: 'printing',
  packages: ['global'],
  globals: ['console', 'JSON'],
  call: () => undefined,
  keys({ trace, call, args: [data, names], path, frame }) {
    const blocked = path[1] === 'table' ? 'the names are also the titles of what is printed' : path[1] === 'stringify' ? 'the names are also the keys of the text' : undefined;
    return data && names && blocked !== undefined
      ? namesIn(trace, names, frame).map((named): TextKey => ({ ...named, start: 1, of: shownOf(trace, data, frame), list: { how: 'unknown' }, blocked, ...(path[1] === 'stringify' ? { keptBy: call } : {}) }))
      : [];
  },
};

function namesIn(trace: Trace, list: Node, frame: Frame | undefined): Pick<TextKey, 'literal' | 'name'>[] {
  const items = members(trace.evaluate(list, frame)).flatMap((value) => (value.kind === 'list' ? value.items : []));
  return items.flatMap((item) => {
    const [piece] = members(trace.value(item)).flatMap((value) => (value.kind === 'text' && literalText(value) !== undefined ? value.pieces : []));
    const literal = unwrap(piece?.kind === 'literal' ? piece.node : item.node);
    return literal.type === 'StringLiteral' ? [{ literal, name: literal['value'] as string }] : [];
  });
}

/** The rows of a table, and the object itself where it is no list. */
const shownOf = (trace: Trace, data: Node, frame: Frame | undefined): Value => union(members(trace.evaluate(data, frame)).flatMap((value) => [value, trace.element(value, data, frame)]));
