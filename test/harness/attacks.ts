import { Backtracking, fitting } from './backtracking.ts';
import type { Part } from './pattern.ts';

const common = ['a', 'A', '0', ' ', '\n', '"', "'", '`', '/', '\\', '.', ',', ':', '-', '_', '(', ')', '[', ']', '{', '}', '<', '>', '=', '*', '#', '@', '|', '\ue000', '!'];

/** Texts made to keep a pattern busy: what repeats in it, repeated, behind what leads there and without the end that it waits for. */
export function* attacks(pattern: Backtracking, length: number): Generator<string> {
  const flags = pattern.pattern.flags.replace(/[gymd]/g, '');
  const paths = [...loops(pattern.tree, [], flags)];
  const units = new Set<string>();
  for (const { before, bodies } of paths) {
    for (const body of bodies) {
      for (const prefix of new Set(['', before])) {
        units.add(prefix + body);
        for (const end of ['', '\n', '!', '\u0001']) yield prefix + filled(body, length) + end;
      }
    }
  }
  const bodies = [...new Set(paths.flatMap((path) => path.bodies))].slice(0, 6);
  for (const one of bodies) for (const other of bodies) if (one !== other) units.add(one + other);
  for (const unit of [...units].slice(0, 60)) for (const end of ['', '\n!']) yield filled(unit, length) + end;
  for (const one of bodies) for (const other of bodies) yield filled(one, length / 2) + filled(other, length / 2);
}

const filled = (unit: string, length: number): string => unit.repeat(Math.ceil(length / Math.max(1, unit.length)));

interface Loop {
  readonly before: string;
  readonly bodies: readonly string[];
}

/** Every part that repeats without end, with what leads to it. */
function* loops(part: Part, before: readonly Part[], flags: string): Generator<Loop> {
  switch (part.kind) {
    case 'all':
      for (const [index, inner] of part.parts.entries()) yield* loops(inner, [...before, ...part.parts.slice(0, index)], flags);
      return;
    case 'any':
      for (const inner of part.parts) yield* loops(inner, before, flags);
      return;
    case 'group':
    case 'look':
      yield* loops(part.inner, before, flags);
      return;
    case 'repeat':
      if (part.most > 8) yield { before: before.map((inner) => sample(inner, flags, 0)).join(''), bodies: samples(part.inner, flags) };
      yield* loops(part.inner, before, flags);
  }
}

/** Several texts that fit. */
const samples = (part: Part, flags: string): string[] => [...new Set([0, 1, 2, 3, 4, 5].map((turn) => sample(part, flags, turn)))].filter((text) => text !== '');

/** One text that fits; another one for each turn. */
function sample(part: Part, flags: string, turn: number): string {
  switch (part.kind) {
    case 'one': {
      const literal = part.source.length === 1 ? [part.source] : [];
      const fits = [...literal, ...common, ...part.source].filter(fitting(part.source, flags));
      return fits[turn % Math.max(1, fits.length)] ?? '';
    }
    case 'all':
      return part.parts.map((inner) => sample(inner, flags, turn)).join('');
    case 'any':
      return sample(part.parts[turn % part.parts.length] as Part, flags, turn);
    case 'group':
      return sample(part.inner, flags, turn);
    case 'look':
      return part.negative || part.behind ? '' : sample(part.inner, flags, turn);
    case 'repeat':
      return sample(part.inner, flags, turn).repeat(Math.max(1, part.least));
    default:
      return '';
  }
}

/** Work that a text of 120 characters never costs where it grows with the text. */
const most = 100_000;

/** A text for which the work grows faster than the text; undefined when none was found. */
export function slowText(pattern: RegExp): string | undefined {
  const machine = new Backtracking(pattern);
  const long = attacks(machine, 480);
  for (const short of attacks(machine, 120)) {
    const text = long.next().value ?? '';
    const least = machine.steps(short, most);
    const limit = 7 * least + 2000;
    if (least >= most || machine.steps(text, limit) >= limit) return text;
  }
  return undefined;
}
