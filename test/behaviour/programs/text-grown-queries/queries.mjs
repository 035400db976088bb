const base = `${process.env.QLIK_TENANT_URL}/api/v1`;
const headers = { Authorization: `Bearer ${process.env.QLIK_API_KEY}`, 'Content-Type': 'application/json' };
const FIELDS = ['id', 'name', 'roles', 'created'];

export async function send(url, init = {}) {
  const answer = await fetch(url, { ...init, headers });
  if (!answer.ok) throw new Error(`${answer.status} ${url}`);
  return answer.json();
}

export async function page({ descending, status, email }) {
  let url = base + '/users?limit=50&sortBy=name';
  if (descending) url += '&sortOrder=desc';
  if (email) url += `&email=${encodeURIComponent(email)}`;
  if (status) url += '&status=' + status;
  return (await send(url)).data;
}

export async function sorted(order) {
  let url = `${base}/users`;
  const add = (name, value) => {
    if (value) url += `${url.includes('?') ? '&' : '?'}${name}=${encodeURIComponent(value)}`;
  };
  add('limit', 3);
  add('sortBy', 'name');
  add('sortOrder', order);
  return (await send(url)).data;
}

export async function byParts(subject) {
  const parts = [`fields=${FIELDS.join(',')}`];
  if (subject) parts.push(`subject=${encodeURIComponent(subject)}`);
  return (await send(`${base}/users?${parts.join('&')}`)).data;
}

export async function everyone() {
  const names = [];
  let last;
  do {
    let url = `${base}/users?limit=10`;
    if (last) url = `${url}&startingAfter=${last}`;
    const { data, links } = await send(url);
    names.push(...data.map((user) => user.name));
    last = links.next && new URL(links.next.href).searchParams.get('startingAfter');
  } while (last);
  return names;
}

export function create(name, roles) {
  const body = { name, subject: `auth0|${name}` };
  if (roles) body.roles = roles;
  return send(`${base}/users`, { method: 'POST', body: JSON.stringify(body) });
}
