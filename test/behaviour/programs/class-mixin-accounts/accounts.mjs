import { Http } from './http.mjs';
import { WithAccounts, WithSites } from './mixins.mjs';

class Tenant extends WithSites(WithAccounts(Http)) {
  async newest() {
    const accounts = await this.accounts('desc');
    return accounts.reduce((best, one) => (one.created > best.created ? one : best));
  }
}

const tenant = Tenant.fromEnvironment();
console.log((await tenant.administrators()).map(({ name, lastUpdated }) => `${name} ${lastUpdated.slice(0, 10)}`).join(', '));
const { name, created } = await tenant.newest();
console.log(name, created);
for (const site of await tenant.sites()) console.log(site.name, site.created.slice(0, 7), site.roles ?? 'no roles');
