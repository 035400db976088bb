import { undo } from '../fix/journal.ts';
import { plural, relative, flat } from '../reporters/report.ts';
import { print } from './output.ts';

/** `undo`: restores what the last `fix` wrote. */
export async function undoCommand(): Promise<number> {
  const cwd = process.cwd().replaceAll('\\', '/');
  const undone = undo(cwd);
  if (!undone) {
    await print('There is no run to undo here.\n');
    return 0;
  }
  const lines = [
    undone.restored.length === 0 ? 'Nothing was restored.' : `Restored ${plural(undone.restored.length, 'file')}:`,
    ...undone.restored.map((file) => `  ✔ ${flat(relative({ cwd }, file))}`),
    ...(undone.left.length === 0 ? [] : ['Left alone:', ...undone.left.map(({ file, reason }) => `  ! ${flat(relative({ cwd }, file))}: ${flat(reason)}`)]),
  ];
  await print(`${lines.join('\n')}\n`);
  return undone.left.length === 0 ? 0 : 1;
}
