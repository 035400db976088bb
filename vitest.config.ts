import os from 'node:os';
import path from 'node:path';
import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    // What takes minutes has a command of its own.
    include: process.env['GAUNTLET'] === 'faults' ? ['test/large/*.ts'] : ['test/**/*.test.ts'],
    exclude: ['test/behaviour/programs/**'],
    testTimeout: 60_000,
    // Most of the time goes into other processes: a machine with two processors is kept busy by two workers.
    maxWorkers: '100%',
    reporters: ['default'],
    // What the command keeps between runs stays out of the folders of whoever runs the tests.
    env: { XDG_CACHE_HOME: path.join(os.tmpdir(), 'qlik-users-migrate-tests') },
  },
});
