import { type Part, readPattern } from './pattern.ts';

type Step =
  | { readonly do: 'one'; readonly fits: (char: string) => boolean; readonly back: boolean }
  | { readonly do: 'split'; readonly first: number; readonly other: number }
  | { readonly do: 'edge'; readonly source: string }
  | { readonly do: 'look'; readonly program: readonly Step[]; readonly negative: boolean }
  | { readonly do: 'save'; readonly slot: number }
  | { readonly do: 'same'; readonly group: number }
  | { readonly do: 'mark'; readonly slot: number }
  | { readonly do: 'moved'; readonly slot: number }
  | { readonly do: 'end' };

/** A regular expression run by a matcher that goes back as engines do, and counts what it does. */
export class Backtracking {
  readonly #program: readonly Step[];
  readonly tree: Part;
  readonly #flags: string;
  readonly #names = new Map<string, number>();
  #slots = 100;
  #steps = 0;

  constructor(readonly pattern: RegExp) {
    this.tree = readPattern(pattern.source);
    this.#flags = pattern.flags.replace(/[gymd]/g, '');
    this.#program = [...this.#compiled(this.tree, false), { do: 'end' }];
  }

  /** Steps of a search through the whole text, for one match after the other; more than `most` are not taken. */
  steps(text: string, most: number): number {
    this.#steps = 0;
    const isRepeated = /[gy]/.test(this.pattern.flags);
    for (let at = 0; at <= text.length && this.#steps < most; ) {
      const end = this.#run(this.#program, text, at, most);
      if (end !== undefined && !isRepeated) break;
      if (this.pattern.flags.includes('y') && (end === undefined || end === at)) break;
      at = end === undefined || end === at ? at + 1 : end;
    }
    return this.#steps;
  }

  #compiled(part: Part, back: boolean, base = 0): Step[] {
    switch (part.kind) {
      case 'one':
        return [{ do: 'one', fits: fitting(part.source, this.#flags), back }];
      case 'edge':
        return [{ do: 'edge', source: part.source }];
      case 'back':
        return [{ do: 'same', group: typeof part.group === 'number' ? part.group : (this.#names.get(part.group) ?? 0) }];
      case 'look':
        return [{ do: 'look', program: [...this.#compiled(part.inner, part.behind), { do: 'end' }], negative: part.negative }];
      case 'group': {
        const { number = -1, name } = part;
        if (name) this.#names.set(name, number);
        if (number < 0) return this.#compiled(part.inner, back, base);
        const [first, last] = back ? [1, 0] : [0, 1];
        return [{ do: 'save', slot: number * 2 + first }, ...this.#compiled(part.inner, back, base + 1), { do: 'save', slot: number * 2 + last }];
      }
      case 'all': {
        const steps: Step[] = [];
        for (const inner of back ? [...part.parts].reverse() : part.parts) steps.push(...this.#compiled(inner, back, base + steps.length));
        return steps;
      }
      case 'any':
        return this.#choice(part.parts, back, base);
      case 'repeat':
        return this.#loop(part, back, base);
    }
  }

  #choice([first, ...rest]: readonly Part[], back: boolean, base: number): Step[] {
    const one = this.#compiled(first as Part, back, base + 1);
    if (rest.length === 0) return this.#compiled(first as Part, back, base);
    const other = this.#choice(rest, back, base + one.length + 2);
    const end = base + one.length + 2 + other.length;
    return [{ do: 'split', first: base + 1, other: base + one.length + 2 }, ...one, { do: 'split', first: end, other: end }, ...other];
  }

  #loop({ least, most, lazy, inner }: Extract<Part, { kind: 'repeat' }>, back: boolean, base: number): Step[] {
    const steps: Step[] = [];
    const fork = (inside: number, outside: number): Step => (lazy ? { do: 'split', first: outside, other: inside } : { do: 'split', first: inside, other: outside });
    for (let count = 0; count < least; count += 1) steps.push(...this.#compiled(inner, back, base + steps.length));
    if (most !== Number.POSITIVE_INFINITY) {
      const length = this.#compiled(inner, back, 0).length + 1;
      const end = base + steps.length + length * (most - least);
      for (let count = least; count < most; count += 1) {
        const at = base + steps.length;
        steps.push(fork(at + 1, end), ...this.#compiled(inner, back, at + 1));
      }
      return steps;
    }
    const slot = (this.#slots += 1);
    const at = base + steps.length;
    const body = this.#compiled(inner, back, at + 2);
    const end = at + 2 + body.length + 2;
    return [...steps, fork(at + 1, end), { do: 'mark', slot }, ...body, { do: 'moved', slot }, { do: 'split', first: at, other: at }];
  }

  /** Where a match from this place ends. */
  #run(program: readonly Step[], text: string, from: number, most: number, slots: readonly number[] = []): number | undefined {
    const open: [number, number, readonly number[]][] = [[0, from, slots]];
    for (let state = open.pop(); state && this.#steps < most; state = open.pop()) {
      let [step, at, kept] = state;
      for (;;) {
        this.#steps += 1;
        const now = program[step] as Step;
        if (now.do === 'end') return at;
        if (now.do === 'split') {
          if (now.other !== now.first) open.push([now.other, at, kept]);
          step = now.first;
          continue;
        }
        const next = this.#advance(now, text, at, kept, most);
        if (next === undefined) break;
        [at, kept] = next;
        step += 1;
      }
    }
    return undefined;
  }

  #advance(step: Step, text: string, at: number, slots: readonly number[], most: number): [number, readonly number[]] | undefined {
    switch (step.do) {
      case 'one': {
        const char = text[step.back ? at - 1 : at];
        return char !== undefined && step.fits(char) ? [at + (step.back ? -1 : 1), slots] : undefined;
      }
      case 'edge':
        return isEdge(step.source, text, at, this.pattern.multiline) ? [at, slots] : undefined;
      case 'look':
        return (this.#run(step.program, text, at, most, slots) !== undefined) !== step.negative ? [at, slots] : undefined;
      case 'same': {
        const said = text.slice(slots[step.group * 2], slots[step.group * 2 + 1]);
        return text.startsWith(said, at) ? [at + said.length, slots] : undefined;
      }
      case 'moved':
        return slots[step.slot] === at ? undefined : [at, slots];
      case 'save':
      case 'mark': {
        const kept = [...slots];
        kept[step.slot] = at;
        return [at, kept];
      }
      default:
        return undefined;
    }
  }
}

const known = new Map<string, (char: string) => boolean>();

/** Whether one character fits an atom, as the engine itself says. */
export function fitting(source: string, flags: string): (char: string) => boolean {
  const key = `${flags}/${source}`;
  const found = known.get(key);
  if (found) return found;
  const pattern = new RegExp(`^${source}$`, flags);
  const answers = new Map<string, boolean>();
  const fits = (char: string): boolean => {
    let answer = answers.get(char);
    if (answer === undefined) answers.set(char, (answer = pattern.test(char)));
    return answer;
  };
  known.set(key, fits);
  return fits;
}

function isEdge(source: string, text: string, at: number, isMultiline: boolean): boolean {
  const isWord = (char: string | undefined): boolean => char !== undefined && /\w/.test(char);
  if (source === '^') return at === 0 || (isMultiline && /[\n\r\u2028\u2029]/.test(text[at - 1] ?? ''));
  if (source === '$') return at === text.length || (isMultiline && /[\n\r\u2028\u2029]/.test(text[at] ?? ''));
  return (isWord(text[at - 1]) !== isWord(text[at])) === (source === '\\b');
}
