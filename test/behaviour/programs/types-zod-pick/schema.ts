import { z } from 'zod'

export const user = z.object({
  id: z.string(),
  name: z.string().min(1),
  email: z.string(),
  roles: z.string().array().optional(),
  created: z.string().datetime(),
  lastUpdated: z.string().datetime(),
})

export const listOf = <T extends z.ZodTypeAny>(item: T) => z.object({ data: z.array(item) })

export const card = user.pick({ name: true, roles: true, created: true })
export const contact = user.omit({ roles: true, created: true, lastUpdated: true }).extend({ phone: z.string().default('none') })

/** Our own form: who wants to be let in, and as what. */
export const application = z.object({
  email: z.string(),
  roles: z.string().array().min(1),
  created: z.string().regex(/^\d{4}-\d\d-\d\d$/),
})

export type User = z.infer<typeof user>
export type Card = z.infer<typeof card>
export type Application = z.infer<typeof application>
export type Created = User['created']
