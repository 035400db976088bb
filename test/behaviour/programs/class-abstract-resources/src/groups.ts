import { Resource } from './resource';

interface RawGroup {
  name: string;
  createdAt: string;
}

export class Groups extends Resource<RawGroup> {
  protected get path(): string {
    return '/groups';
  }

  describe(raw: RawGroup): string {
    return `${raw.name} (${raw.createdAt.slice(0, 4)})`;
  }
}

/** Web integrations keep the old words. */
export class Integrations extends Resource<{ name: string; created: string }> {
  protected readonly path = '/web-integrations';

  describe(raw: { name: string; created: string }): string {
    return `${raw.name} of ${raw.created.slice(0, 4)}`;
  }
}
