import { reporters } from '../reporters/index.ts';

const formats = Object.keys(reporters).join(', ');

/** Which files. */
const choosing = {
  staged: { type: 'boolean', default: false, group: 'Which files:', describe: 'what is staged in git, as it is staged' },
  since: { type: 'string', requiresArg: true, group: 'Which files:', describe: 'what changed since this branch left a git reference: --since origin/main' },
  stdin: { type: 'boolean', default: false, group: 'Which files:', describe: 'one program from stdin; `fix` prints it rewritten' },
  'stdin-filename': { type: 'string', requiresArg: true, group: 'Which files:', describe: 'the path that the program from stdin has' },
  ignore: { type: 'string', array: true, requiresArg: true, group: 'Which files:', describe: 'leave out files of this pattern, as in .gitignore (repeat for several)' },
} as const;

/** How to judge. */
const judging = {
  rule: { alias: 'r', type: 'string', array: true, requiresArg: true, group: 'How to judge:', describe: 'only these rules (repeat for several)' },
  'min-confidence': { choices: ['certain', 'likely', 'possible'] as const, group: 'How to judge:', describe: 'what makes the run fail, from this confidence up [default: likely]' },
  'assume-qlik': { type: 'boolean', group: 'How to judge:', describe: 'take requests for Qlik Cloud even though nothing in the project says so' },
  target: { choices: ['today', '2022-11'] as const, group: 'How to judge:', describe: 'which state of the API to judge by [default: today]' },
  'keep-active-default': { type: 'boolean', group: 'How to judge:', describe: 'add `status eq "active"` to filters that replace the old default' },
  baseline: { alias: 'b', type: 'string', group: 'How to judge:', describe: 'fail only on what this file does not know [default: qlik-users-migrate.baseline, when it exists]; --no-baseline for none' },
  config: { alias: 'c', type: 'string', group: 'How to judge:', describe: 'configuration file; --no-config for none' },
  threads: { type: 'number', requiresArg: true, group: 'How to judge:', describe: 'threads for large projects [default: 1]' },
  'print-config': { type: 'boolean', default: false, group: 'How to judge:', describe: 'print the configuration that applies here, and stop' },
} as const;

/** How to tell. */
const telling = {
  format: { alias: 'f', type: 'string', array: true, requiresArg: true, group: 'How to tell:', describe: `${formats}; repeat it for several, each with its file: -f sarif=out.sarif -f github [default: stylish]` },
  'output-file': { alias: 'o', type: 'string', requiresArg: true, group: 'How to tell:', describe: 'write the report to a file instead of stdout' },
  why: { alias: 'w', type: 'boolean', default: false, group: 'How to tell:', describe: 'show the trail of every finding, and what was left alone' },
  quiet: { alias: 'q', type: 'boolean', default: false, group: 'How to tell:', describe: 'only what fails' },
  stats: { type: 'boolean', default: false, group: 'How to tell:', describe: 'show where the time went, on stderr' },
} as const;

/** Options of `check` alone. */
export const checking = {
  cache: { type: 'boolean', default: true, group: 'How to judge:', describe: 'take what the last run found where nothing changed; --no-cache to judge anew' },
} as const;

/** Options of `fix` alone. */
export const fixing = {
  'dry-run': { type: 'boolean', default: false, group: 'How to fix:', describe: 'write nothing, tell what would change' },
  diff: { type: 'boolean', default: false, group: 'How to fix:', describe: 'write nothing, print a unified diff' },
  interactive: { alias: 'i', type: 'boolean', default: false, group: 'How to fix:', describe: 'ask about each, with its diff, reason and trail' },
  suggestions: { type: 'boolean', default: false, group: 'How to fix:', describe: 'also apply suggestions, which need a look' },
  force: { type: 'boolean', default: false, group: 'How to fix:', describe: 'write although the git tree has uncommitted changes' },
  mark: { type: 'boolean', default: false, group: 'How to fix:', describe: 'leave one comment line above each place that stays: why, and what to do' },
  suppress: { type: 'string', array: true, requiresArg: true, group: 'How to fix:', describe: 'instead of rewriting, write comments that keep the places of this rule' },
  reason: { type: 'string', requiresArg: true, group: 'How to fix:', describe: 'why they are kept, for --suppress' },
} as const;

/** Options of `baseline`. */
export const recording = { ...judging, prune: { type: 'boolean', default: false, describe: 'only take off what is gone; add nothing' } } as const;

export const shared = { ...choosing, ...judging, ...telling } as const;

/** Every option name, for hints. */
export const optionNames: readonly string[] = [...new Set([...Object.keys(shared), ...Object.keys(checking), ...Object.keys(fixing), ...Object.keys(recording), 'hook', 'ci', 'force', 'help', 'version'])];

/** Options that say which files are judged and how: a later command is to be given the same. */
const lasting = Object.keys({ ...choosing, ...judging }).filter((name) => !/^stdin|^print-/.test(name));

/** The paths and lasting options as one would type them again. */
export function typedAgain(given: Readonly<Record<string, unknown>>, paths: readonly string[]): string {
  const options = lasting.flatMap((name) =>
    [given[name] ?? []].flat().flatMap((value) => (value === true ? [`--${name}`] : value === false ? (/^(?:config|baseline)$/.test(name) ? [`--no-${name}`] : []) : [`--${name} ${quoted(String(value))}`])),
  );
  return [...paths.map(quoted), ...options].join(' ');
}

const quoted = (word: string): string => (/^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`);
