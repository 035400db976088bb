// What the gauntlet prints.

const titles = ['tree', 'commit', 'run', 'files', 'parsed', 'programs not read', 'refused', 'certain', 'likely', 'possible', 'files changed', 'fixes taken back', 'faults', 'seconds', 'MB'];
const words = 3;

const cells = (row) => [
  row.name,
  row.commit.slice(0, 10),
  row.way,
  ...[row.files, row.parsed, row.ours.length, row.refused, row.certain, row.likely, row.possible, row.changed, row.takenBack.length, row.faults.length, row.seconds, row.peak].map(whole),
];

const whole = (number) => Math.round(number).toLocaleString('en-GB');

/** One line for a terminal. */
export function table(row) {
  const [name, , way, ...counts] = cells(row);
  return `${name}, ${way}: ${counts.map((count, index) => `${titles[index + words]} ${count}`).join(', ')}`;
}

/** All rows as a table of a page. */
export function markdown(rows) {
  return [titles, titles.map((_, index) => (index < words ? '---' : '--:')), ...rows.map(cells)].map((line) => `| ${line.join(' | ')} |`).join('\n');
}
