import { connect, type NewUser, type User } from "./client";

const qlik = connect();

async function find(email: string): Promise<User | undefined> {
    const { data, error } = await qlik.GET("/users", { params: { query: { email, status: "active" } } });
    if (error) throw new Error("refused");
    return data?.data[0];
}

const { data: page } = await qlik.GET("/users", { params: { query: { sortBy: "name", sortOrder: "desc", limit: 3, tenantId: process.env.QLIK_TENANT_ID } } });
for (const user of page?.data ?? []) console.log(user.name, user.roles?.join(), user.created?.slice(0, 10), user.lastUpdated?.slice(0, 4));

const grace = await find("grace@corp.example");
console.log(grace?.name, grace?.roles?.includes("TenantAdmin"));

const newcomer: NewUser = { subject: "corp\\nadia", name: "Nadia Haddad", email: "nadia@corp.example", status: "active", roles: ["Developer", "DataAdmin"] };
const { data: made } = await qlik.POST("/users", { body: newcomer });
console.log(made?.name, made?.roles?.length);

const { data: count } = await qlik.GET("/users/actions/count", { params: { query: { tenantId: process.env.QLIK_TENANT_ID } } });
console.log(count?.total);

const { data: integrations } = await qlik.GET("/web-integrations", { params: { query: { limit: 2, tenantId: process.env.QLIK_TENANT_ID } } });
console.log(integrations?.data.map((one) => `${one.name} ${one.created.slice(0, 4)}`).join());
