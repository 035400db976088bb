import type { Node } from '../source/ast.ts';

/** `callers`: a function has more callers than are looked at. `steps`: a question needed more steps than one may take. `run`: all questions together did. */
export type LimitKind = 'callers' | 'steps' | 'run';

/** Where the trace stopped looking before it knew everything. */
export class Limits {
  readonly #reached = new Map<LimitKind, Set<Node | undefined>>();

  /** `node`: the function, or what the question was about. */
  reach(kind: LimitKind, node: Node | undefined): void {
    this.#reached.set(kind, (this.#reached.get(kind) ?? new Set()).add(node));
  }

  get(kind: LimitKind): readonly Node[] {
    return [...(this.#reached.get(kind) ?? [])].filter((node) => node !== undefined);
  }

  has(kind: LimitKind): boolean {
    return this.#reached.has(kind);
  }
}
