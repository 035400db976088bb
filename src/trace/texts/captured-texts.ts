import { oldFields } from '../../api.ts';
import { isCall, isMember, memberName, type Node, unwrap } from '../../source/ast.ts';
import { piecesOfUnits, textOfUnits, unitsOf } from './address.ts';
import type { Trace } from '../trace.ts';
import { members, type Piece, union, unknown, type Value } from '../value.ts';
import { patternsOf } from './written-patterns.ts';

/** More matches than this in one text are not gone through. */
const most = 400;

/**
 * What a pattern takes out of texts: its match at 0, its groups from 1 on. Parts of texts that are written know where they are written;
 * what is taken out of others is unknown. Old names of fields come first, so that none of them is lost among many.
 */
export function capturedIn(trace: Trace, given: Value, pattern: Node, index: number): Value {
  const patterns = patternsOf(trace, pattern);
  const found = members(given).flatMap((member) => (member.kind === 'text' ? patterns.flatMap((one) => capturesOf(trace, member.pieces, one, index)) : [unknown]));
  const isOld = (value: Value): boolean => value.kind === 'text' && value.pieces[0]?.kind === 'literal' && oldFields.has(value.pieces[0].text);
  return patterns.length === 0 ? unknown : union([...found.filter(isOld), ...found.filter((value) => !isOld(value))]);
}

function capturesOf(trace: Trace, pieces: readonly Piece[], pattern: RegExp, index: number): Value[] {
  const units = unitsOf(trace, pieces);
  const matches = [...textOfUnits(units).matchAll(new RegExp(pattern.source, `${pattern.flags}dg`))];
  const captured = matches.slice(0, most).flatMap(({ indices }): Value[] => {
    const range = indices?.[index];
    return range && range[1] > range[0] ? [{ kind: 'text', pieces: piecesOfUnits(units.slice(...range)) }] : [];
  });
  const isWritten = pieces.every((piece, index) => piece.kind === 'literal' || (index === 0 && isOrigin(piece, pieces[1]))) && matches.length <= most;
  return isWritten ? captured : [...captured, unknown];
}

/** A setting in front of a path: no names stand in it. */
const isOrigin = (piece: Piece, next: Piece | undefined): boolean => piece.kind === 'hole' && piece.value.kind === 'env' && next?.kind === 'literal' && next.text.startsWith('/');

/** `text.replace(/\{(\w+)\}/g, (match, name) => …)`: what the callback receives at this place. */
export function receivedOfPattern(trace: Trace, receiver: Value, call: Node, position: number, index: number): Value {
  const pattern: Node | undefined = call['arguments'][0];
  return pattern && position === 1 ? capturedIn(trace, receiver, pattern, index) : unknown;
}

/** `text.matchAll(/\{(\w+)\}/g)`: a list of what the pattern takes out, each with its groups. */
export function matchesIn(trace: Trace, text: Value, call: Node): Value {
  const [pattern] = call['arguments'] as Node[];
  const [first] = pattern ? patternsOf(trace, pattern) : [];
  if (!pattern || !first) return unknown;
  const groups = new RegExp(`${first.source}|`).exec('')?.length ?? 1;
  const items = Array.from({ length: groups }, (_, index) => ({ node: { type: 'Given', start: call.start, end: call.end, parent: call, ask: () => capturedIn(trace, text, pattern, index) }, frame: undefined }));
  return { kind: 'list', items: [], rest: { kind: 'list', items, rest: undefined, ref: { node: call, frame: undefined } }, ref: { node: call, frame: undefined } };
}

/** True for what a pattern took out of a text: the parameter of what `replace` calls, or a part of a match. */
export function isCaptured(trace: Trace, given: Node): boolean {
  const key = unwrap(given);
  const binding = key.type === 'Identifier' ? trace.project.sourceOf(key).scopes.bindingOf(key) : undefined;
  const fn = binding?.kind === 'param' ? binding.id.parent : undefined;
  if (fn && isCall(fn.parent) && fn.parent?.['arguments'][1] === fn) return /^replace(?:All)?$/.test(methodOf(fn.parent));
  const loop = binding?.id.parent?.type === 'ArrayPattern' ? binding.declaration.parent?.parent : undefined;
  return loop?.type === 'ForOfStatement' && isCall(loop['right']) && methodOf(loop['right']) === 'matchAll';
}

const methodOf = (call: Node | undefined): string => (call && isMember(unwrap(call['callee'])) ? (memberName(unwrap(call['callee'])) ?? '') : '');
