const base = `${process.env.QLIK_TENANT_URL}/api/v1`;
const headers = { Authorization: `Bearer ${process.env.QLIK_API_KEY}` };
const read = async (url) => (await fetch(url, { headers })).json();

async function integrations(descending) {
  let url = `${base}/web-integrations?limit=5`;
  url += '&sortBy=name';
  if (descending) url += '&sortOrder=desc';
  return read(url);
}

async function people(status, order) {
  let url = 'https://hr.example.com/api/v1/users';
  const add = (name, value) => {
    if (value) url += `${url.includes('?') ? '&' : '?'}${name}=${encodeURIComponent(value)}`;
  };
  add('status', status);
  add('sortBy', 'name');
  add('sortOrder', order);
  return (await fetch(url)).status;
}

async function rows(descending) {
  const { data } = await read(`${base}/users?limit=4&sort=${descending ? '-' : ''}name`);
  const settings = { limit: 2 };
  settings.sortBy = 'name';
  if (descending) settings.sortOrder = 'desc';
  const parts = [];
  for (const key of Object.keys(settings)) parts.push(`${key}=${settings[key]}`);
  return `${parts.join('&')}: ${data.slice(0, settings.limit).map((user) => user.name)}`;
}

console.log(Array.isArray((await integrations(true)).data));
console.log(typeof (await people('active', 'desc')));
console.log(await rows(true));
console.log(await rows(false));
