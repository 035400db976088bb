export interface OktaUser {
  id: string;
  status: 'ACTIVE' | 'SUSPENDED';
  roles: string[];
  created: string;
  lastUpdated: string;
  profile: { login: string; displayName: string };
}

export class OktaDirectory {
  private cache = new Map<string, OktaUser>();

  constructor(private readonly orgUrl = 'https://dev-1.okta.com') {}

  async load(): Promise<this> {
    const query = new URLSearchParams({ limit: '25', sortBy: 'created', sortOrder: 'asc' });
    const response = await fetch(`${this.orgUrl}/api/v1/users?${query}`, { headers: { Authorization: `SSWS ${process.env.OKTA_TOKEN}` } });
    for (const user of (await response.json()) as OktaUser[]) this.cache.set(user.profile.login, user);
    return this;
  }

  find(login: string): OktaUser | undefined {
    return this.cache.get(login);
  }

  get all(): OktaUser[] {
    return [...this.cache.values()];
  }
}
