import fs from 'node:fs';
import path from 'node:path';
import { baselineText, judgedFiles, readBaseline } from '../baseline/file.ts';
import { record } from '../baseline/record.ts';
import { shapesOf } from '../baseline/shape.ts';
import { reasonOf } from '../files/file-set.ts';
import { staysInside } from '../files/list.ts';
import { writeWhole } from '../fix/write.ts';
import { plural, relative, flat } from '../reporters/report.ts';
import { prepare } from '../prepare.ts';
import { suppressionsRule } from '../suppressions.ts';
import { UsageError } from '../usage-error.ts';
import { readConfig } from './config.ts';
import { print } from './output.ts';
import { type Given, runOptions } from './run-options.ts';

/** `baseline`: records today's findings, or takes those off that are gone. */
export async function baselineCommand(given: Given): Promise<number> {
  const cwd = process.cwd();
  const options = runOptions('check', given, await readConfig(cwd, given['config'] as string | false | undefined), undefined);
  const { files, first } = await prepare({ ...options, baseline: false }, { cwd, now: () => performance.now() });
  const { file, name, entries } = readBaseline(files.root, cwd, options.baseline || undefined);
  if (given['prune'] && !entries) {
    await print(`${name} does not exist, so there is nothing to prune.\n`);
    return 0;
  }
  const findings = first.findings.filter((finding) => finding.ruleId !== suppressionsRule);
  const selected = judgedFiles(files.root, files.selected, first.errors);
  const rules = new Set(options.rules.map((rule) => rule.id));
  const isOnDisk = (one: string): boolean => files.exists(`${files.root}/${one}`);
  const isWhole = options.selection.paths.length === 0;
  const recorded = record(
    entries ?? [],
    shapesOf(files.root, findings, (one) => files.read(one)),
    { isPruning: !!given['prune'], isThere: isOnDisk, isJudged: (entry) => rules.has(entry.rule) && (selected.has(entry.file) || (isWhole && (!isOnDisk(entry.file) || entry.file.endsWith('.json')))) },
  );
  // A repository may configure a name of its own; only who runs the command may choose a place outside.
  if (typeof given['baseline'] !== 'string' && !staysInside(cwd, file)) throw new UsageError(`${name}: the configuration puts the baseline outside of the repository; name it with --baseline if that is meant`);
  writeBaseline(file, name, baselineText(recorded.shapes));
  await print(`${name}: ${plural(recorded.shapes.length, 'use')} known${recorded.added > 0 ? `, ${recorded.added} added` : ''}${recorded.removed > 0 ? `, ${recorded.removed} taken off` : ''}. Commit it; from now on only new uses fail.\n`);
  for (const error of first.errors) await print(`  ! ${flat(relative({ cwd }, error.file))}: ${flat(error.message)}; what the baseline says of it stays as it was\n`);
  return 0;
}

function writeBaseline(file: string, name: string, text: string): void {
  try {
    writeWhole(file, text, { mode: 0o644 });
  } catch (error) {
    throw new UsageError(`${name}: the baseline cannot be written (${fs.existsSync(path.dirname(file)) ? reasonOf(error) : 'its folder is not there'})`);
  }
}
