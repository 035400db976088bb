import type { Node } from '../source/ast.ts';
import { circular, type Frame, unknown, type Value } from './value.ts';

/** Evaluations one question may spend; beyond it what is still open answers `unknown`. */
const budget = 10_000;
/** An answer that was cut short after fewer evaluations than this is asked again: it may be whole another time, and costs little. */
const fairShare = budget / 10;
/** A question that took this many evaluations asks what leads back to itself only once. */
const costly = budget / 10;
/** Questions inside questions deeper than this are not followed. */
const deepest = 400;
/** Objects spread into objects deeper than this are not followed. */
const deepestNesting = 24;

/**
 * What has been answered, by node and frame, and what is being asked.
 * An answer is kept when it is whole: one that led back to a question still open is kept at most as long as that is open, and one that was cut short before it had its share of the steps is not.
 */
export class Memory {
  readonly #answers = new Map<Frame | undefined, Map<Node, Value>>();
  readonly #active = new Map<Frame | undefined, Map<Node, number>>();
  /** Members of object literals; of one that is being asked, its depth. */
  readonly #members = new Map<Frame | undefined, Map<Node, Map<string, Value | number>>>();
  /** Questions about nodes that are no expressions (who calls it, what is put into it), by the table of their answers. */
  readonly #asked = new Map<object, Map<Node, number>>();
  #depth = 0;
  #nesting = 0;
  /** The open questions, by depth, to which the innermost one led back. */
  #back: ReadonlySet<number> = nowhere;
  /** Answers that led back: they hold while all the questions they led to are open. */
  readonly #open = new OpenAnswers();
  /** Something inside the innermost open question was not followed to its end. */
  #isShort = false;
  #spent = 0;
  #total = 0;
  /** The question led deeper than is followed. */
  wasDeep = false;

  /** `wholeBudget`: evaluations all questions together may spend. */
  constructor(readonly wholeBudget: number) {}

  /** Evaluations so far. */
  get steps(): number {
    return this.#total;
  }

  get isSpent(): boolean {
    return this.#total > this.wholeBudget;
  }

  get exhausted(): boolean {
    return this.#spent > budget || this.isSpent;
  }

  /** Gives the next question a budget of its own. */
  renew(): void {
    this.#spent = 0;
    this.wasDeep = false;
    if (this.#depth === 0) this.#isShort = false;
  }

  /** Forgets answers, so that questions see what has been learned since. */
  forget(): void {
    this.#answers.clear();
    this.#members.clear();
  }

  /** Forgets the questions that an error left open. */
  drop(): void {
    this.#active.clear();
    this.#members.clear();
    this.#asked.clear();
    this.#depth = 0;
    this.#nesting = 0;
    this.#back = nowhere;
    this.#open.clear();
  }

  /** What a node is in exactly this frame, from memory or by asking; one that leads to itself answers `circular`. */
  answer(node: Node, frame: Frame | undefined, ask: () => Value): Value {
    const known = this.#answers.get(frame)?.get(node);
    if (known) return known;
    const active = bucket(this.#active, frame);
    const running = active.get(node);
    if (running !== undefined) {
      this.#back = joined(this.#back, [running]);
      return circular;
    }
    const open = this.#open.get(node, frame);
    if (open) {
      this.#back = joined(this.#back, open.back);
      return open.answer;
    }
    if (this.#depth > deepest || this.exhausted) {
      this.wasDeep ||= this.#depth > deepest;
      this.#isShort = true;
      return unknown;
    }
    this.#spend();
    const keepOpen = (answer: Value, back: ReadonlySet<number>): void => this.#open.keep(node, frame, { answer, back });
    return this.#ask(active, node, ask, (value) => bucket(this.#answers, frame).set(node, value), keepOpen);
  }

  /** The answer of another kind of question, kept in its own table; one that leads to itself gets the fallback. */
  once<T>(table: WeakMap<Node, T>, node: Node, fallback: T, ask: () => T): T {
    const known = table.get(node);
    if (known !== undefined) return known;
    const active = bucket(this.#asked, table);
    const running = active.get(node);
    if (running !== undefined) {
      this.#back = joined(this.#back, [running]);
      return fallback;
    }
    return this.#ask(active, node, ask, (answer) => table.set(node, answer));
  }

  /** The member of an object literal: asked once, because objects spread into objects lead to the same one in many ways. */
  member(object: Node, frame: Frame | undefined, name: string, ask: () => Value): Value {
    const members = bucket(this.#members, frame);
    const known = members.get(object) ?? new Map<string, Value | number>();
    members.set(object, known);
    const value = known.get(name);
    if (typeof value === 'number') {
      this.#back = joined(this.#back, [value]);
      return circular;
    }
    if (value) return value;
    if (this.#nesting > deepestNesting || this.exhausted) {
      this.wasDeep ||= this.#nesting > deepestNesting;
      this.#isShort = true;
      return unknown;
    }
    this.#spend();
    this.#nesting += 1;
    // Deeper than the question that asks for it, and not as deep as those that it asks itself.
    const depth = this.#depth + this.#nesting / 100;
    const outer = this.#back;
    known.set(name, depth);
    this.#back = nowhere;
    const asked = ask();
    this.#nesting -= 1;
    this.#open.close(depth);
    const back = without(this.#back, depth);
    if (back.size > 0 || this.#isShort) known.delete(name);
    else known.set(name, asked);
    this.#back = joined(outer, back);
    return asked;
  }

  /** Asks, and tells whether the answer stands by itself: one that led back to a question still open may turn out to be more. */
  settled<T>(ask: () => T): { readonly answer: T; readonly isSettled: boolean } {
    const outer = this.#back;
    this.#back = nowhere;
    const answer = ask();
    const isSettled = this.#back.size === 0;
    this.#back = joined(outer, this.#back);
    return { answer, isSettled };
  }

  #spend(): void {
    this.#spent += 1;
    this.#total += 1;
  }

  /** Asks, and keeps the answer if it is whole, or was given enough to be. Without `keepOpen`, which takes what led back: of a question that no frame bounds, also that is kept, once the steps are spent. */
  #ask<T>(active: Map<Node, number>, node: Node, ask: () => T, keep: (answer: T) => void, keepOpen?: (answer: T, back: ReadonlySet<number>) => void): T {
    const outer = { back: this.#back, isShort: this.#isShort };
    this.#depth += 1;
    const depth = this.#depth;
    const before = this.#spent;
    active.set(node, depth);
    this.#back = nowhere;
    this.#isShort = false;
    const answer = ask();
    active.delete(node);
    this.#depth -= 1;
    this.#open.close(depth);
    const back = without(this.#back, depth);
    const leadsBack = back.size > 0;
    const isWhole = !leadsBack && !this.#isShort;
    const isEnough = this.#spent - before > fairShare && (!leadsBack || (!keepOpen && this.exhausted));
    if (isWhole || isEnough) keep(answer);
    else if (leadsBack && !this.#isShort && this.#spent > costly) keepOpen?.(answer, back);
    this.#back = joined(outer.back, back);
    this.#isShort ||= outer.isShort;
    return answer;
  }
}

const nowhere: ReadonlySet<number> = new Set();

const without = (depths: ReadonlySet<number>, depth: number): ReadonlySet<number> => (depths.has(depth) ? new Set([...depths].filter((other) => other !== depth)) : depths);

/** The union of two sets; one of them itself where that is all. */
function joined(one: ReadonlySet<number>, others: Iterable<number>): ReadonlySet<number> {
  const more = [...others].filter((other) => !one.has(other));
  return more.length === 0 ? one : new Set([...one, ...more]);
}

interface OpenAnswer {
  readonly answer: Value;
  /** Depths of the open questions it led back to. */
  readonly back: ReadonlySet<number>;
}

/** Answers by node and frame, each until the first of the questions is closed that it led back to. */
class OpenAnswers {
  readonly #answers = new Map<Frame | undefined, Map<Node, OpenAnswer>>();
  /** By the depth of the question that is closed first. */
  readonly #until = new Map<number, (() => void)[]>();

  get(node: Node, frame: Frame | undefined): OpenAnswer | undefined {
    return this.#answers.get(frame)?.get(node);
  }

  keep(node: Node, frame: Frame | undefined, answer: OpenAnswer): void {
    const answers = bucket(this.#answers, frame);
    const depth = Math.max(...answer.back);
    answers.set(node, answer);
    const until = this.#until.get(depth) ?? [];
    until.push(() => answers.delete(node));
    this.#until.set(depth, until);
  }

  close(depth: number): void {
    if (this.#until.size === 0) return;
    for (const forget of this.#until.get(depth) ?? []) forget();
    this.#until.delete(depth);
  }

  clear(): void {
    this.#answers.clear();
    this.#until.clear();
  }
}

function bucket<K, T>(map: Map<K, Map<Node, T>>, key: K): Map<Node, T> {
  let inner = map.get(key);
  if (!inner) map.set(key, (inner = new Map()));
  return inner;
}
