import _ from 'lodash';

const headers = { Authorization: `Bearer ${process.env.QLIK_API_KEY}` };
const load = async (path) => (await (await fetch(`${process.env.QLIK_TENANT_URL}/api/v1/${path}`, { headers })).json()).data;

const integrations = await load('web-integrations');
console.log(_(integrations).sortBy('created').map('name').value().join(', '), _.maxBy(integrations, 'lastUpdated').name);

const users = await load('users?limit=100');
const teams = _.map(_.groupBy(users, (user) => user.name[0]), (group, letter) => ({
  letter,
  roles: _.uniq(_.flatMap(group, (user) => _.map(user.assignedRoles, 'name'))).sort(),
  created: _.min(_.map(group, 'createdAt')),
}));
for (const team of _.orderBy(teams, ['created'])) console.log(team.letter, _.get(team, 'roles[0]', '-'), team.created.slice(0, 10));
console.log(_.sumBy(teams, 'roles.length'), _.find(teams, { roles: ['TenantAdmin'] })?.letter);
