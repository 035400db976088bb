import { callbackResult } from '../../trace/methods.ts';
import type { Client } from '../client.ts';
import { axiosClient } from './axios.ts';

/** Puppeteer: `page.evaluate(fn, …args)` runs the function in the page, with what stands after it. */
export const puppeteer: Client = {
  id: 'puppeteer',
  packages: ['puppeteer', 'puppeteer-core'],
  call(use) {
    const name = use.path.at(-1) ?? '';
    if (/^(?:launch|connect|newPage|createBrowserContext|createIncognitoBrowserContext|pages|mainFrame)$/.test(name)) return use.library && { ...use.library, path: [] };
    return name === 'evaluate' && use.args[0] ? callbackResult(use.trace, use.args[0], use.call, use.frame) : undefined;
  },
  callback: (use, argument, parameter) => (use.path.at(-1) === 'evaluate' && argument === 0 && use.args[parameter + 1] ? use.trace.evaluate(use.args[parameter + 1] as (typeof use.args)[number], use.frame) : undefined),
};

/** axios-hooks: `const [{ data }] = useAxios(config)`. */
export const axiosHooks: Client = {
  id: 'axios-hooks',
  packages: ['axios-hooks'],
  call(use) {
    const answer = axiosClient.call({ ...use, path: [] });
    if (answer?.kind !== 'response') return undefined;
    return { kind: 'record', members: { '0': { kind: 'record', members: { data: use.trace.answered(answer, 'data', use.call), response: answer } } } };
  },
};
