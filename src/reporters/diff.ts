import { createTwoFilesPatch } from 'diff';
import { relative, type Report, type Reporter } from './report.ts';

/** A unified diff that `git apply` and `patch -p1` take. */
export const diff: Reporter = (report) => report.changes.map((change) => fileDiff(report, change)).join('');

/** One file's diff, from the top of the git tree or the working folder, where those commands are run; from the project's root when it lies elsewhere. */
function fileDiff(report: Pick<Report, 'top' | 'root'>, { file, before, after }: Report['changes'][number]): string {
  const name = relative({ cwd: file.startsWith(`${report.top}/`) ? report.top : report.root }, file);
  const patch = createTwoFilesPatch(`a/${name}`, `b/${name}`, before, after, '', '', { context: 3 });
  return patch.replace(/^=+\n/, '').replace(/^(---|\+\+\+) ([^\n]*?)\t?\n/gm, (_, mark: string, path: string) => `${mark} ${path}${path.includes(' ') ? '\t' : ''}\n`);
}
