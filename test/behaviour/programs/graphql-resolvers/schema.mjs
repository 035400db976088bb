import { buildSchema } from 'graphql';

export const schema = buildSchema(`
  type Person {
    name: String
    created: String
    lastUpdated: String
    roles: [String]
  }
  type Query {
    people(first: Int): [Person]
    newest: Person
  }
`);

const load = async (query) => {
  const answer = await fetch(`${process.env.QLIK_TENANT_URL}/api/v1/users?${query}`, { headers: { Authorization: `Bearer ${process.env.QLIK_API_KEY}` } });
  return (await answer.json()).data;
};

const toPerson = (user) => ({
  name: user.name,
  created: user.created.slice(0, 10),
  lastUpdated: user.lastUpdated.slice(0, 10),
  roles: () => [...user.roles].sort(),
});

export const rootValue = {
  people: async ({ first }) => (await load(`sortBy=name&sortOrder=desc&limit=${first}`)).map(toPerson),
  newest: async () => {
    const users = await load('limit=100');
    return toPerson(users.reduce((a, b) => (a.created > b.created ? a : b)));
  },
};
