import type { User } from '@acme/tenant-client';

export const yearOf = (user: User) => new Date(user.created).getUTCFullYear();
