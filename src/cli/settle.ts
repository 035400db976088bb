import path from 'node:path';
import { rootOf } from '../files/list.ts';

type Variables = Record<string, string | undefined>;

/** Makes this process safe to look for programs in, and git sure of its folder. To be called before git is. */
export function settle(env: Variables, cwd: string): void {
  settlePath(env);
  settleGit(env, cwd);
}

/** A hook tells git its folder relative to where it runs, and leaves the work tree unsaid: both must hold in every folder that git is asked in. */
function settleGit(env: Variables, cwd: string): void {
  if (env['GIT_DIR'] && !env['GIT_WORK_TREE']) env['GIT_WORK_TREE'] = rootOf(cwd);
  for (const name of ['GIT_DIR', 'GIT_INDEX_FILE', 'GIT_WORK_TREE']) {
    const value = env[name];
    if (value) env[name] = path.resolve(rootOf(cwd), value);
  }
}

/** npx and package scripts put the repository's own `node_modules/.bin` in front: git is never taken from there, nor from the folder that is judged. */
function settlePath(env: Variables): void {
  for (const name of Object.keys(env).filter((key) => key.toUpperCase() === 'PATH')) {
    const folders = (env[name] ?? '').split(path.delimiter);
    env[name] = folders.filter((folder) => path.isAbsolute(folder) && !/[\\/]node_modules[\\/]\.bin[\\/]*$/.test(folder)).join(path.delimiter);
  }
  env['NoDefaultCurrentDirectoryInExePath'] = '1';
  // Of a partial clone, git would fetch what is missing.
  env['GIT_NO_LAZY_FETCH'] = '1';
  env['GIT_TERMINAL_PROMPT'] = '0';
}
