import cursorParams from '../../rules/cursor-params.md';
import legacyFilters from '../../rules/legacy-filters.md';
import patchOps from '../../rules/patch-ops.md';
import sortParams from '../../rules/sort-params.md';
import tenantIdParam from '../../rules/tenant-id-param.md';
import userRoles from '../../rules/user-roles.md';
import userTimestamps from '../../rules/user-timestamps.md';
import usersMetadata from '../../rules/users-metadata.md';

/** The page of each rule, in the changelog's order; embedded when the command is built. */
export const ruleDocs: Readonly<Record<string, string>> = {
  'users-metadata': usersMetadata,
  'user-roles': userRoles,
  'user-timestamps': userTimestamps,
  'patch-ops': patchOps,
  'sort-params': sortParams,
  'cursor-params': cursorParams,
  'tenant-id-param': tenantIdParam,
  'legacy-filters': legacyFilters,
};
