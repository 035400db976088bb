// Times the tool beside others on a real tree. Not a test: it times whole processes.
// Usage: npm run bench -- --tree DIR [--peers NODE_MODULES] [--slow] [--runs 5]
//   DIR     a checkout of real code, for example two applications side by side; it is copied, never written to
//   --peers a node_modules folder with @ast-grep/cli, oxlint, and for --slow jscodeshift, eslint and @typescript-eslint/parser
import { execFileSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { availableParallelism, tmpdir } from 'node:os';
import path from 'node:path';
import { candidateFiles } from './candidate-files.mjs';
import { inTurn, shown } from './measure.mjs';
import { peersIn } from './peers.mjs';

const cli = path.resolve(import.meta.dirname, '../../dist/cli.js');
const ours = [process.execPath, cli, 'check', '.', '--format', 'json'];

/** A copy of the tree as a git repository of its own, with so many files that call the users API of Qlik. */
function copyOf(tree, count) {
  const folder = mkdtempSync(path.join(tmpdir(), 'bench-tree-'));
  cpSync(tree, folder, { recursive: true, verbatimSymlinks: true, filter: (file) => !/\/(?:\.git|node_modules)$/.test(file) });
  const own = path.join(folder, 'qlik-app');
  if (count > 0) {
    mkdirSync(path.join(own, 'src'), { recursive: true });
    writeFileSync(path.join(own, 'package.json'), '{"name":"qlik-app"}\n');
    for (const [name, text] of Object.entries(candidateFiles(count))) writeFileSync(path.join(own, 'src', name), text);
  }
  const git = (...args) => execFileSync('git', ['-c', 'user.name=bench', '-c', 'user.email=bench@example.com', '-c', 'commit.gpgsign=false', ...args], { cwd: folder, stdio: 'ignore' });
  git('init', '-q');
  git('add', '-A');
  git('commit', '-q', '-m', 'tree');
  return folder;
}

function table(title, results, base) {
  console.log(`\n${title}`);
  for (const [name, { wall, cpu, peak }] of Object.entries(results)) console.log(`  ${name.padEnd(26)} wall ${shown(wall)} s   cpu ${shown(cpu)} s   peak ${shown(peak, 0)} MB   ${shown(wall / results[base].wall)} x ours`);
}

export function trees({ tree, peers, slow, runs }) {
  const folder = mkdtempSync(path.join(tmpdir(), 'bench-peers-'));
  const found = peersIn(peers && path.resolve(peers), folder);
  if (found.missing.length > 0) console.log(`not found, so not measured: ${found.missing.join(', ')}`);
  const files = Number(execFileSync('sh', ['-c', "find . -name node_modules -prune -o -type f -name '*.[jt]s' -print -o -type f -name '*.[jt]sx' -print | wc -l"], { cwd: tree, encoding: 'utf8' }));
  console.log(`${files} program files, ${availableParallelism()} processors, medians of ${runs} runs taken in turn`);
  for (const [title, count] of [
    ['nothing speaks of Qlik', 0],
    ['ten candidate files', 10],
    ['1 % candidate files', Math.round(files / 100)],
    ['8 % candidate files', Math.round(files / 12.5)],
  ]) {
    const copy = copyOf(tree, count);
    const cold = { ours: [...ours, '--no-cache'], ...(count > 100 ? { 'ours, one thread': [...ours, '--no-cache', '--threads', '1'] } : {}), 'node -e 0': [process.execPath, '-e', '0'], ...found.fast };
    const results = inTurn(cold, copy, runs);
    if (count > 100) {
      const cache = { XDG_CACHE_HOME: mkdtempSync(path.join(tmpdir(), 'bench-cache-')) };
      inTurn({ ours }, copy, 1, cache);
      results['ours, unchanged'] = inTurn({ ours }, copy, runs, cache).ours;
    }
    if (slow) Object.assign(results, inTurn(found.slow, copy, 1));
    table(`${title}${count > 0 ? ` (${count})` : ''}`, results, 'ours');
    rmSync(copy, { recursive: true, force: true });
  }
  rmSync(folder, { recursive: true, force: true });
}
