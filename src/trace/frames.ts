import { isFunction, type Node } from '../source/ast.ts';
import type { Frame } from './value.ts';

/** The innermost frame of the chain whose function encloses the node, or whose constructor sets the field around it: frames of other functions say nothing about it. */
export function frameAround(node: Node, frame: Frame | undefined): Frame | undefined {
  if (!frame) return undefined;
  const around = new Set<Node>();
  const scopes = scopesOfTurns(frame);
  let isInherited = false;
  for (let up: Node | undefined = node; up; up = up.parent) {
    const cls = isFunction(up) ? undefined : classOfField(up);
    const runs = isFunction(up) || scopes.includes(up) ? up : cls && makerOfFields(cls);
    if (runs) around.add(runs);
    isInherited ||= !!cls?.['superClass'] && !runs;
  }
  for (let at: Frame | undefined = frame; at; at = at.outer) if (around.has(at.turn?.scope ?? at.fn) || (isInherited && isConstructing(at))) return at;
  return undefined;
}

const isConstructing = (frame: Frame): boolean => !frame.turn && frame.fn['kind'] === 'constructor';

/** The call of its constructor, or of the one that it inherits, by which an instance of the class was made; undefined where the frame is of another function. */
export function frameOfInstance(cls: Node, frame: Frame | undefined): Frame | undefined {
  const own = makerOfFields(cls);
  if (own || !cls['superClass']) return own && frameOf(own, frame);
  for (let at = frame; at; at = at.outer) if (isConstructing(at)) return at;
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

/** The class whose constructor sets the field that the node declares. */
function classOfField(node: Node): Node | undefined {
  return /^Class(?:Private|Accessor)?Property$/.test(node.type) && !node['static'] ? node.parent?.parent : undefined;
}

/** What stands for the run in which the fields of an instance are made: the constructor; without one the class itself, where its fields hold something that can be filled. */
export function makerOfFields(cls: Node): Node | undefined {
  return constructorOf(cls) ?? (!cls['superClass'] && (cls['body']['body'] as Node[]).some((member) => classOfField(member) && holds(member['value'])) ? cls : undefined);
}

const holds = (made: Node | null | undefined): boolean => /^(?:Object|Array|New)Expression$/.test(made?.type ?? '');

/** The constructor of a class, or the function that is one. */
export function constructorOf(cls: Node): Node | undefined {
  if (isFunction(cls)) return cls;
  return (cls['body']['body'] as Node[]).find((member) => member['kind'] === 'constructor' && isFunction(member));
}
