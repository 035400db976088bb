import { rules } from '../../rules/index.ts';
import type { RunOptions } from '../../src/prepare.ts';

/** A run as the command line would start it without options, and without asking whether the git tree is clean. */
export const plainRun: Omit<RunOptions, 'command'> = {
  selection: { paths: [], ignore: [] },
  rules,
  ruleOptions: { target: 'today', keepActiveDefault: false },
  assumeQlik: false,
  hosts: [],
  minConfidence: 'likely',
  dryRun: false,
  suggestions: false,
  force: true,
  version: '0.0.0',
  ruleInfos: [],
};
