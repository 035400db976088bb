import { describe, expect, it } from 'vitest';
import type { Node } from '../src/source/ast.ts';
import { Memory } from '../src/trace/memory.ts';
import { circular, unknown, type Value } from '../src/trace/value.ts';

const node = (): Node => ({ type: 'Identifier', start: 0, end: 1 });
const value: Value = { kind: 'env', name: 'X' } as never;

/** Spends so many evaluations of the running question. */
function spend(memory: Memory, steps: number): void {
  for (let index = 0; index < steps; index += 1) memory.answer(node(), undefined, () => value);
}

describe('what is remembered', () => {
  it('is a whole answer, asked once for each frame', () => {
    const memory = new Memory(1000);
    const [one, frame] = [node(), { fn: node(), call: node() } as never];
    let asked = 0;
    const ask = (): Value => {
      asked += 1;
      return value;
    };
    for (const each of [undefined, undefined, frame, frame]) expect(memory.answer(one, each, ask)).toBe(value);
    expect([asked, memory.steps]).toEqual([2, 2]);
    memory.forget();
    memory.answer(one, undefined, ask);
    expect(asked).toBe(3);
  });
  it('is no answer that led back to a question that is still open', () => {
    const memory = new Memory(1000);
    const [outer, inner] = [node(), node()];
    let asked = 0;
    const askInner = (): Value => {
      asked += 1;
      return memory.answer(outer, undefined, () => value);
    };
    expect(memory.answer(outer, undefined, () => (memory.answer(inner, undefined, askInner) === circular ? value : unknown))).toBe(value);
    expect(memory.answer(inner, undefined, askInner)).toBe(value);
    expect(asked).toBe(2);
  });
  it('is no answer that led back to a member that is being asked', () => {
    const memory = new Memory(1000);
    const [object, inner] = [node(), node()];
    let asked = 0;
    const askInner = (): Value => {
      asked += 1;
      return memory.member(object, undefined, 'users', () => value);
    };
    expect(memory.member(object, undefined, 'users', () => (memory.answer(inner, undefined, askInner) === circular ? value : unknown))).toBe(value);
    for (let count = 0; count < 2; count += 1) expect(memory.answer(inner, undefined, askInner)).toBe(value);
    expect(asked).toBe(2);
  });
  it('is an answer that led back as long as all is open that it led to, once the question has cost much', () => {
    for (const [before, count] of [
      [2_000, 2],
      [10, 3],
    ] as const) {
      const memory = new Memory(1_000_000);
      const [outer, between, inner] = [node(), node(), node()];
      let asked = 0;
      const askInner = (): Value => {
        asked += 1;
        memory.answer(outer, undefined, () => value);
        return memory.answer(between, undefined, () => unknown);
      };
      const askTwice = (): Value => {
        memory.answer(inner, undefined, askInner);
        return memory.answer(inner, undefined, askInner);
      };
      memory.renew();
      spend(memory, before);
      memory.answer(outer, undefined, () => {
        memory.answer(between, undefined, askTwice);
        return memory.answer(inner, undefined, askInner);
      });
      expect(asked).toBe(count);
    }
  });
  it('is no answer that ran out of steps before it had its share, but one that had it', () => {
    for (const [before, isKept] of [
      [9_990, false],
      [100, true],
    ] as const) {
      const memory = new Memory(1_000_000);
      const one = node();
      memory.renew();
      spend(memory, before);
      const long = (): Value => {
        spend(memory, 10_000);
        return memory.exhausted ? unknown : value;
      };
      expect(memory.answer(one, undefined, long)).toBe(unknown);
      memory.renew();
      expect(memory.answer(one, undefined, () => value)).toBe(isKept ? unknown : value);
    }
  });
  it('is what an expensive question of the other kind came to, also when it led back, as long as steps are spent', () => {
    for (const [before, isKept] of [
      [9_990, false],
      [100, true],
    ] as const) {
      const memory = new Memory(1_000_000);
      const [table, one, outer] = [new WeakMap<Node, string>(), node(), node()];
      memory.renew();
      spend(memory, before);
      memory.answer(outer, undefined, () => {
        memory.once(table, one, 'nothing', () => {
          memory.answer(outer, undefined, () => value);
          spend(memory, 10_000);
          return 'a part';
        });
        return value;
      });
      expect(table.get(one)).toBe(isKept ? 'a part' : undefined);
    }
  });
  it('tells when a question went too deep', () => {
    const memory = new Memory(1_000_000);
    const deep = (depth: number): Value => memory.answer(node(), undefined, () => (depth === 0 ? value : deep(depth - 1)));
    memory.renew();
    expect([deep(300), memory.wasDeep]).toEqual([value, false]);
    expect([deep(600), memory.wasDeep]).toEqual([unknown, true]);
    memory.renew();
    expect(memory.wasDeep).toBe(false);
  });
});
