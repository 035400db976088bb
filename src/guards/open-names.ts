import { calleeName, descendants, isCall, isMember, type Node, unwrap } from '../source/ast.ts';
import { isCaptured } from '../trace/texts/captured-texts.ts';
import { isUsers, spreadUser } from '../trace/names/key-acts.ts';
import { callsBehind } from '../trace/names/keyed.ts';
import type { Trace } from '../trace/trace.ts';
import { type Frame, members, type Piece, type Value } from '../trace/value.ts';

/** Why `fields` must stay: members of users are named by texts of which not all are known, `text.replace(/\{(\w+)\}/g, (_, name) => user[name])`. */
export function openNames(trace: Trace, programs: readonly Node[]): string | undefined {
  for (const program of programs) {
    const source = trace.project.sourceOf(program);
    for (const node of descendants(program)) {
      const isOpen = trace.ask(() => readsOpenly(trace, node) || looksForNames(trace, node), false);
      if (isOpen) return `${source.file.split('/').at(-1)}:${source.place(node.start).line} takes the names of members out of a text that is not known`;
    }
  }
  return undefined;
}

/** `user[name]`, where a pattern took the name out of a text. */
function readsOpenly(trace: Trace, node: Node): boolean {
  if (!isMember(node) || !node['computed'] || !isCaptured(trace, node['property'])) return false;
  const ways: readonly (Frame | undefined)[] = callsBehind(trace, node['property'], node);
  return ways.some((way) => members(trace.evaluate(node['object'], way)).some((value) => isOfUser(trace, value)) && members(trace.evaluate(node['property'], way)).some(({ kind }) => kind === 'unknown'));
}

const isOfUser = (trace: Trace, value: Value): boolean => isUsers(value) || spreadUser(trace, value) !== undefined;

/** `text.replaceAll(`{${name}}`, value)`, where `name` is that of any member of a user. */
function looksForNames(trace: Trace, node: Node): boolean {
  const [wanted] = isCall(node) && /^(?:replace|replaceAll|split)$/.test(calleeName(node)) && isMember(unwrap(node['callee'])) ? (node['arguments'] as Node[]) : [];
  if (!wanted || /^(?:StringLiteral|RegExpLiteral)$/.test(wanted.type)) return false;
  const inner: Node | undefined = /^(?:New|Call)Expression$/.test(wanted.type) && unwrap(wanted['callee'])['name'] === 'RegExp' ? wanted['arguments'][0] : wanted;
  return !!inner && members(trace.evaluate(inner, undefined)).some((value) => isNameOfUser(trace, value));
}

function isNameOfUser(trace: Trace, value: Value): boolean {
  if (value.kind === 'each') return value.part === 'key' && members(value.of).some((of) => isOfUser(trace, of));
  const inside = (piece: Piece): boolean => piece.kind === 'hole' && members(piece.value).some((part) => isNameOfUser(trace, part));
  return value.kind === 'text' && value.pieces.some(inside);
}
