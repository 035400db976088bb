import { z } from 'zod';

/** Both carry them, at this moment. */
const stamps = { created: z.string(), lastUpdated: z.string() };

const apiKey = z.object({ description: z.string(), ...stamps });
const user = z.object({ name: z.string(), ...stamps });

async function list<T extends z.ZodTypeAny>(path: string, item: T): Promise<z.infer<T>[]> {
  const response = await fetch(`${process.env.QLIK_TENANT_URL}/api/v1/${path}`, { headers: { Authorization: `Bearer ${process.env.QLIK_API_KEY}` } });
  return z.object({ data: z.array(item) }).parse(await response.json()).data;
}

const keys = await list('api-keys?limit=3', apiKey);
console.log(keys.map((key) => `${key.description} ${key.created.slice(0, 4)} ${key.lastUpdated.slice(0, 4)}`).join(', '));

const users = await list('users?limit=3', user);
console.log(users.map((one) => `${one.name} ${one.created.slice(0, 4)} ${one.lastUpdated.slice(0, 4)}`).join(', '));
