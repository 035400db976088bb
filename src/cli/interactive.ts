import readline from 'node:readline';
import { createTwoFilesPatch } from 'diff';
import type { Edit } from '../facts.ts';
import { isSame, overlaps, splice } from '../fix/splice.ts';
import { painter, wrapped } from '../reporters/frame.ts';
import { relative, type Report, flat, safe } from '../reporters/report.ts';
import { trailPart } from '../reporters/stylish.ts';
import type { Finding } from '../rule.ts';
import type { Prepared } from '../prepare.ts';
import { UsageError } from '../usage-error.ts';
import { wantsColour } from './output.ts';

type Answer = 'yes' | 'no' | 'all' | 'skip' | 'quit' | 'stop';

const keys: Readonly<Record<string, readonly [Answer, string]>> = {
  y: ['yes', 'rewrite this'],
  n: ['no', 'leave this as it is'],
  a: ['all', 'rewrite this and every fix after it; suggestions are still asked about'],
  s: ['skip', 'skip the rest of this file'],
  q: ['quit', 'ask no more; what was said yes to is written'],
};

/**
 * Asks about every fix and suggestion, with diff, reason and trail. What changes together is one question.
 * Returns the findings that may be rewritten, or `stop` when nothing may be written.
 * @throws {UsageError} where nobody can answer.
 */
export async function chooseFixes(prepared: Prepared): Promise<readonly Finding[] | 'stop'> {
  if (!process.stdin.isTTY || !process.stdout.isTTY) throw new UsageError('--interactive needs a terminal; in scripts use --rule, --suggestions and --diff');
  const keyboard = new Keys();
  try {
    return await answers(prepared, keyboard);
  } finally {
    keyboard.close();
  }
}

async function answers(prepared: Prepared, keyboard: Keys): Promise<readonly Finding[] | 'stop'> {
  const groups = questions(prepared.first.findings);
  const accepted: Finding[] = [];
  const skipped = new Set<string>();
  let isAll = false;
  for (const [index, group] of groups.entries()) {
    const file = group[0]?.at.file ?? '';
    if (skipped.has(file)) continue;
    const isSuggestion = group.some((finding) => finding.fixable === 'suggestion');
    const answer: Answer = isAll && !isSuggestion ? 'yes' : await ask(prepared, keyboard, group, `${index + 1} of ${groups.length}`);
    if (answer === 'stop') return 'stop';
    if (answer === 'quit') break;
    if (answer === 'all') isAll = true;
    if (answer === 'skip') skipped.add(file);
    if (answer === 'yes' || answer === 'all') accepted.push(...group);
  }
  process.stdout.write('\n');
  return accepted;
}

/** Findings that can be rewritten, those of one group together, in the order of their files. */
function questions(findings: readonly Finding[]): Finding[][] {
  const groups = new Map<string, Finding[]>();
  for (const finding of findings) {
    if (finding.edits.length === 0 || finding.evidence.confidence === 'possible') continue;
    groups.set(finding.group, [...(groups.get(finding.group) ?? []), finding]);
  }
  return [...groups.values()];
}

async function ask(prepared: Prepared, keyboard: Keys, group: readonly Finding[], count: string): Promise<Answer> {
  process.stdout.write(`${question(prepared, group, count).join('\n')}\n`);
  const paint = painter({ colour: wantsColour(process.stdout) });
  const prompt = `${paint(['bold', 'cyan'], 'Rewrite this?')} ${paint('dim', `[${Object.keys(keys).join(',')},?]`)} `;
  for (;;) {
    process.stdout.write(prompt);
    const key = await keyboard.next();
    if (key === undefined) {
      process.stdout.write('\nStopped; nothing was written.\n');
      return 'stop';
    }
    const known = Object.hasOwn(keys, key) ? keys[key] : undefined;
    process.stdout.write(`${known ? `${key}  ${paint('dim', known[1])}` : ''}\n`);
    if (known) return known[0];
    process.stdout.write(`${[...Object.entries(keys), ['?', ['', 'this list']] as const].map(([letter, [, words]]) => `  ${paint('bold', letter)}  ${words}`).join('\n')}\n  ${paint('bold', 'Ctrl-C')}  write nothing at all\n`);
  }
}

/** Diff, reason and trail of what changes together. */
function question({ files, options, environment }: Prepared, group: readonly Finding[], count: string): string[] {
  const screen = { colour: wantsColour(process.stdout), columns: process.stdout.columns || 100, why: true, quiet: false };
  const paint = painter(screen);
  const source = (file: string): string | undefined => files.read(file);
  const report = { cwd: environment.cwd.replaceAll('\\', '/'), root: files.root, minConfidence: options.minConfidence, source } as Report;
  const [first] = group;
  const width = Math.max(50, screen.columns - 6);
  return [
    '',
    paint('dim', `── ${count} ${'─'.repeat(Math.max(0, Math.min(60, screen.columns - 16)))}`),
    ...group.flatMap((finding) => [
      `${paint('underline', `${flat(relative(report, finding.at.file))}:${finding.line}:${finding.column}`)}  ${paint('bold', finding.ruleId)}  ${paint('dim', finding.evidence.confidence)}${finding.fixable === 'suggestion' ? paint('yellow', '  suggestion') : ''}`,
      ...wrapped(flat(finding.message), width).map((line) => `    ${line}`),
      ...(finding.blocked === undefined ? [] : wrapped(`not fixed unasked: ${flat(finding.blocked)}`, width).map((line) => paint('yellow', `    ${line}`))),
    ]),
    ...(first ? trailPart(report, first, screen) : []),
    '',
    ...[...new Set(group.flatMap(({ edits }) => edits.map(({ file }) => file)))].flatMap((file) => diffPart(report, file, group, paint)),
    '',
  ];
}

function diffPart(report: Report, file: string, group: readonly Finding[], paint: ReturnType<typeof painter>): string[] {
  const before = report.source(file) ?? '';
  const edits = group.flatMap((finding) => finding.edits).filter((edit) => edit.file === file);
  const unique: Edit[] = [];
  for (const edit of edits) if (!unique.some((other) => isSame(edit, other) || overlaps(edit, other))) unique.push(edit);
  const name = flat(relative(report, file));
  const lines = createTwoFilesPatch(name, name, before, splice(before, unique), '', '', { context: 2 }).split('\n').slice(2);
  return lines.filter((line) => line !== '' && !line.startsWith('\\')).map((line) => (line.startsWith('+') ? paint('green', safe(line)) : line.startsWith('-') ? paint('red', safe(line)) : paint('dim', safe(line))));
}

/** Keys of a terminal, one after the other, also when they are typed ahead. */
class Keys {
  readonly #typed: (string | undefined)[] = [];
  #waiting: ((key: string | undefined) => void) | undefined;
  readonly #pressed = (text: string | undefined, key: { name?: string; ctrl?: boolean }): void => this.#take(key.ctrl ? (key.name === 'c' || key.name === 'd' ? undefined : '?') : (text ?? '?').toLowerCase());
  readonly #ended = (): void => this.#take(undefined);

  constructor() {
    readline.emitKeypressEvents(process.stdin);
    process.stdin.setRawMode(true);
    process.stdin.on('keypress', this.#pressed).on('end', this.#ended).resume();
  }

  #take(key: string | undefined): void {
    const waiting = this.#waiting;
    this.#waiting = undefined;
    if (waiting) waiting(key);
    else this.#typed.push(key);
  }

  /** The next key; undefined for Ctrl-C, Ctrl-D and a closed terminal. */
  next(): Promise<string | undefined> {
    if (this.#typed.length > 0) return Promise.resolve(this.#typed.shift());
    return new Promise((resolve) => {
      this.#waiting = resolve;
    });
  }

  close(): void {
    process.stdin.off('keypress', this.#pressed).off('end', this.#ended);
    process.stdin.setRawMode(false);
    process.stdin.pause();
  }
}
