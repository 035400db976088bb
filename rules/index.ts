import type { AnyRule } from '../src/rule.ts';
import cursorParams from './cursor-params.ts';
import legacyFilters from './legacy-filters.ts';
import patchOps from './patch-ops.ts';
import sortParams from './sort-params.ts';
import tenantIdParam from './tenant-id-param.ts';
import userRoles from './user-roles.ts';
import userTimestamps from './user-timestamps.ts';
import usersMetadata from './users-metadata.ts';

/** The eight rules, in the changelog's order. */
export const rules: readonly AnyRule[] = [usersMetadata, userRoles, userTimestamps, patchOps, sortParams, cursorParams, tenantIdParam, legacyFilters];
