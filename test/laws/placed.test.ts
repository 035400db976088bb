import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { Edit } from '../../src/facts.ts';
import { PlacedEdits } from '../../src/fix/placed.ts';
import { isSame, overlaps, touches } from '../../src/fix/splice.ts';

const edit = fc
  .record({ file: fc.constantFrom('/a.ts', '/b.ts'), at: fc.integer({ min: 0, max: 5000 }), length: fc.integer({ min: 0, max: 3000 }), text: fc.constantFrom('', 'x') })
  .map(({ file, at, length, text }): Edit => ({ file, start: at, end: at + length, text }));

it('what collides with an edit, or is the same, is near to it', () => {
  fc.assert(
    fc.property(fc.array(edit, { maxLength: 30 }), edit, (others, one) => {
      const placed = new PlacedEdits();
      for (const other of others) placed.add({ edit: other, group: 'g' });
      const near = new Set(placed.near(one).map((found) => found.edit));
      for (const other of others) if (isSame(one, other) || overlaps(one, other) || touches(one, other)) expect(near).toContain(other);
    }),
  );
});

it('what stands far away is not near', () => {
  const placed = new PlacedEdits();
  for (let start = 0; start < 1_000_000; start += 100) placed.add({ edit: { file: '/a.ts', start, end: start + 5, text: '' }, group: 'g' });
  expect(placed.near({ file: '/a.ts', start: 500_000, end: 500_005, text: '' }).length).toBeLessThan(30);
  expect(placed.near({ file: '/b.ts', start: 500_000, end: 500_005, text: '' })).toEqual([]);
});
