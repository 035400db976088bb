import { buildSchema, graphql } from 'graphql';

const schema = buildSchema(`
  type User {
    name: String
    created: String
    roles: [String]
  }
  type Query {
    users: [User]
  }
`);

const users = async () => {
  const answer = await fetch(`${process.env.QLIK_TENANT_URL}/api/v1/users?limit=3`, { headers: { Authorization: `Bearer ${process.env.QLIK_API_KEY}` } });
  return (await answer.json()).data;
};

const { data } = await graphql({ schema, source: '{ users { name created roles } }', rootValue: { users } });
for (const row of data.users) console.log(row.name, row.created.slice(0, 10), [...row.roles].sort().join());
