/**
 * Runs the programs that are named in one file, one after the other in this process, and writes what each of them printed into another.
 * Plain JavaScript, so that it needs no loader.
 */
import fs from 'node:fs';
import { pathToFileURL } from 'node:url';

const programs = JSON.parse(fs.readFileSync(process.argv[2], 'utf8'));
const shown = (value) => (typeof value === 'string' ? value : JSON.stringify(value));
const results = {};
for (const [name, file] of Object.entries(programs)) {
  const lines = [];
  console.log = (...values) => lines.push(values.map(shown).join(' '));
  try {
    await import(pathToFileURL(file).href);
  } catch (error) {
    lines.push(`stopped: ${error?.message}`);
  }
  results[name] = lines;
}
fs.writeFileSync(process.argv[3], JSON.stringify(results));
process.exit(0);
