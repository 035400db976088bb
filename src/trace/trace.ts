import type { Client, ClientUse } from '../clients/client.ts';
import type { Node } from '../source/ast.ts';
import { evaluateNode } from './evaluate.ts';
import { frameAround } from './frames.ts';
import { Limits } from './limits.ts';
import { Memory } from './memory.ts';
import type { Project } from './project.ts';
import { bodyShape } from './requests/answers.ts';
import { argumentsOf, givenBy, withBound } from './calls/bound.ts';
import { returnedValue } from './calls/calls.ts';
import { answerStep, elementAt } from './members.ts';
import { valueOfPattern } from './patterns.ts';
import { memberType } from './types/types.ts';
import type { UserSchemas } from './schemas/user-schemas.ts';
import type { UserTypes } from './types/user-types.ts';
import type { Frame, FunctionValue, InstanceValue, LibraryValue, Ref, ResponseValue, ShapeValue, Value } from './value.ts';

/** Frames deeper than this are not followed: recursion and very deep wrappers end as `unknown`. */
const deepest = 12;
/** How often one function may be entered again out of itself by other calls. */
const mostEntered = 1;

/**
 * The trace answers one question: what is this expression, in this context?
 * `evaluate` goes backwards from the expression to its origin, through bindings, calls, patterns, classes and modules.
 * Answers are remembered by node and frame; a question that leads to itself answers `unknown`.
 */
export class Trace {
  readonly #memory: Memory;
  readonly #described: ReadonlyMap<string, ReadonlySet<string>>;
  readonly #frames = new WeakMap<Node, Frame[]>();
  readonly #instances = new WeakMap<Node, InstanceValue[]>();

  readonly limits = new Limits();
  /** How many questions were asked. */
  questions = 0;
  /** How often answers were forgotten, because more had been learned. */
  age = 0;

  /** Which declared types describe users, once that has been learned. */
  userTypes: UserTypes | undefined;
  /** Which schemas describe users. */
  userSchemas: UserSchemas | undefined;

  /** Object literals that stand for something of the users API in a test. */
  readonly stands = new Map<Node, ShapeValue>();

  /** `wholeBudget`: evaluations the run may spend. A project that needs more is judged by what was learned until then. */
  constructor(
    readonly project: Project,
    readonly clients: readonly Client[],
    wholeBudget: number,
    /** Host names that the configuration calls Qlik tenants. */
    readonly hosts: readonly string[] = [],
  ) {
    this.#memory = new Memory(wholeBudget);
    this.#described = new Map(clients.flatMap(({ packages, exports }) => (exports ? packages.map((name) => [name, exports] as const) : [])));
  }

  /** Evaluations so far. */
  get steps(): number {
    return this.#memory.steps;
  }

  get exhausted(): boolean {
    return this.#memory.exhausted;
  }

  /** Asks one question, about a node, with a budget of its own. One that is nested too deeply to be answered gets the fallback. */
  ask<T>(question: () => T, fallback: T, about?: Node): T {
    this.#memory.renew();
    this.questions += 1;
    try {
      return question();
    } catch (error) {
      this.#memory.drop();
      if (!(error instanceof RangeError)) throw error;
      this.limits.reach('steps', about);
      return fallback;
    } finally {
      if (this.exhausted || this.#memory.wasDeep) this.limits.reach(this.#memory.isSpent ? 'run' : 'steps', about);
    }
  }

  /** What a whole file is asked. When the tool itself fails at it, the file is named, and the rest goes on. */
  attempt<T>(program: Node, question: () => T, fallback: T): T {
    const answer = (): T => {
      try {
        return question();
      } catch (error) {
        this.#memory.drop();
        throw error;
      }
    };
    return this.project.attempt(this.project.fileOf(program), answer, fallback);
  }

  /** The member of an object literal, asked once for each name. */
  member(object: Node, frame: Frame | undefined, name: string, ask: () => Value): Value {
    return this.#memory.member(object, frame, name, ask);
  }

  evaluate(node: Node, frame: Frame | undefined): Value {
    return this.remember(node, frame, () => evaluateNode(this, node, frame));
  }

  /** What an expression is, and whether that is all that it can be: while a question it depends on is still open, it may turn out to be more. */
  settled(node: Node, frame: Frame | undefined): { readonly answer: Value; readonly isSettled: boolean } {
    return this.#memory.settled(() => this.evaluate(node, frame));
  }

  value(ref: Ref): Value {
    return this.evaluate(ref.node, ref.frame);
  }

  /** Answers from memory, or asks and remembers; a question that leads to itself answers `circular`. */
  remember(node: Node, given: Frame | undefined, ask: () => Value): Value {
    return this.#memory.answer(node, frameAround(node, given), ask);
  }

  /** The answer of another kind of question, kept in its own table; one that leads to itself gets the fallback. */
  once<T>(table: WeakMap<Node, T>, node: Node, fallback: T, ask: () => T): T {
    return this.#memory.once(table, node, fallback, ask);
  }

  /** What a binding pattern receives. */
  evaluatePattern(pattern: Node, frame: Frame | undefined): Value {
    return this.remember(pattern, frame, () => valueOfPattern(this, pattern, frame));
  }

  /** What a function of the project returns when this call calls it. */
  returned(target: FunctionValue, call: Node, caller: Frame | undefined): Value {
    return returnedValue(this, target, this.frame(target.ref.node, withBound(this, call, target.bound), caller, target.ref.frame, target.self, false));
  }

  /** What a function returns when the call it was handed to calls it. */
  callbackReturned(target: FunctionValue, call: Node, caller: Frame | undefined): Value {
    return returnedValue(this, target, this.frame(target.ref.node, call, caller, target.ref.frame, target.self, true));
  }

  /** The answer after one more step towards its body. */
  answered(answer: ResponseValue, step: string, node: Node): Value {
    return answerStep(this, answer, step, node);
  }

  /** Any element of a list. */
  element(list: Value, node: Node, frame: Frame | undefined): Value {
    return elementAt(this, list, Number.NaN, { node, frame });
  }

  /** One object for each instance, so that frames inside its methods are found again. */
  intern(instance: InstanceValue): InstanceValue {
    const same = this.#instances.get(instance.cls.ref.node) ?? [];
    const known = same.find((other) => other.frame === instance.frame && other.cls.ref.frame === instance.cls.ref.frame && other.isAny === instance.isAny);
    if (known) return known;
    this.#instances.set(instance.cls.ref.node, [...same, instance]);
    return instance;
  }

  typeMember(type: Node, name: string): Node | undefined {
    return memberType(this, type, name);
  }

  /** The users-API shape of a declared type, when something in the project says that it describes one. */
  shapeOfType(type: Node): Value | undefined {
    return this.userTypes?.valueOf(type);
  }

  /** Forgets answers, so that questions see what has been learned since. */
  forget(): void {
    this.age += 1;
    this.#memory.forget();
  }

  /** What an endpoint is answered with instead, while something is asked as if it were. */
  instead: ReadonlyMap<string, string> = new Map();

  /** Asks as if some endpoints were answered with other shapes. */
  asIf<T>(instead: ReadonlyMap<string, string>, ask: () => T): T {
    const before = this.instead;
    this.instead = instead;
    this.forget();
    try {
      return ask();
    } finally {
      this.instead = before;
      this.forget();
    }
  }

  /** The body of an answer, whatever steps lead to it. */
  bodyOf(answer: ResponseValue, node: Node): Value {
    return bodyShape(this, answer.request, { node, note: 'the body', next: answer.trail });
  }

  clientOf(library: LibraryValue): Client | undefined {
    return this.clients.find((client) => client.packages.some((name) => isPackage(name, library.name)) && (library.name !== 'global' || !!client.globals?.includes(library.path[0] ?? '')));
  }

  /** True for an export of a file of the project (any, without a name) that a client stands for. */
  isDescribed(file: string, name?: string): boolean {
    const names = this.#described.get(file);
    return names !== undefined && (name === undefined || names.has(name));
  }

  clientNamed(id: string): Client | undefined {
    return this.clients.find((client) => client.id === id);
  }

  use(library: LibraryValue | undefined, call: Node, frame: Frame | undefined): ClientUse {
    return {
      trace: this,
      call,
      frame: frameAround(call, frame),
      args: [...(library?.bound ?? []).map((ref) => givenBy(this, ref)), ...argumentsOf(this, call, frame)],
      path: (library?.path ?? []).filter((part) => part !== 'default'),
      made: library?.made ?? [],
      library,
      ways: { index: 0, count: 1 },
    };
  }

  /** The frame of one call of one function. Undefined when the chain is too deep to follow. */
  frame(fn: Node, call: Node, caller: Frame | undefined, outer: Frame | undefined, self: Value | undefined, callback = false): Frame | undefined {
    const depth = (caller?.depth ?? 0) + 1;
    if (depth > deepest) return undefined;
    let entered = 0;
    for (let up = caller; up; up = up.caller) {
      if (up.fn !== fn) continue;
      if (up.call === call && (up.outer === outer || (isBelow(outer, up) && !isMadeElsewhere(outer, up)))) return undefined;
      // Middleware that calls what calls the next, which may be any of them: what comes of it is known by then.
      if (up.outer === outer && (entered += 1) > mostEntered) return undefined;
    }
    const frames = this.#frames.get(call) ?? [];
    const around = frameAround(call, caller);
    const known = frames.find((frame) => frame.fn === fn && frame.caller === around && frame.outer === outer && frame.self === self && frame.callback === callback);
    if (known) return known;
    const made: Frame = { fn, call, caller: around, outer, self, callback, depth };
    this.#frames.set(call, [...frames, made]);
    return made;
  }
}

/** True for a frame that was entered out of another one: a function made there anew is the same recursion. One made elsewhere is another function, as those of a container are. */
function isBelow(frame: Frame | undefined, other: Frame): boolean {
  for (let up = frame; up; up = up.caller ?? up.outer) if (up === other) return true;
  return false;
}

/** True where another call of what is around it made the function than made the earlier one: `memo([memo([byName], sorted)], admins)`. */
function isMadeElsewhere(outer: Frame | undefined, up: Frame): boolean {
  for (let maker = outer; maker; maker = maker.outer) {
    for (let other = up.outer; other; other = other.outer) if (other.fn === maker.fn && other !== maker && !isBelow(maker, up)) return true;
  }
  return false;
}

/** `lodash/*` stands for every module of the package. */
const isPackage = (wanted: string, name: string): boolean => wanted === name || (wanted.endsWith('*') && name.startsWith(wanted.slice(0, -1)));
