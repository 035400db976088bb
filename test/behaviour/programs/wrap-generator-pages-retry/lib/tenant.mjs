import { retry } from './retry.mjs';

const HEADERS = { Authorization: `Bearer ${process.env.QLIK_API_KEY}` };

async function getJson(url) {
  return retry(async () => {
    const response = await fetch(url, { headers: HEADERS });
    if (response.ok) return response.json();
    const error = new Error(`${response.status} ${url}`);
    error.fatal = response.status < 500;
    throw error;
  });
}

export async function* paginate(path, query) {
  const url = new URL(path, process.env.QLIK_TENANT_URL);
  url.search = new URLSearchParams(query);
  let next = url.href;
  while (next) {
    const page = await getJson(next);
    for (const item of page.data) yield item;
    next = page.links.next?.href;
  }
}

export const users = (query) => paginate('/api/v1/users', { limit: 10, ...query });
export const integrations = (query) => paginate('/api/v1/web-integrations', { limit: 4, ...query });
