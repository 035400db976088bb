import request from "superagent";

const agent = request.agent().set("Authorization", `Bearer ${process.env.QLIK_API_KEY}`);
const url = (path: string) => `${process.env.QLIK_TENANT_URL}/api/v1/${path}`;

export async function roleNames(): Promise<string[]> {
  const { body } = await agent.get(url("users/metadata"));
  return (body as Qlik.Metadata).valid_roles;
}

export async function holders(role: string): Promise<Qlik.User[]> {
  const { body } = await agent.get(url("users")).query({ role, limit: 100 });
  return (body as Qlik.List<Qlik.User>).data;
}

export async function integrations(): Promise<Qlik.WebIntegration[]> {
  const { body } = await agent.get(url("web-integrations")).query({ sort: "created", limit: 10 });
  return (body as Qlik.List<Qlik.WebIntegration>).data;
}
