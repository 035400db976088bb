// What a run costs. `npm run bench` shows how the cost grows on made-up projects; with `-- --tree DIR` the tool is timed beside others on real code.
import { parseArgs } from 'node:util';

const { values } = parseArgs({ options: { tree: { type: 'string' }, peers: { type: 'string' }, slow: { type: 'boolean', default: false }, runs: { type: 'string', default: '5' }, files: { type: 'string', default: '500' } } });
if (values.tree === undefined) (await import('./bench/growth.mjs')).growth(Number(values.files));
else (await import('./bench/trees.mjs')).trees({ ...values, runs: Number(values.runs) });
