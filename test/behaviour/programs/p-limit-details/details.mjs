import pLimit from 'p-limit';
import { getUser, listIds, readUserAsync } from './api.mjs';

const limit = pLimit(3);
const ids = await listIds();
const users = await Promise.all(ids.map((id) => limit(() => getUser(id))));
for (const user of users) console.log(user.name, user.created.slice(0, 10), [...user.roles].sort().join('+'));

const first = await limit(getUser, ids[0]);
console.log(first.lastUpdated.slice(0, 10), first.roles.length);
const again = await readUserAsync(ids[1]);
console.log(again.name, again.lastUpdated.slice(0, 10));
