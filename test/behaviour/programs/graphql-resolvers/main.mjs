import { graphql } from 'graphql';
import { rootValue, schema } from './schema.mjs';

const source = '{ people(first: 5) { name created roles } newest { name lastUpdated } }';
const { data, errors } = await graphql({ schema, source, rootValue });
if (errors) throw errors[0];
for (const person of data.people) console.log(person.name, person.created, person.roles.join('/'));
console.log(data.newest.name, data.newest.lastUpdated);
