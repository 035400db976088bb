import fs from 'node:fs';
import { type Format, type Report, reporters } from '../reporters/index.ts';
import { safe } from '../reporters/report.ts';
import { render } from '../run.ts';
import { UsageError } from '../usage-error.ts';
import { hint } from './suggest.ts';

/** A format, and the file it goes to; stdout without one. */
export interface Output {
  readonly format: Format;
  readonly file?: string;
}

/**
 * `sarif=out.sarif` and `github`: what to print where.
 * @throws {UsageError} when a format is unknown or two would share stdout.
 */
export function outputsOf(formats: readonly string[], outputFile: string | undefined): Output[] {
  const outputs = formats.map(parsedFormat);
  if (outputFile !== undefined) {
    if (outputs.length !== 1 || outputs[0]?.file !== undefined) throw new UsageError('--output-file goes with a single --format; with several, name each file: --format sarif=out.sarif --format github');
    return [{ format: outputs[0]?.format ?? 'stylish', file: outputFile }];
  }
  const onScreen = outputs.filter(({ file }) => file === undefined).map(({ format }) => format);
  if (onScreen.length > 1) throw new UsageError(`${onScreen.join(' and ')} would both go to stdout; give all but one a file: --format ${onScreen[0]}=FILE`);
  return outputs;
}

function parsedFormat(given: string): Output {
  const [name = '', ...rest] = given.split('=');
  const file = rest.join('=');
  if (!Object.hasOwn(reporters, name)) throw new UsageError(`unknown format "${name}".${hint(name, Object.keys(reporters))} Known are ${Object.keys(reporters).join(', ')}.`);
  return { format: name as Format, ...(file === '' ? {} : { file }) };
}

/** Prints the report in every format asked for, each to its place, and the whole list to the job summary where there is one. */
export async function emit(report: Report, options: { readonly outputs: readonly Output[]; readonly why: boolean; readonly quiet: boolean }): Promise<void> {
  const screen = { colour: false, columns: process.stdout.columns || 100, why: options.why, quiet: options.quiet };
  for (const { format, file } of options.outputs) {
    const text = render(report, format, { ...screen, colour: file === undefined && wantsColour(process.stdout) });
    // A diff must stay byte for byte what `git apply` takes; on a terminal it is only looked at.
    if (file === undefined) await print(format === 'diff' && process.stdout.isTTY ? safe(text) : text);
    else writeReport(file, text);
  }
  const summary = process.env['GITHUB_STEP_SUMMARY'];
  if (summary && options.outputs.some(({ format }) => format === 'github')) writeReport(summary, render(report, 'markdown', screen), 'a');
}

/** Writes to stdout and waits until it is taken. */
export function print(text: string): Promise<void> {
  return new Promise((resolve) => {
    process.stdout.write(text, () => resolve());
  });
}

function writeReport(file: string, text: string, flag = 'w'): void {
  try {
    fs.writeFileSync(file, text, { flag });
  } catch (error) {
    throw new UsageError(`${file}: the report cannot be written (${(error as Error).message})`);
  }
}

/** True on a terminal that takes colours, or when told so. */
export function wantsColour(stream: { readonly isTTY?: boolean }): boolean {
  const { NO_COLOR, FORCE_COLOR, TERM } = process.env;
  if (NO_COLOR) return false;
  return FORCE_COLOR ? FORCE_COLOR !== '0' : !!stream.isTTY && TERM !== 'dumb';
}

let isProgressShown = false;

/** One line on a terminal, once the run takes longer than a second. */
export function showProgress(): (done: number, total: number) => void {
  let started: number | undefined;
  let last = 0;
  return (done, total) => {
    const now = performance.now();
    started ??= now;
    if (now - started < 1000 || now - last < 100) return;
    last = now;
    isProgressShown = true;
    process.stderr.write(`\r\u001b[Kreading ${done} of ${total} files`);
  };
}

export function finishProgress(): void {
  if (isProgressShown) process.stderr.write('\r\u001b[K');
  isProgressShown = false;
}
