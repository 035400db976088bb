/** @typedef {import('./types.js').UsersQuery} UsersQuery */

/**
 * @param {string} path
 * @param {UsersQuery} [query]
 * @returns {Promise<any>}
 */
async function get(path, query = {}) {
  const url = new URL(`/api/v1/${path}`, process.env.QLIK_TENANT_URL);
  for (const [key, value] of Object.entries(query)) url.searchParams.set(key, String(value));
  const answer = await fetch(url, { headers: { authorization: `Bearer ${process.env.QLIK_API_KEY}` } });
  if (!answer.ok) throw new Error(`${path}: ${answer.status}`);
  return answer.json();
}

/**
 * @param {UsersQuery} query
 * @returns {Promise<import('./types.js').UsersPage>}
 */
export async function usersPage(query) {
  /** @type {import('./types.js').UsersPage} */
  const page = await get('users', query);
  return page;
}

/**
 * All users, page after page.
 * @param {Omit<UsersQuery, 'startingAfter'>} query
 * @returns {AsyncGenerator<import('./types.js').User>}
 */
export async function* allUsers(query) {
  for (let page = await usersPage(query); ; ) {
    yield* page.data;
    const { next } = page.links;
    const cursor = next && new URL(next.href).searchParams.get('startingAfter');
    if (!cursor) return;
    page = await usersPage({ ...query, startingAfter: cursor });
  }
}
