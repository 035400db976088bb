import ky, { HTTPError } from "ky";

const api = ky.create({
  prefixUrl: `https://${process.env.QLIK_TENANT_HOST}/api/v1`,
  hooks: {
    beforeRequest: [(request) => request.headers.set("Authorization", `Bearer ${process.env.QLIK_API_KEY}`)],
  },
});

/** Invitations nobody has answered, the oldest first. */
async function pending() {
  const searchParams = new URLSearchParams({ status: "invited" });
  searchParams.set("limit", "100");
  searchParams.append("sortBy", "name");
  const { data: invited } = await api.get("users", { searchParams }).json();
  return invited.toSorted((a, b) => Date.parse(a.created) - Date.parse(b.created));
}

async function invite(newcomer) {
  try {
    const user = await api.post("users", { json: newcomer }).json();
    console.log("invited", user.name, user.roles);
  } catch (error) {
    if (!(error instanceof HTTPError)) throw error;
    console.log("refused", newcomer.name, error.response.status);
  }
}

await invite({ name: "Greta Holt", email: "greta@corp.example", subject: "corp\\gholt", status: "invited", roles: ["Developer"] });
await invite({ name: "Lars again", email: "lars@nordic.example", subject: "nordic\\lars", status: "invited", roles: [] });

for (const user of await pending()) {
  const month = user.created.slice(0, 7);
  console.log(month, user.name, user.roles.length === 0 ? "no roles" : user.roles[0]);
}
