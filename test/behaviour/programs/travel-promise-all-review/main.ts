import { api } from "./api";
import { quiet, review } from "./review";

async function main() {
  const [everyone, me, groups] = await Promise.all([api.users(), api.me(), api.groups()]);
  console.log(me.name, me.roles?.join("+"), everyone.length, groups.map((group) => `${group.name} ${group.createdAt.slice(0, 7)}`).join());

  const details = await Promise.all(quiet(everyone, "2022-03-01").map(({ id }) => api.user(id)));
  details.forEach((detail) => {
    const { who, problems } = review(detail, me);
    console.log(who, detail.created.slice(0, 10), problems.join("; ") || "fine");
  });

  const settled = await Promise.allSettled([...everyone.slice(0, 3).map((u) => u.id), "nobody"].map((id) => api.user(id)));
  const alive = settled.flatMap((result) => (result.status === "fulfilled" ? [result.value] : []));
  console.log(alive.map((person) => person.roles?.[0] ?? "-").join(), settled.length - alive.length, "failed");
}

main().catch((error) => {
  console.error(error);
  process.exit(1);
});
