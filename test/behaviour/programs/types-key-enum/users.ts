import { get, list } from './http';
import type { User, UsersPage } from './model';

export const all = () => list<User>('/users');
export const page = (): Promise<UsersPage> => get('/users?limit=5');
export async function me() {
  return (await get('/users/me')) as User;
}
