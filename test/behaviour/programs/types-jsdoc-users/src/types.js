/**
 * @typedef {Object} User A person of the tenant.
 * @property {string} id
 * @property {string} name
 * @property {string[]} [roles] names of roles
 * @property {string} created
 */

/** @typedef {{ data: User[], links: { next?: { href: string } } }} UsersPage */

/**
 * @typedef {{
 *   limit?: number,
 *   sortBy?: string,
 *   sortOrder?: 'asc' | 'desc',
 *   startingAfter?: string,
 * }} UsersQuery
 */

export {};
