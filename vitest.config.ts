import os from 'node:os';
import path from 'node:path';
import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    exclude: ['test/behaviour/programs/**'],
    testTimeout: 60_000,
    reporters: ['default'],
    // What the command keeps between runs stays out of the folders of whoever runs the tests.
    env: { XDG_CACHE_HOME: path.join(os.tmpdir(), 'qlik-users-migrate-tests') },
  },
});
