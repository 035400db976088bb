// REPORT_COLUMN=lastUpdated npx tsx report.ts   (set in the nightly job's settings)
interface QlikUser {
  id: string;
  name: string;
  email: string;
  created: string;
  lastUpdated: string;
}

type Column = keyof Omit<QlikUser, 'id' | 'name'>;

const column = (process.env.REPORT_COLUMN ?? 'created') as Column;

async function users(): Promise<QlikUser[]> {
  const response = await fetch(`${process.env.QLIK_TENANT_URL}/api/v1/users?limit=100`, {
    headers: { Authorization: `Bearer ${process.env.QLIK_API_KEY}` },
  });
  return ((await response.json()) as { data: QlikUser[] }).data;
}

function write(rows: QlikUser[]): void {
  console.log(`name;${column}`);
  for (const row of rows) console.log(`${row.name};${row[column].slice(0, 10)}`);
}

const rows = (await users()).sort((a, b) => a[column].localeCompare(b[column]));
write(rows.slice(0, 5));
