import { apiKeys, auth, licenses, spaces, tenants, webIntegrations } from '@qlik/api';
import type { Assignment } from '@qlik/api/spaces';

auth.setDefaultHostConfig({ authType: 'apikey', host: process.env.QLIK_TENANT_HOST ?? '', apiKey: process.env.QLIK_API_KEY ?? '' });

const label = (assignment: Assignment) => `${assignment.type} ${assignment.roles?.join('+')}`;

const integrations = await webIntegrations.getWebIntegrations({ limit: 10 });
console.log(integrations.data.data?.map((integration) => integration.created));
const keys = await apiKeys.getApiKeys({ status: 'active' });
console.log(keys.data.data?.map((key) => `${key.created} ${key.lastUpdated}`));
const { data: found } = await spaces.getSpaces({});
for (const space of found.data ?? []) {
  const { data: assignments } = await spaces.getSpaceAssignments(space.id ?? '', {});
  console.log(space.name, assignments.data?.map(label));
}
console.log((await licenses.getLicenseAssignments({})).data.data?.map((assignment) => assignment.created).length);
console.log((await tenants.getMyTenant()).data.created);
