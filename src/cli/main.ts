#!/usr/bin/env node
import manifest from '../../package.json' with { type: 'json' };

process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code === 'EPIPE') process.exit(0);
  throw error;
});
const given = process.argv.slice(2);
// Which version this is, is asked by every wrapper and hook: it must not wait for the rest.
if (given.length === 1 && /^(?:--version|-v)$/.test(given[0] ?? '')) process.stdout.write(`${manifest.version}\n`);
else {
  const [{ settle }, { main }] = await Promise.all([import('./settle.ts'), import('./command-line.ts')]);
  settle(process.env, process.cwd());
  process.exitCode = await main(given);
}
