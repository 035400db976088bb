import _ from 'lodash';
import fp from 'lodash/fp.js';
import { listUsers } from './directory.mjs';

const users = await listUsers();
const byId = _.keyBy(users, 'id');
const created = _.mapValues(byId, 'created');

const [admins, others] = _.partition(users, (user) => user.roles.includes('TenantAdmin'));
console.log(_.map(admins, 'name').sort().join(', '), others.length);

const newest = _.flow([(list) => _.orderBy(list, ['created', 'name'], ['desc', 'asc']), _.head]);
console.log('newest', newest(users).name, created[newest(users).id]);

const oldestNames = fp.flow(fp.sortBy(['lastUpdated', 'name']), fp.take(3), fp.map('name'));
console.log('idle', oldestNames(users).join(', '));

const sameDay = _.filter(users, { created: newest(users).created });
console.log('same day', sameDay.length, _.some(users, ['lastUpdated', 'never']));

const years = _.countBy(users, (user) => user.created.slice(0, 4));
console.log(_.toPairs(years).sort().join(' '));

_(users)
  .filter((user) => _.size(user.roles) > 2)
  .sortBy('name')
  .each((user) => console.log(user.name, _.get(user, ['roles', 0]), _.get(user, 'lastUpdated', '-').slice(0, 10)));

console.log(_.uniq(_.flatMap(users, 'roles')).sort().join(', '));
const card = _.pick(newest(users), ['name', 'created']);
console.log(card.name, card.created.slice(0, 10), _.has(newest(users), 'roles'));
