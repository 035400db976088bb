import manifest from '../../package.json' with { type: 'json' };
import { readConfig } from './config.ts';
import { knownRule } from './known-rules.ts';
import { emit, finishProgress, outputsOf, showProgress } from './output.ts';

/** What yargs read. */
export type Given = { readonly paths?: readonly string[]; readonly [name: string]: unknown };

/** `check` and `fix`. Returns the exit code. */
export async function lintCommand(command: 'check' | 'fix', given: Given): Promise<number> {
  const config = readConfig(process.cwd(), given['config'] as string | undefined);
  const wanted = ((given['rule'] as string[] | undefined) ?? config.rules)?.map((id) => knownRule(id));
  const isDiff = !!given['diff'];
  const outputs = isDiff ? [{ format: 'diff' as const }] : outputsOf((given['format'] as string[] | undefined) ?? ['stylish'], given['output-file'] as string | undefined);
  const [{ run }, { rules }, { ruleInfos }] = await Promise.all([import('../run.ts'), import('../../rules/index.ts'), import('../library/rule-infos.ts')]);
  const options = {
    command,
    paths: (given.paths ?? []).map(String),
    ignore: config.ignore ?? [],
    outputs,
    rules: rules.filter((rule) => !wanted || wanted.includes(rule.id)),
    ruleOptions: { target: (given['target'] as 'today' | undefined) ?? config.target ?? 'today', keepActiveDefault: (given['keep-active-default'] as boolean | undefined) ?? config.keepActiveDefault ?? false },
    assumeQlik: (given['assume-qlik'] as boolean | undefined) ?? config.assumeQlik ?? false,
    hosts: config.hosts ?? [],
    minConfidence: (given['min-confidence'] as 'likely' | undefined) ?? config.minConfidence ?? 'likely',
    why: !!given['why'],
    quiet: !!given['quiet'],
    dryRun: isDiff || !!given['dry-run'],
    suggestions: !!given['suggestions'],
    force: !!given['force'],
    version: manifest.version,
    ruleInfos,
    ...(process.stderr.isTTY ? { progress: showProgress(performance.now()) } : {}),
  };
  const result = run(options, { cwd: process.cwd(), now: () => performance.now() });
  finishProgress();
  await emit(result.report, options);
  return isDiff ? 0 : result.exitCode;
}
