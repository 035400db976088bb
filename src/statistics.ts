/** Where the time of a run went, in milliseconds, and how much was looked at. */
export class Statistics {
  readonly phases: Record<string, number> = {};
  readonly rules: Record<string, number> = {};
  readonly counters: Record<string, number> = {};
  readonly started: number;
  #last: number;

  constructor(readonly now: () => number) {
    this.started = this.#last = now();
  }

  /** The time since the last phase was this one's. */
  phase(name: string): void {
    const now = this.now();
    add(this.phases, name, now - this.#last);
    this.#last = now;
  }

  /** Does the work of a rule. */
  rule<T>(id: string, work: () => T): T {
    const before = this.now();
    const result = work();
    add(this.rules, id, this.now() - before);
    return result;
  }

  /** Adds the time that rules took in another thread. */
  addRules(times: Readonly<Record<string, number>>): void {
    for (const [id, time] of Object.entries(times)) add(this.rules, id, time);
  }

  count(name: string, amount: number): void {
    add(this.counters, name, amount);
  }
}

function add(table: Record<string, number>, name: string, amount: number): void {
  table[name] = (table[name] ?? 0) + amount;
}
