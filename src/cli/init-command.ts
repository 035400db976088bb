import fs from 'node:fs';
import path from 'node:path';
import { staysInside } from '../files/list.ts';
import { writeWhole } from '../fix/write.ts';
import { ownConfig } from './config.ts';
import { print } from './output.ts';
import type { Given } from './run-options.ts';
import { configTemplate, hooks, pipelines, type Template } from './templates.ts';

/** `init`: writes a configuration and the hook or workflow that was asked for. A file that is there already is never touched. */
export async function initCommand(given: Given): Promise<number> {
  const cwd = process.cwd();
  const hook = given['hook'] as keyof typeof hooks | undefined;
  const ci = given['ci'] as keyof typeof pipelines | undefined;
  const config = ownConfig(cwd);
  const wanted: Template[] = [...(config === undefined ? [configTemplate] : []), ...(hook ? [hooks[hook]] : []), ...(ci ? [pipelines[ci]] : [])];
  const lines = [...(config === undefined ? [] : [`= ${config} is there already`]), ...wanted.flatMap((template) => place(cwd, template))];
  const more = hook || ci ? [] : [`A hook as well: \`init --hook ${Object.keys(hooks).join('|')}\`; a pipeline: \`init --ci ${Object.keys(pipelines).join('|')}\`.`];
  await print(`${[...lines, ...more, 'Next: `qlik-users-migrate` shows what there is; `qlik-users-migrate baseline` records it, so that only new uses fail.'].join('\n')}\n`);
  return lines.some((line) => line.startsWith('!')) ? 1 : 0;
}

function place(cwd: string, { file, text, mode }: Template): string[] {
  const target = path.join(cwd, file);
  if (fs.existsSync(target)) {
    const isSame = fs.readFileSync(target, 'utf8') === text;
    if (isSame) return [`= ${file} is there already`];
    const indented = text.trimEnd().replace(/^/gm, '    ');
    return [`! ${file} is there already and was left alone; add this to it:`, '', indented, ''];
  }
  if (!staysInside(cwd, file)) return [`! ${file} was not written: its folder is a link that leaves the repository`];
  fs.mkdirSync(path.dirname(target), { recursive: true });
  writeWhole(target, text, { mode: mode ?? 0o644 });
  return [`+ ${file}`];
}
