import type Qlik from '@qlik/sdk';

export const roleNames = async (qlik: Qlik) => (await qlik.users.getMetadata()).valid_roles ?? [];

export class Directory {
  constructor(private readonly qlik: Qlik) {}

  async admins(): Promise<string[]> {
    const admins = await this.qlik.users.getUsers({ role: 'TenantAdmin', sortBy: 'name', sortOrder: 'desc', limit: 50 });
    return Array.from(admins, (user) => `${user.name} since ${user.created?.slice(0, 4)}`);
  }

  async count(tenantId: string) {
    return (await this.qlik.users.count({ tenantId })).total;
  }

  async promote(email: string, role: string) {
    const [user] = await this.qlik.users.getUsers({ email, status: 'disabled' });
    if (!user) return;
    await user.patch([{ op: 'replace', path: '/roles', value: [...(user.roles ?? []), role] }]);
    await user.patch([{ op: 'set', path: '/name', value: `${user.name} (promoted)` }]);
  }
}
