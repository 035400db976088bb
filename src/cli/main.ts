#!/usr/bin/env node
import path from 'node:path';
import { rootOf } from '../files/list.ts';
import { main } from './command-line.ts';

process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code === 'EPIPE') process.exit(0);
  throw error;
});
settleGit(process.cwd());
process.exitCode = await main(process.argv.slice(2));

/** A hook tells git its folder relative to where it runs, and leaves the work tree unsaid: both must hold in every folder that git is asked in. */
function settleGit(cwd: string): void {
  const { env } = process;
  if (env['GIT_DIR'] && !env['GIT_WORK_TREE']) env['GIT_WORK_TREE'] = rootOf(cwd);
  for (const name of ['GIT_DIR', 'GIT_INDEX_FILE', 'GIT_WORK_TREE']) {
    const value = env[name];
    if (value) env[name] = path.resolve(rootOf(cwd), value);
  }
}
