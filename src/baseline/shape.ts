import { hash } from 'node:crypto';
import type { Finding } from '../rule.ts';

/**
 * What a place is recognised by when lines move: its own code and the code around it, as hashes.
 * Only words count, so formatting changes nothing.
 */
export interface Shape {
  readonly rule: string;
  /** From the project's root, with `/`. */
  readonly file: string;
  readonly own: string;
  /** The headers of the blocks around it: functions, classes, conditions. */
  readonly scope: string;
  /** The words just before and just after it, and the nearest telling lines above and below. Empty where there is nothing. */
  readonly around: readonly string[];
}

/** A shape in a text at hand. */
export interface PlacedShape extends Shape {
  /** The words of the whole lines that it stands on. */
  readonly line: string;
}

const near = 12;
const chain = /[\w$.?![\]-]/;

/** The shape of every finding, in their order. */
export function shapesOf(root: string, findings: readonly Finding[], source: (file: string) => string | undefined): PlacedShape[] {
  return findings.map((finding) => shapeOf(root, finding, source(finding.at.file) ?? ''));
}

function shapeOf(root: string, finding: Finding, text: string): PlacedShape {
  let { start, end } = finding.at;
  while (start > 0 && chain.test(text[start - 1] ?? '')) start -= 1;
  while (end < text.length && chain.test(text[end] ?? '')) end += 1;
  const before = words(text.slice(Math.max(0, start - 2000), start)).slice(-near);
  const after = words(text.slice(end, end + 2000)).slice(0, near);
  const file = finding.at.file.startsWith(`${root}/`) ? finding.at.file.slice(root.length + 1) : finding.at.file;
  const around = [before, after, tellingLine(linesBack(text, start)), tellingLine(linesOn(text, end))];
  const lineEnd = text.indexOf('\n', end);
  const line = words(text.slice(text.lastIndexOf('\n', start - 1) + 1, lineEnd < 0 ? text.length : lineEnd));
  return { line: digest(line), rule: finding.ruleId, file, own: digest(words(text.slice(start, end))), scope: digest(headers(text, start)), around: around.map(digest) };
}

const words = (code: string): string[] => code.match(/[\w$]+/g) ?? [];

/** The first line with more than a single word. */
function tellingLine(lines: Iterable<string>): string[] {
  for (const line of lines) {
    const found = words(line);
    if (found.length >= 2) return found;
  }
  return [];
}

/** The words of the lines that open the blocks around a place: each stands further left than what it holds. */
function headers(text: string, start: number): string[] {
  const lineStart = text.lastIndexOf('\n', start - 1) + 1;
  let indent = indentOf(text.slice(lineStart));
  const found: string[] = [];
  for (const line of linesBack(text, start)) {
    if (indent === 0) break;
    if (line.trim() === '' || indentOf(line) >= indent) continue;
    indent = indentOf(line);
    if (/[{(]\s*$/.test(line)) found.push(...words(line));
  }
  return found;
}

const indentOf = (line: string): number => /^[ \t]*/.exec(line)?.[0].length ?? 0;

function* linesBack(text: string, from: number): Generator<string> {
  for (let end = from === 0 ? -1 : text.lastIndexOf('\n', from - 1); end > 0; ) {
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

const digest = (parts: readonly string[]): string => (parts.length === 0 ? '' : hash('sha256', parts.join('\0'), 'hex').slice(0, 8));

/**
 * One word for each finding: rule, file, the blocks around it, its line's own words, and which of several alike it is.
 * Stable when lines move; no line number is part of it.
 */
export function fingerprints(shapes: readonly PlacedShape[]): string[] {
  const seen = new Map<string, number>();
  return shapes.map(({ rule, file, own, scope, line }) => {
    const key = [rule, file, own, scope, line].join('\0');
    const index = seen.get(key) ?? 0;
    seen.set(key, index + 1);
    return hash('sha256', `${key}\0${index}`, 'hex').slice(0, 16);
  });
}
