import createClient from "openapi-fetch";
import type { paths, User, UsersQuery } from "./paths";

const qlik = createClient<paths>({
  baseUrl: `${process.env.QLIK_TENANT_URL}/api/v1`,
  headers: { Authorization: `Bearer ${process.env.QLIK_API_KEY}` },
});

const cursorOf = (href: string): string | undefined => new URL(href).searchParams.get("startingAfter") ?? undefined;

async function listUsers(query: UsersQuery): Promise<User[]> {
  const users: User[] = [];
  let startingAfter: string | undefined;
  do {
    const { data } = await qlik.GET("/users", { params: { query: { ...query, startingAfter } } });
    if (!data) throw new Error("no answer");
    users.push(...data.data);
    startingAfter = data.links.next && cursorOf(data.links.next.href);
  } while (startingAfter);
  return users;
}

const backwards = await listUsers({ limit: 7, sortOrder: "desc" });
const { data: count } = await qlik.GET("/users/actions/count", { params: { query: { tenantId: process.env.QLIK_TENANT_ID } } });
console.log(backwards[0]?.name, backwards.length, count?.total);
console.log(backwards.filter((user) => user.created?.startsWith("2022")).map((user) => user.name).join(", "));

const developers = await listUsers({ role: "Developer", limit: 50 });
console.log(developers.map((user) => `${user.name} ${user.roles?.length}`).join(", "));

const { data: keys } = await qlik.GET("/api-keys", { params: { query: { status: "active", limit: 3 } } });
console.log(keys?.data.map((key) => `${key.description} ${key.created.slice(0, 7)}`).join(", "));
