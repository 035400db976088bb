import { isFunction, type Node } from '../source/ast.ts';
import type { Frame } from './value.ts';

/** The innermost frame of the chain whose function encloses the node: frames of other functions say nothing about it. */
export function frameAround(node: Node, frame: Frame | undefined): Frame | undefined {
  if (!frame) return undefined;
  const around = new Set<Node>();
  for (let up: Node | undefined = node; up; up = up.parent) if (isFunction(up)) around.add(up);
  for (let at: Frame | undefined = frame; at; at = at.outer) if (around.has(at.fn)) return at;
  return undefined;
}

/** The frame of exactly this function in the chain of closures. */
export function frameOf(fn: Node, frame: Frame | undefined): Frame | undefined {
  for (let at = frame; at; at = at.outer) if (at.fn === fn) return at;
  return undefined;
}
