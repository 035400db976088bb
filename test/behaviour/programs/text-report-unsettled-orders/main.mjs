import axios from 'axios';

const base = `${process.env.QLIK_TENANT_URL}/api/v1`;
const headers = { Authorization: `Bearer ${process.env.QLIK_API_KEY}` };
const read = async (url) => (await axios.get(url, { headers })).data.data;

async function bothEnds() {
  let url = `${base}/users?limit=1&sortBy=name`;
  const [first] = await read(url);
  url += '&sortOrder=desc';
  const [last] = await read(url);
  return `${first.name} to ${last.name}`;
}

async function find({ email, status, limit }) {
  let url = `${base}/users?fields=name`;
  if (email) url += `&email=${encodeURIComponent(email)}`;
  if (limit) url += `&limit=${limit}`;
  if (status) url += `&status=${status}`;
  return (await read(url)).length;
}

async function ordered(keeps) {
  const params = { limit: 2, sortBy: 'name', sortOrder: 'desc' };
  if (!keeps) delete params.sortOrder;
  const { data } = await axios.get(`${base}/users`, { params, headers });
  return data.data.map((user) => user.name).join(', ');
}

console.log(await bothEnds());
console.log(await find({ status: 'disabled' }), await find({ email: 'anna+bi@corp.example', limit: 5 }));
console.log(await ordered(true), await ordered(false));
