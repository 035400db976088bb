// Judges the behaviour programs, or those of the folder that is named, and prints by rule how many lines are found, rightly, and rewritten.
import path from 'node:path';
import { accuracy, accuracyTable } from '../test/behaviour/accuracy.ts';
import { cleanUp } from '../test/behaviour/run.ts';

const [folder] = process.argv.slice(2);
const found = await accuracy(folder && path.resolve(folder));
cleanUp();
console.log(accuracyTable(found));
console.log(
  `\n${Object.entries(found.verdicts)
    .map(([verdict, count]) => `${count} ${verdict}`)
    .join(', ')}`,
);
