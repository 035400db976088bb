import { cloudUsers } from './cloud.mjs';
import { repositoryUsers, rootAdmins } from './windows.mjs';

export const isCloud = (process.env.QLIK_DEPLOYMENT ?? 'cloud') === 'cloud';

export function people() {
  return isCloud ? cloudUsers() : repositoryUsers();
}

export async function admins() {
  if (!isCloud) return rootAdmins(await repositoryUsers());
  const users = await cloudUsers();
  return users.filter((user) => user.roles.includes('TenantAdmin'));
}

/** Of either kind of user. */
export const since = (user) => new Date(user.created ?? user.createdDate).toISOString();
export const rolesOf = (user) => user.roles ?? [];
