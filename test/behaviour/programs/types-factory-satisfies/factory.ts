import type { User } from "./access";

let count = 0;

export function makeUser(overrides: Partial<User> = {}): User {
  count += 1;
  return {
    id: `user-${count}`,
    name: `User ${count}`,
    status: "active",
    roles: [],
    created: "2021-01-01T00:00:00.000Z",
    ...overrides,
  };
}

export const withRoles = (...roles: string[]): User => makeUser({ roles });

export const cast = {
  boss: { id: "b", name: "Boss", status: "active", roles: ["TenantAdmin"], created: "2019-05-01T08:00:00.000Z" },
  intern: { id: "i", name: "Intern", status: "invited", roles: ["ManagedSpaceCreator"], created: "2022-05-01T08:00:00.000Z" },
} satisfies Record<string, User>;
