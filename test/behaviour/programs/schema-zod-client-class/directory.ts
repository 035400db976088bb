import { z } from 'zod';

export const stamps = z.object({ created: z.string(), lastUpdated: z.string() });

export const person = z
  .object({
    id: z.string(),
    name: z.string(),
    email: z.string().nullish(),
    roles: z.array(z.enum(['TenantAdmin', 'AnalyticsAdmin', 'DataAdmin', 'Developer', 'SharedSpaceCreator', 'ManagedSpaceCreator', 'DataSpaceCreator', 'Report Author'])).default([]),
  })
  .merge(stamps);

export const userSchema = person.superRefine((user, context) => {
  if (user.lastUpdated < user.created) context.addIssue({ code: 'custom', message: 'changed before it was made' });
});

export type DirectoryUser = z.infer<typeof userSchema>;

export const summary = person
  .partial({ roles: true })
  .required({ created: true })
  .transform(({ name, roles, created }) => ({ name, since: created.slice(0, 4), admin: roles?.some((role) => role.endsWith('Admin')) ?? false }));
export type Summary = z.output<typeof summary>;
