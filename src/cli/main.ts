#!/usr/bin/env node
import path from 'node:path';
import manifest from '../../package.json' with { type: 'json' };

process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code === 'EPIPE') process.exit(0);
  throw error;
});
const given = process.argv.slice(2);
// Which version this is, is asked by every wrapper and hook: it must not wait for the rest.
if (given.length === 1 && /^(?:--version|-v)$/.test(given[0] ?? '')) process.stdout.write(`${manifest.version}\n`);
else {
  if (process.env['GIT_DIR'] || process.env['GIT_INDEX_FILE'] || process.env['GIT_WORK_TREE']) await settleGit(process.cwd());
  const { main } = await import('./command-line.ts');
  process.exitCode = await main(given);
}

/** A hook tells git its folder relative to where it runs, and leaves the work tree unsaid: both must hold in every folder that git is asked in. */
async function settleGit(cwd: string): Promise<void> {
  const { env } = process;
  const { rootOf } = await import('../files/list.ts');
  if (env['GIT_DIR'] && !env['GIT_WORK_TREE']) env['GIT_WORK_TREE'] = rootOf(cwd);
  for (const name of ['GIT_DIR', 'GIT_INDEX_FILE', 'GIT_WORK_TREE']) {
    const value = env[name];
    if (value) env[name] = path.resolve(rootOf(cwd), value);
  }
}
