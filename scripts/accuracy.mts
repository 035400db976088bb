// Judges the behaviour programs, or those of the folder that is named, and prints by rule how many lines are found, rightly, and rewritten.
// `--write` writes docs/accuracy.md instead.
import fs from 'node:fs';
import path from 'node:path';
import { accuracyOf, judgeAll } from '../test/behaviour/accuracy.ts';
import { accuracyPage, accuracyTable } from '../test/behaviour/accuracy-page.ts';
import { cleanUp } from '../test/behaviour/run.ts';

const words = process.argv.slice(2);
const folder = words.find((word) => !word.startsWith('-'));
const isWritten = words.includes('--write');
if (isWritten && folder) throw new Error('the page is about the programs of the project');
const judgements = await judgeAll(folder && path.resolve(folder));
cleanUp();
if (isWritten) fs.writeFileSync(path.resolve(import.meta.dirname, '../docs/accuracy.md'), accuracyPage(judgements));
else {
  const found = accuracyOf(judgements);
  console.log(accuracyTable(found));
  console.log(
    `\n${Object.entries(found.verdicts)
      .map(([verdict, count]) => `${count} ${verdict}`)
      .join(', ')}`,
  );
}
