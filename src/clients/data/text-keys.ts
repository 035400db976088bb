import type { Node } from '../../source/ast.ts';
import type { Value } from '../../trace/value.ts';

/** A member named by a string, or by a key of an object that stands for a user. */
export interface TextKey {
  /** The string, or the property. */
  readonly literal: Node;
  readonly name: string;
  /** Where in the string the name starts. */
  readonly start: number;
  /** What the member is read from. */
  readonly of: Value;
  /** What is to be done where the member is the list of roles. */
  readonly list: ListUse;
  /** Why the name has to stay. */
  readonly blocked?: string;
  /** The call whose result goes on with the name as a key. */
  readonly keptBy?: Node;
  /** The call whose result has the name as a key, and all of what reads it is seen. */
  readonly madeBy?: Node;
}

/**
 * How a list is used that a string names. `function`: the string stands for a function of each element, and `at` may be replaced by one,
 * which gives `otherwise` where there is no list.
 * `value`: the expression `at` is the list. `element`: the step `at` takes one of it. `presence`: it is only asked for or removed.
 * `given`: a function that is written out is given it, and uses it there. `unknown`: nobody knows.
 */
export type ListUse =
  | { readonly how: 'function'; readonly at: Node; readonly callee?: readonly [Node, string]; readonly otherwise?: Node }
  | { readonly how: 'value'; readonly at: Node; readonly otherwise?: Node }
  | { readonly how: 'element'; readonly at: Node }
  | { readonly how: 'given'; readonly uses: readonly Node[] }
  | { readonly how: 'presence' | 'unknown' };
