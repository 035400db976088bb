import { createHash } from 'node:crypto';
import type { Finding } from '../rule.ts';

/**
 * What a place is recognised by when lines move: its own code and the code around it, as hashes.
 * White space, quotes, commas, semicolons and parentheses do not count, so formatting changes nothing.
 */
export interface Shape {
  readonly rule: string;
  /** From the project's root, with `/`. */
  readonly file: string;
  readonly own: string;
  /** The words just before and just after, and the nearest telling lines above and below. */
  readonly around: readonly [before: string, after: string, above: string, below: string];
}

const near = 8;
const chain = /[\w$.?![\]-]/;

/** The shape of every finding, in their order. */
export function shapesOf(root: string, findings: readonly Finding[], source: (file: string) => string | undefined): Shape[] {
  return findings.map((finding) => shapeOf(root, finding, source(finding.at.file) ?? ''));
}

function shapeOf(root: string, finding: Finding, text: string): Shape {
  let { start, end } = finding.at;
  while (start > 0 && chain.test(text[start - 1] ?? '')) start -= 1;
  while (end < text.length && chain.test(text[end] ?? '')) end += 1;
  const before = tokens(text.slice(Math.max(0, start - 2000), start)).slice(-near);
  const after = tokens(text.slice(end, end + 2000)).slice(0, near);
  const file = finding.at.file.startsWith(`${root}/`) ? finding.at.file.slice(root.length + 1) : finding.at.file;
  const [above, below] = [tellingLine(linesBack(text, start)), tellingLine(linesOn(text, end))];
  return { rule: finding.ruleId, file, own: hash(tokens(text.slice(start, end))), around: [hash(before), hash(after), hash(above), hash(below)] };
}

/** Words and signs that formatters leave alone. */
function tokens(code: string): string[] {
  return (code.match(/[\w$]+|[^\s\w$]/g) ?? []).filter((token) => !/^[,;()'"`]$/.test(token));
}

/** The first line with more than a bracket or a single word. */
function tellingLine(lines: Iterable<string>): string[] {
  for (const line of lines) {
    const found = tokens(line);
    if (found.filter((token) => /\w/.test(token)).length >= 2) return found;
  }
  return [];
}

function* linesBack(text: string, from: number): Generator<string> {
  for (let end = text.lastIndexOf('\n', from - 1); end > 0; ) {
    const start = text.lastIndexOf('\n', end - 1);
    yield text.slice(start + 1, end);
    end = start;
  }
}

function* linesOn(text: string, from: number): Generator<string> {
  for (let start = text.indexOf('\n', from); start >= 0; ) {
    const end = text.indexOf('\n', start + 1);
    yield text.slice(start + 1, end < 0 ? text.length : end);
    start = end;
  }
}

const hash = (parts: readonly string[]): string => createHash('sha256').update(parts.join('\0')).digest('hex').slice(0, 8);

/**
 * One word for each finding: rule, file, own code and the words around it, and which of several alike it is.
 * Stable when lines move; no line number is part of it.
 */
export function fingerprints(shapes: readonly Shape[]): string[] {
  const seen = new Map<string, number>();
  return shapes.map(({ rule, file, own, around: [before, after] }) => {
    const key = [rule, file, own, before, after].join('\0');
    const index = seen.get(key) ?? 0;
    seen.set(key, index + 1);
    return createHash('sha256').update(`${key}\0${index}`).digest('hex').slice(0, 16);
  });
}
