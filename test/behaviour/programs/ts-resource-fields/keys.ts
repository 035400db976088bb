import { Resource } from './resource';

export interface Key {
  readonly description: string;
  readonly created: string;
  readonly createdByUser: string;
}

export class Keys extends Resource<Key, { status?: string; sort?: string }> {
  protected readonly path = 'api-keys';
}
