import createClient from "openapi-fetch";
import type { components, paths } from "./paths";

type ApiKey = components["schemas"]["ApiKey"];
type Member = components["schemas"]["Member"];

const client = createClient<paths>({ baseUrl: `${process.env.QLIK_TENANT_URL}/api/v1`, headers: { Authorization: `Bearer ${process.env.QLIK_API_KEY}` } });

const { data: first } = await client.GET("/api-keys", { params: { query: { status: "active", sort: "created", limit: 2 } } });
const keys: ApiKey[] = first?.data ?? [];
const { data: rest } = await client.GET("/api-keys", { params: { query: { status: "active", sort: "created", startingAfter: keys.at(-1)?.id, limit: 2 } } });
console.log([...keys, ...(rest?.data ?? [])].map((key) => `${key.description} ${key.created.slice(0, 7)}`).join(", "));

const { data: integrations } = await client.GET("/web-integrations", { params: { query: { tenantId: process.env.QLIK_TENANT_ID } } });
console.log(integrations?.data.map((one) => `${one.name} ${one.lastUpdated.slice(0, 4)}`).join(", "));

const { data: users } = await client.GET("/users", { params: { query: { limit: 3, sort: "-name", filter: 'status eq "active"' } } });
const members: Member[] = (users?.data ?? []).map((user) => ({ roles: user.assignedRoles?.map((role) => role.name) ?? [], created: user.createdAt ?? "" }));
console.log(members.map((member) => `${member.roles.length} ${member.created.slice(0, 4)}`).join(", "));
