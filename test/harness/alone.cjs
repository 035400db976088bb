// Loaded before the command: the network is gone, and so is every program but git. `READS`: a file to which every file opened in the folder `OUTSIDE` is written.
const Module = require('node:module');
const fs = require('node:fs');
const append = fs.appendFileSync;

const refuse = (name) => () => {
  throw new Error(`the command used ${name}`);
};
const modules = ['node:net', 'node:dns', 'node:http', 'node:https', 'node:http2', 'node:tls', 'node:dgram', 'node:worker_threads'].map((name) => [name, require(name)]);
for (const [name, loaded] of modules)
  for (const key of ['connect', 'createConnection', 'lookup', 'resolve', 'request', 'get', 'createServer', 'createSocket', 'Worker']) if (typeof loaded[key] === 'function') loaded[key] = refuse(`${name}.${key}`);
globalThis.fetch = refuse('fetch');
const processes = require('node:child_process');
for (const key of ['exec', 'execSync', 'fork', 'spawn', 'spawnSync', 'execFile']) {
  const real = processes[key];
  processes[key] = (file, ...rest) => (file === 'git' ? real(file, ...rest) : refuse(`${key} ${file}`)());
}
const { execFileSync } = processes;
processes.execFileSync = (file, ...rest) => (file === 'git' ? execFileSync(file, ...rest) : refuse(`execFileSync ${file}`)());

const { OUTSIDE, READS } = process.env;
for (const key of OUTSIDE ? ['openSync', 'readFileSync', 'readdirSync'] : []) {
  const real = fs[key];
  fs[key] = (file, ...rest) => {
    let place = String(file);
    try {
      place = typeof file === 'number' ? '' : fs.realpathSync(file);
    } catch {}
    if (place.startsWith(OUTSIDE)) append(READS, `${place}\n`);
    return real(file, ...rest);
  };
}
Module.syncBuiltinESMExports();
