import type { Connection, Page } from './connection';

export abstract class Resource<Raw extends { name: string }> {
  static readonly pageSize: number = 50;

  constructor(protected readonly connection: Connection) {}

  protected abstract get path(): string;
  abstract describe(raw: Raw): string;

  async list(query: Record<string, string | number> = {}): Promise<Raw[]> {
    const page = await this.connection.read<Page<Raw>>(this.path, { limit: Resource.pageSize, ...query });
    return page.data;
  }

  async lines(query: Record<string, string | number> = {}): Promise<string[]> {
    const found = await this.list(query);
    return found.map((one) => this.describe(one));
  }
}
