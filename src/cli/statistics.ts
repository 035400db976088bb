import type { Report } from '../reporters/report.ts';

/** The tables of `--stats`: time by phase and by rule, and how much was looked at. */
export function statisticsText({ statistics, durationMs }: Pick<Report, 'statistics' | 'durationMs'>): string {
  if (!statistics) return '';
  const { phases, rules, counters } = statistics;
  const times = (table: Readonly<Record<string, number>>): Row[] => Object.entries(table).map(([name, time]) => [name, `${time.toFixed(1)} ms`]);
  const tables: readonly (readonly [string, readonly Row[]])[] = [
    ['Time by phase', [...times(phases), ['all', `${durationMs.toFixed(1)} ms`]]],
    ['Time by rule, in judge', times(rules)],
    ['How much', Object.entries(counters).map(([name, count]) => [name, String(count)])],
  ];
  const rows = tables.flatMap(([, table]) => table);
  const widths = [0, 1].map((column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  return tables.map(([head, table]) => `${[head, ...table.map(([name, value]) => `  ${name.padEnd(widths[0] ?? 0)}  ${value.padStart(widths[1] ?? 0)}`)].join('\n')}\n`).join('');
}

type Row = readonly [string, string];
