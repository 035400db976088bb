const { getUser, getUsers, getKeys } = require("./qlik");

const rolesByUser = {};

async function ownerOf(key) {
  const owner = await getUser(key.createdByUser);
  rolesByUser[owner.name] = owner.roles;
  return owner;
}

async function main() {
  for (const key of await getKeys("active")) {
    const owner = await ownerOf(key);
    const isRecent = key.lastUpdated > owner.lastUpdated;
    console.log(`${key.description} (${key.created.slice(0, 10)}): ${owner.name}, here since ${owner.created.slice(0, 10)}${isRecent ? "" : " (!)"}`);
  }

  for (const name of Object.keys(rolesByUser).sort()) console.log(name, "->", rolesByUser[name].join(", "));

  const again = await ownerOf((await getKeys("active"))[0]);
  const users = await getUsers();
  const colleagues = users.filter((user) => user.id !== again.id && user.roles.some((role) => again.roles.includes(role)));
  console.log(colleagues.length, "share a role with", again.name);
}

main();
