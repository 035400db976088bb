const day = (text) => `${text}T08:00:00.000Z`;

/** Our own accounts, as the table has them. */
const accounts = [
  { id: 1, name: 'Wilma', email: 'grace@corp.example', roles: ['editor'], status: 'active', created: day('2019-04-01'), lastUpdated: day('2020-05-05') },
  { id: 2, name: 'Xaver', email: 'sam@corp.example', roles: ['editor', 'owner'], status: 'active', created: day('2018-10-12'), lastUpdated: day('2021-01-30') },
  { id: 3, name: 'Yuki', email: 'nobody@corp.example', roles: [], status: 'locked', created: day('2020-02-29'), lastUpdated: day('2020-03-01') },
];

export function find({ status, sortBy = 'name', sortOrder = 'asc' }) {
  const sign = sortOrder === 'desc' ? -1 : 1;
  return accounts.filter((account) => !status || account.status === status).sort((a, b) => sign * String(a[sortBy]).localeCompare(String(b[sortBy])));
}
