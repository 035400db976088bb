import qlik from '@qlik/api';
import { offboard } from './offboard.mjs';

const api = qlik.createQlikApi({ hostConfig: { authType: 'apikey', host: process.env.QLIK_TENANT_HOST, apiKey: process.env.QLIK_API_KEY } });

const stale = await api.users.getUsers({ limit: 100, status: 'active,disabled', sortBy: 'name', sortOrder: 'desc' });
for (const user of stale.data.data) {
  if (user.lastUpdated < '2022-02') console.log(await offboard(api, user));
}

const { data: count } = await api.users.countUsers({ tenantId: process.env.QLIK_TENANT_ID });
console.log(count.total);
