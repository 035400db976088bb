import { styleText } from 'node:util';
import type { Edit } from '../facts.ts';
import type { Finding } from '../rule.ts';

import { place, relative, type Report, type ReporterOptions, flat, safe } from './report.ts';

type Style = Parameters<typeof styleText>[0];

/** What a code frame needs to know of the terminal. */
export type FrameOptions = Pick<ReporterOptions, 'colour' | 'columns'>;

/** Colours text when the terminal wants colours. */
export function painter(options: Pick<ReporterOptions, 'colour'>): (style: Style, text: string) => string {
  return (style, text) => (options.colour ? styleText(style, text, { validateStream: false }) : text);
}

/** Text in lines of at most `width`, broken at spaces. */
export function wrapped(text: string, width: number): string[] {
  const lines: string[] = [];
  for (const word of text.split(' ')) {
    const last = lines.at(-1);
    if (last !== undefined && last.length + 1 + word.length <= width) lines[lines.length - 1] = `${last} ${word}`;
    else lines.push(word);
  }
  return lines;
}

/** The finding's lines as they are and, when there is a fix in this file, as they will be. */
export function codeFrame(report: Report, finding: Finding, options: FrameOptions): string[] {
  const text = report.source(finding.at.file);
  if (text === undefined) return [];
  const paint = painter(options);
  const own = finding.edits.filter((edit) => edit.file === finding.at.file);
  const others = [...new Set(finding.edits.filter((edit) => edit.file !== finding.at.file).map((edit) => relative(report, edit.file)))];
  const lines = own.length > 0 ? changedLines(report, text, finding, own, options) : [oldLine(report, text, finding, options)].flat();
  return [...lines, ...others.map((file) => paint('dim', `      also changes ${flat(file)}`))];
}

function oldLine(report: Report, text: string, finding: Finding, options: FrameOptions): string[] {
  const paint = painter(options);
  const { line, column } = place(report, finding.at.file, finding.at.start);
  const code = text.split(/\r?\n/)[line - 1] ?? '';
  const { shown, cut } = window(code, column - 1, options.columns - 10);
  const length = Math.max(1, Math.min(finding.at.end - finding.at.start, shown.length - (column - 1 - cut)));
  const pad = ' '.repeat(Math.max(0, safe(shown.slice(0, column - 1 - cut)).length));
  return [`${number(line)} ${paint('dim', '|')} ${safe(shown)}`, `      ${paint('dim', '|')} ${pad}${paint('red', '^'.repeat(length))}`];
}

/** Only the lines that an edit of this finding touches, old and new. */
function changedLines(report: Report, text: string, finding: Finding, edits: readonly Edit[], options: FrameOptions): string[] {
  const paint = painter(options);
  const result: string[] = [];
  const lines = text.split('\n');
  for (const block of blocks(report, finding.at.file, edits)) {
    const from = lineOffset(lines, block.first);
    const old = lines.slice(block.first - 1, block.last).join('\n');
    let updated = old;
    for (const edit of [...block.edits].sort((a, b) => b.start - a.start)) updated = updated.slice(0, Math.max(0, edit.start - from)) + edit.text + updated.slice(edit.end - from);
    result.push(...old.split('\n').map((line, index) => `${number(block.first + index)} ${paint('red', `- ${clipped(line, options)}`)}`));
    result.push(
      ...updated
        .split('\n')
        .filter((line) => line.trim() !== '')
        .map((line) => `      ${paint('green', `+ ${clipped(line, options)}`)}`),
    );
  }
  return result;
}

interface Block {
  readonly first: number;
  last: number;
  readonly edits: Edit[];
}

function blocks(report: Report, file: string, edits: readonly Edit[]): Block[] {
  const found: Block[] = [];
  for (const edit of [...edits].sort((a, b) => a.start - b.start)) {
    const first = place(report, file, edit.start).line;
    const last = place(report, file, Math.max(edit.start, edit.end - (edit.text === '' ? 1 : 0))).line;
    const open = found.at(-1);
    if (open && first <= open.last) {
      open.last = Math.max(open.last, last);
      open.edits.push(edit);
    } else found.push({ first, last, edits: [edit] });
  }
  return found.slice(0, 8);
}

function lineOffset(lines: readonly string[], line: number): number {
  let offset = 0;
  for (let index = 0; index < line - 1; index += 1) offset += (lines[index] ?? '').length + 1;
  return offset;
}

const number = (line: number): string => String(line).padStart(5);

function clipped(line: string, options: FrameOptions): string {
  const plain = safe(line.replace(/\r$/, ''));
  const width = Math.max(60, options.columns - 10);
  return plain.length > width * 2 ? `${plain.slice(0, width * 2)} …` : plain;
}

/** The part of a long line around a column. */
function window(code: string, column: number, width: number): { shown: string; cut: number } {
  if (code.length <= Math.max(width, 60)) return { shown: code, cut: 0 };
  const cut = Math.max(0, column - 30);
  return { shown: code.slice(cut, cut + Math.max(width, 60)), cut };
}
