import { z } from 'zod';

/** A small client: every answer is held against a schema. */
export class Api {
  readonly #base: string;
  constructor(base: string | undefined) {
    this.#base = `${base}/api/v1`;
  }

  async get<S extends z.ZodTypeAny>(path: string, schema: S): Promise<z.output<S>> {
    const response = await fetch(`${this.#base}${path}`, { headers: { Authorization: `Bearer ${process.env.QLIK_API_KEY}` } });
    const result = schema.safeParse(await response.json());
    if (!result.success) throw new Error(`${path}: ${result.error.issues[0]?.message}`);
    return result.data;
  }

  list<S extends z.ZodTypeAny>(path: string, item: S): Promise<{ data: z.output<S>[] }> {
    return this.get(path, z.object({ data: z.array(item) })) as Promise<{ data: z.output<S>[] }>;
  }
}
