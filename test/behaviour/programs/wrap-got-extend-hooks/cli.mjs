import {createUser, getUser, listUsers, updateUser} from './src/users.mjs';
import {stats} from './src/http.mjs';

const invited = await listUsers({status: 'invited', limit: 50});
console.log('invited:', invited.map(user => user.name).join(', '));

const {id} = await createUser({subject: 'corp\\nnew', name: 'Nora New', roles: ['Developer', 'SharedSpaceCreator']});
const nora = await getUser(id);
console.log(nora.name, nora.roles.join(' & '), nora.created === nora.lastUpdated);

await updateUser(id, [
	{op: 'set', path: '/preferredLocale', value: 'fr'},
	{op: 'replace', path: '/roles', value: ['DataAdmin']},
]);
console.log((await getUser(id)).roles);

const byName = await listUsers({sortBy: 'name', sortOrder: 'desc', limit: 2});
console.log(byName.map(user => user.name), stats.calls);
