#!/usr/bin/env node
import { main } from './command-line.ts';
import { settle } from './settle.ts';

process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code === 'EPIPE') process.exit(0);
  throw error;
});
settle(process.env, process.cwd());
process.exitCode = await main(process.argv.slice(2));
