import Ajv from 'ajv';

/** What our own route answers: names of roles, as our front end wants them. */
const personSchema = {
  type: 'object',
  required: ['name', 'roles', 'created'],
  properties: { name: { type: 'string' }, roles: { type: 'array', items: { type: 'string' } }, created: { type: 'string' } },
};
export const route = { method: 'GET', url: '/people', schema: { response: { 200: { type: 'array', items: personSchema } } } };

const isPerson = new Ajv().compile(personSchema);

async function qlikUsers() {
  const response = await fetch(`${process.env.QLIK_TENANT_URL}/api/v1/users?limit=4&sort=name`, { headers: { Authorization: `Bearer ${process.env.QLIK_API_KEY}` } });
  return (await response.json()).data;
}

const people = (await qlikUsers()).map((user) => ({ name: user.name, roles: user.assignedRoles.map((role) => role.name), created: user.createdAt }));
console.log(people.every((person) => isPerson(person)), people.map((person) => `${person.name} ${person.roles.length} ${person.created.slice(0, 4)}`).join(', '));
console.log(Object.keys(route.schema.response['200'].items.properties).join());
