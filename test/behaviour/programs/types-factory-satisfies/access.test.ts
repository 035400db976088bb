import assert from "node:assert/strict";
import { canPublish, fetchUsers, veterans } from "./access";
import { cast, makeUser, withRoles } from "./factory";

const tests: Record<string, () => void | Promise<void>> = {
  "admins and creators may publish"() {
    assert.equal(canPublish(cast.boss), true);
    assert.equal(canPublish(withRoles("Developer", "ManagedSpaceCreator")), true);
    assert.equal(canPublish(withRoles("Developer")), false);
    assert.equal(canPublish(cast.intern), false);
  },
  "nobody may publish without roles"() {
    assert.equal(canPublish(makeUser()), false);
  },
  "veterans came first"() {
    const users = [cast.boss, makeUser({ name: "Old", created: "2018-02-03T00:00:00.000Z" }), cast.intern];
    assert.deepEqual(veterans(users, "2020-01-01").map((user) => user.name), ["Boss", "Old"]);
  },
  async "the tenant agrees"() {
    const users = await fetchUsers();
    console.log(users.filter(canPublish).map((user) => user.name).join(", "));
    console.log(veterans(users, "2020-06").map((user) => user.name).join(", "));
  },
};

for (const [title, test] of Object.entries(tests)) {
  await test();
  console.log("ok -", title);
}
