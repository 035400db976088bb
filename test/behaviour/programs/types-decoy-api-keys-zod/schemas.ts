import { z } from "zod";

const stamps = { created: z.string().datetime(), lastUpdated: z.string().datetime(), tenantId: z.string() };

export const apiKey = z.object({ id: z.string(), description: z.string(), status: z.enum(["active", "expired", "revoked"]), createdByUser: z.string(), ...stamps });
export const webIntegration = z.object({ id: z.string(), name: z.string(), validOrigins: z.string().array(), ...stamps });
export const user = z.object({ id: z.string(), name: z.string(), status: z.string(), assignedRoles: z.object({ name: z.string() }).array().default([]), createdAt: z.string().datetime() });

export const page = <T extends z.ZodTypeAny>(item: T) => z.object({ data: item.array(), links: z.object({ next: z.object({ href: z.string() }).optional() }) });

export type ApiKey = z.infer<typeof apiKey>;
export type User = z.infer<typeof user>;
export type Stamps = Pick<z.infer<typeof webIntegration>, "created" | "lastUpdated">;

/** GET /api-keys and GET /web-integrations */
export interface KeysQuery {
  status?: ApiKey["status"];
  tenantId?: string;
  startingAfter?: string;
  sort?: "created" | "-created";
  limit?: number;
}
