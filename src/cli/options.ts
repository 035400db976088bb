import { reporters } from '../reporters/index.ts';

const formats = Object.keys(reporters).join(', ');

/** Options of `check` and `fix`: how to judge. */
export const judging = {
  rule: { alias: 'r', type: 'string', array: true, requiresArg: true, describe: 'only these rules (repeat for several)' },
  'min-confidence': { choices: ['certain', 'likely', 'possible'] as const, describe: 'what makes the run fail, from this confidence up [default: likely]' },
  'assume-qlik': { type: 'boolean', describe: 'take requests for Qlik Cloud even though nothing in the project says so' },
  target: { choices: ['today', '2022-11'] as const, describe: 'which state of the API to judge by [default: today]' },
  'keep-active-default': { type: 'boolean', describe: 'add `status eq "active"` to filters that replace the old default' },
  config: { alias: 'c', type: 'string', requiresArg: true, describe: 'configuration file' },
} as const;

/** Options of `check` and `fix`: how to tell. */
export const telling = {
  format: { alias: 'f', type: 'string', array: true, requiresArg: true, describe: `how to tell what was found: ${formats}. Repeat it for several, each with its file: sarif=out.sarif [default: stylish]` },
  'output-file': { alias: 'o', type: 'string', requiresArg: true, describe: 'write the report to a file instead of stdout' },
  why: { alias: 'w', type: 'boolean', default: false, describe: 'show the trail of every finding, and what was left alone' },
  quiet: { alias: 'q', type: 'boolean', default: false, describe: 'only what fails' },
} as const;

/** Options of `fix` alone. */
export const fixing = {
  'dry-run': { type: 'boolean', default: false, describe: 'write nothing, tell what would change' },
  diff: { type: 'boolean', default: false, describe: 'write nothing, print a unified diff' },
  suggestions: { type: 'boolean', default: false, describe: 'also apply suggestions, which need a look' },
  force: { type: 'boolean', default: false, describe: 'write although the git tree has uncommitted changes' },
} as const;

export const shared = { ...judging, ...telling } as const;

/** Every option name, for hints. */
export const optionNames: readonly string[] = [...Object.keys(shared), ...Object.keys(fixing), 'help', 'version'];
