import { z } from "zod";
import { type ApiKey, apiKey, type KeysQuery, page, type Stamps, type User, user, webIntegration } from "./schemas";

async function list<T extends z.ZodTypeAny>(path: string, item: T, query: KeysQuery | { filter?: string; sort?: string; limit?: number }): Promise<z.infer<T>[]> {
  const url = new URL(`/api/v1/${path}`, process.env.QLIK_TENANT_URL);
  Object.entries(query).forEach(([key, value]) => url.searchParams.set(key, String(value)));
  const response = await fetch(url, { headers: { Authorization: `Bearer ${process.env.QLIK_API_KEY}` } });
  return page(item).parse(await response.json()).data;
}

const oldest: KeysQuery = { status: "active", sort: "created", limit: 2 };
const keys: ApiKey[] = await list("api-keys", apiKey, oldest);
const rest: ApiKey[] = await list("api-keys", apiKey, { ...oldest, startingAfter: keys[1]?.id });

const owners: User[] = await list("users", user, { sort: "name", limit: 100 });
for (const key of [...keys, ...rest]) {
  const owner = owners.find((candidate) => candidate.id === key.createdByUser);
  console.log(key.description, key.created.slice(0, 7), owner?.name, owner?.createdAt.slice(0, 4), owner?.assignedRoles.map((role) => role.name).join("+"));
}

const changed = ({ created, lastUpdated }: Stamps): boolean => lastUpdated.slice(0, 4) > created.slice(0, 4);
const integrations = await list("web-integrations", webIntegration, { tenantId: process.env.QLIK_TENANT_ID });
console.log(integrations.filter(changed).map((integration) => integration.name).join(", "));
