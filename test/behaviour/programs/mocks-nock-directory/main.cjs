const { find, invite, list, rename } = require('./directory.cjs');

async function main() {
  await require('./directory.nock.cjs')();
  await require('./directory.adapter.cjs')();
  console.log(await list('disabled'));
  const user = await find('corp\\jsmith');
  console.log(user.name);
  await rename(user.id, 'Jack Smith');
  console.log(await invite('corp\\zoe', ['Developer']));
}

main();
