// Bundles the command into one file with a fast start. ts-morph stays a dependency of its own and is loaded only when a type decides.
import { createHash } from 'node:crypto';
import { chmodSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { build } from 'esbuild';

/** Names this exact build: what an earlier one found is not taken for what this one finds. */
function buildId() {
  const files = ['src', 'rules'].flatMap((folder) => readdirSync(folder, { recursive: true }).map((name) => `${folder}/${name}`)).filter((name) => statSync(name).isFile());
  const hash = createHash('sha256');
  for (const name of [...files.sort(), 'package.json', 'package-lock.json', 'scripts/build.mjs']) hash.update(`${name}\0`).update(readFileSync(name));
  return hash.digest('hex').slice(0, 16);
}

/** What recast brings along for reading programs and for source maps; only its builders and its printer are used. */
const unused = {
  name: 'unused',
  setup(set) {
    set.onResolve({ filter: /^(?:esprima|source-map)$/ }, ({ path }) => ({ path, namespace: 'unused' }));
    set.onLoad({ filter: /.*/, namespace: 'unused' }, () => ({ contents: 'module.exports = {};' }));
  },
};

rmSync('dist', { recursive: true, force: true });
await build({
  entryPoints: { cli: 'src/cli/main.ts', index: 'src/library/index.ts', worker: 'src/cli/worker.ts' },
  outdir: 'dist',
  bundle: true,
  splitting: true,
  platform: 'node',
  format: 'esm',
  target: 'node20.19',
  minify: true,
  keepNames: false,
  legalComments: 'none',
  logLevel: 'warning',
  external: ['ts-morph'],
  plugins: [unused],
  define: { BUILD: JSON.stringify(buildId()) },
  loader: { '.md': 'text' },
  chunkNames: 'chunk-[hash]',
  banner: { js: "import { createRequire as __createRequire } from 'node:module'; const require = __createRequire(import.meta.url);" },
});
chmodSync('dist/cli.js', 0o755);
await import('./types.mjs');
