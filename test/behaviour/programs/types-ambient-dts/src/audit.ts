import { holders, integrations, roleNames } from "./api";

const since = ({ created }: Qlik.WebIntegration): string => created.slice(0, 7);
const onlyRole = (user: Qlik.User): boolean => user.roles.length === 1;

for (const name of await roleNames()) {
  const people = await holders(name);
  const solo = people.filter(onlyRole).map((user) => user.name);
  console.log(`${name}: ${people.length}${solo.length > 0 ? `, nothing else: ${solo.join(", ")}` : ""}`);
}

const admins = await holders("TenantAdmin");
console.log(admins.map((user) => `${user.name} ${user.created.slice(0, 10)}`).join("\n"));

for (const integration of await integrations()) {
  console.log(integration.name, since(integration), integration.lastUpdated.slice(0, 7));
}
