import { methods } from './methods.mjs';

const org = process.env.OKTA_ORG_URL ?? 'https://acme.okta.com';

export async function okta(name, { id, query, body } = {}) {
  const { method, path } = methods[name];
  const url = new URL(path.replace('{id}', id), org);
  if (query) url.search = new URLSearchParams(query);
  const response = await fetch(url, {
    method,
    headers: { Authorization: 'SSWS ' + (process.env.OKTA_TOKEN ?? 'none'), 'Content-Type': 'application/json' },
    body: body && JSON.stringify(body),
  });
  return response.json();
}
