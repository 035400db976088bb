const { brief, people, user } = require('./schemas');

const headers = { Authorization: `Bearer ${process.env.QLIK_API_KEY}` };

async function load(query) {
  const response = await fetch(`${process.env.QLIK_TENANT_URL}/api/v1/users?${query}`, { headers });
  return (await response.json()).data;
}

load('limit=40')
  .then((data) => people.validate(data))
  .then(async (list) => {
    console.log(list.map((one) => `${one.name}: ${one.roles.length}`).join(', '));
    console.log(list.filter((one) => user.isValidSync(one) && one.lastUpdated.slice(0, 4) === one.created.slice(0, 4)).length);
    const few = (await load('limit=4&email=grace@corp.example')).map((one) => brief.cast(one, { stripUnknown: true }));
    console.log(few.map((one) => Object.keys(one).length + one.created.slice(0, 10)).join());
  });
