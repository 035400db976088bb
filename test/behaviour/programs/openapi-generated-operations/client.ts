import createClient, { type Middleware } from "openapi-fetch";
import type { components, paths } from "./schema";

export type User = components["schemas"]["User"];
export type NewUser = components["schemas"]["UserPost"];

const authorize: Middleware = {
    onRequest({ request }) {
        request.headers.set("Authorization", `Bearer ${process.env.QLIK_API_KEY}`);
        return request;
    },
};

export function connect() {
    const client = createClient<paths>({ baseUrl: `${process.env.QLIK_TENANT_URL}/api/v1/` });
    client.use(authorize);
    return client;
}
