// What the gauntlet prints.

const titles = ['tree', 'commit', 'run', 'files', 'parsed', 'not read: ours', 'not read: no program', 'certain', 'likely', 'possible', 'changed files', 'faults', 'seconds', 'peak MB'];

const whole = (number) => Math.round(number).toLocaleString('en-GB');
const cells = (row) => [row.name, row.commit.slice(0, 10), row.way, ...[row.files, row.parsed, row.ours.length, row.refused, row.certain, row.likely, row.possible, row.changed, row.faults.length, row.seconds, row.peak].map(whole)];

/** One line for each row, for a terminal. */
export function table(rows) {
  return rows.map((row) => cells(row).map((cell, index) => `${titles[index]} ${cell}`).slice(0, 14).join(' | ')).join('\n');
}

/** The same as a table of a page. */
export function markdown(rows) {
  const lines = rows.map((row) => `| ${cells(row).join(' | ')} |`);
  return [`| ${titles.join(' | ')} |`, `|${titles.map((_, index) => (index < 3 ? '---' : '--:')).join('|')}|`, ...lines].join('\n');
}
