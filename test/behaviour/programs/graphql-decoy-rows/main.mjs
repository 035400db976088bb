import { buildSchema, graphql } from 'graphql';

const schema = buildSchema(`
  type Integration { name: String created: String lastUpdated: String }
  type Person { name: String created: String roles: [String] }
  type Query { integrations: [Integration] people: [Person] }
`);

const load = async (path) => (await (await fetch(`${process.env.QLIK_TENANT_URL}/api/v1/${path}`, { headers: { Authorization: `Bearer ${process.env.QLIK_API_KEY}` } })).json()).data;
const rootValue = {
  integrations: () => load('web-integrations'),
  people: async () => (await load('users?limit=3')).map((user) => ({ name: user.name, created: user.createdAt, roles: user.assignedRoles.map((role) => role.name).sort() })),
};
const { data } = await graphql({ schema, source: '{ integrations { name created } people { name created roles } }', rootValue });
console.log(data.integrations.map((one) => `${one.name} ${one.created}`).join(', '));
console.log(data.people.map((one) => `${one.name} ${one.created.slice(0, 10)} ${one.roles.join('+')}`).join(', '));
