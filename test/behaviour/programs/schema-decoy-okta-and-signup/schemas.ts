import { z } from 'zod';

/** A user of Okta, as `GET /api/v1/users` there gives it. */
export const oktaUser = z.object({ id: z.string(), status: z.string(), created: z.string(), lastUpdated: z.string(), profile: z.object({ login: z.string() }) });
export const oktaUsers = z.array(oktaUser);

/** Our own sign-up form. */
export const signup = z.object({ email: z.string(), roles: z.array(z.string()).nonempty(), created: z.coerce.date() });
export const short = signup.pick({ email: true, roles: true });

/** A user of Qlik Cloud. */
export const qlikUser = z.object({ name: z.string(), email: z.string(), assignedRoles: z.array(z.object({ name: z.string() })).default([]), createdAt: z.string() });

export type OktaUser = z.infer<typeof oktaUser>;
export type Signup = z.infer<typeof signup>;
