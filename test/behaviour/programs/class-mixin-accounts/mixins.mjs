export const WithAccounts = (Base) =>
  class extends Base {
    accounts(order = 'asc') {
      return this.all('users', { limit: '30', sortBy: 'name', sortOrder: order });
    }

    async administrators() {
      return (await this.accounts()).filter((account) => account.roles.includes('TenantAdmin'));
    }
  };

export const WithSites = (Base) =>
  class extends Base {
    sites() {
      return this.all('web-integrations', { limit: '10' });
    }
  };
