import { defineConfig } from 'vitest/config';

export default defineConfig({ test: { include: ['test/**/*.test.ts'], exclude: ['test/behaviour/programs/**'], testTimeout: 60_000, reporters: ['default'] } });
