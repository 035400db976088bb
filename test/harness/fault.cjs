// Loaded before the command: makes the n-th write go wrong, as `FAULT` says.
//   { "kind": "kill", "at": n }           the process ends there; a text is half written
//   { "kind": "full", "at": n }           from there on the disk is full
//   { "kind": "touch" | "delete", "file" } another program changes or deletes a file after it was judged
const fs = require('node:fs');
const { kind, at = 0, file } = JSON.parse(process.env.FAULT);
const write = fs.writeSync;
let count = 0;

function strike(name, args) {
  const isFirst = count === 0;
  const isNow = kind === 'full' ? count >= at && name === 'writeFileSync' : count === at;
  count += 1;
  if (kind === 'touch' && isFirst) fs.appendFileSync(file, '// by somebody else\n');
  if (kind === 'delete' && isFirst) fs.unlinkSync(file);
  if (!isNow || (kind !== 'kill' && kind !== 'full')) return;
  if (name === 'writeFileSync' && typeof args[0] === 'number') write(args[0], String(args[1]).slice(0, String(args[1]).length / 2));
  if (kind === 'kill') process.kill(process.pid, 'SIGKILL');
  throw Object.assign(new Error('ENOSPC: no space left on device'), { code: 'ENOSPC' });
}

for (const name of ['openSync', 'writeFileSync', 'fsyncSync', 'renameSync', 'rmSync']) {
  const real = fs[name];
  fs[name] = (...args) => {
    if (name !== 'openSync' || args[1] === 'wx') strike(name, args);
    return real.apply(fs, args);
  };
}
process.on('exit', () => {
  if (process.env.FAULT_COUNT) fs.appendFileSync(process.env.FAULT_COUNT, `${count}\n`);
});
