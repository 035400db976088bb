import { isFunction, type Node } from '../source/ast.ts';
import type { Frame } from './value.ts';

/** The innermost frame of the chain whose function encloses the node: frames of other functions say nothing about it. */
export function frameAround(node: Node, frame: Frame | undefined): Frame | undefined {
  if (!frame) return undefined;
  const around = new Set<Node>();
  const scopes = scopesOfTurns(frame);
  for (let up: Node | undefined = node; up; up = up.parent) if (isFunction(up) || scopes.includes(up)) around.add(up);
  for (let at: Frame | undefined = frame; at; at = at.outer) if (around.has(at.turn?.scope ?? at.fn)) return at;
  return undefined;
}

const noScopes: readonly Node[] = [];

function scopesOfTurns(frame: Frame): readonly Node[] {
  let scopes: Node[] | undefined;
  for (let at: Frame | undefined = frame; at; at = at.outer) if (at.turn) (scopes ??= []).push(at.turn.scope);
  return scopes ?? noScopes;
}

/** The frame of exactly this function in the chain of closures. */
export function frameOf(fn: Node, frame: Frame | undefined): Frame | undefined {
  for (let at = frame; at; at = at.outer) if (at.fn === fn && !at.turn) return at;
  return undefined;
}
