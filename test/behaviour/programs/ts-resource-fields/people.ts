import { Resource } from './resource';

export interface Person {
  readonly id: string;
  readonly name: string;
  readonly roles: readonly string[];
  readonly created: string;
}

interface PersonQuery {
  limit?: number;
  status?: string;
  sortBy?: 'name' | 'email';
}

export class People extends Resource<Person, PersonQuery> {
  protected readonly path = 'users';

  disabled = (): Promise<readonly Person[]> => this.find({ status: 'disabled', sortBy: 'name', limit: 100 });
}
