// Runs the built tool over whole trees of code that it has never seen, and says what broke. Nothing of the trees is changed: what is written is written to copies.
import path from 'node:path';
import { parseArgs } from 'node:util';
import { markdown, table } from './gauntlet/tables.mjs';
import { unpacked } from './gauntlet/unpack.mjs';
import { overForced, overWhole } from './gauntlet/ways.mjs';

const usage = 'usage: npm run gauntlet -- [--markdown] [--names] [--batch FILES] [--timeout SECONDS] [--only plain,assumed,forced] [--label NAME@COMMIT]… DIR…';
const { values, positionals: folders } = parseArgs({
  allowPositionals: true,
  options: {
    markdown: { type: 'boolean', default: false },
    names: { type: 'boolean', default: false },
    batch: { type: 'string', default: '500' },
    timeout: { type: 'string', default: '600' },
    only: { type: 'string', default: 'plain,assumed,forced' },
    label: { type: 'string', multiple: true, default: [] },
  },
});
if (folders.length === 0) {
  console.error(usage);
  process.exit(2);
}

const timeout = Number(values.timeout);
const ways = {
  plain: (folder) => overWhole(folder, [], { timeout }),
  assumed: (folder) => overWhole(folder, ['--assume-qlik'], { timeout }),
  forced: (folder, name) =>
    overForced(folder, { timeout, batch: Number(values.batch), told: (done, all, faults) => process.stderr.isTTY && process.stderr.write(`\r${name}: ${done} of ${all} files, ${faults} faults${done === all ? '\n' : ''}`) }),
};

const rows = [];
for (const [index, given] of folders.entries()) {
  const { folder, dispose } = unpacked(path.resolve(given));
  const [name, commit = ''] = (values.label[index] ?? path.basename(given)).split('@');
  for (const way of values.only.split(',')) {
    const row = { name, commit, way, ...(await ways[way](folder, name)) };
    rows.push(row);
    if (!values.markdown) console.log(table(row));
    const said = [...row.faults, ...row.ours.map((file) => `${file} (it is a program, and was not read)`), ...(values.names ? row.takenBack.map((file) => `${file} (taken back)`) : [])];
    for (const line of said.slice(0, values.names ? said.length : 20)) console.error(`  ${name}, ${way}: ${line}`);
    if (!values.names && said.length > 20) console.error(`  ${name}, ${way}: and ${said.length - 20} more; --names tells all`);
  }
  dispose();
}
if (values.markdown) console.log(markdown(rows));
process.exitCode = rows.some(({ faults }) => faults.length > 0) ? 1 : 0;
