import Qlik, { AuthType } from '@qlik/sdk';

const qlik = new Qlik({ authType: AuthType.APIKey, host: process.env.QLIK_TENANT_HOST, apiKey: process.env.QLIK_API_KEY });

for (const integration of await qlik.webIntegrations.getWebIntegrations({ limit: 10 })) console.log(integration.created, integration.lastUpdated);
for (const key of await qlik.apiKeys.getApiKeys({ status: 'active' })) console.log(key.created);
const answer = await qlik.rest('/licenses/assignments?limit=3');
console.log((await answer.json()).data.map((assignment) => `${assignment.subject} ${assignment.created}`));
const spaces = await (await qlik.auth.rest('/spaces')).json();
for (const { id } of spaces.data) {
  const { data } = await (await qlik.rest(`/spaces/${id}/assignments`)).json();
  console.log(data.map((assignment) => assignment.roles.includes('producer')));
}
