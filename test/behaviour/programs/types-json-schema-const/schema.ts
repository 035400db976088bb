export type Schema =
  | { readonly type: 'string'; readonly format?: 'date-time' }
  | { readonly type: 'array'; readonly items: Schema }
  | { readonly type: 'object'; readonly required: readonly string[]; readonly properties: Readonly<Record<string, Schema>> };

export const userSchema = {
  type: 'object',
  required: ['id', 'name', 'created', 'lastUpdated'],
  properties: {
    id: { type: 'string' },
    name: { type: 'string' },
    roles: { type: 'array', items: { type: 'string' } },
    created: { type: 'string', format: 'date-time' },
    lastUpdated: { type: 'string', format: 'date-time' },
  },
} as const satisfies Schema;

export const webIntegrationSchema = {
  type: 'object',
  required: ['id', 'created', 'lastUpdated', 'tenantId'],
  properties: { name: { type: 'string' }, created: { type: 'string', format: 'date-time' } },
} as const satisfies Schema;

/** The places where a value differs from its schema. */
export function faults(schema: Schema, value: unknown, at = ''): string[] {
  if (schema.type === 'array') return Array.isArray(value) ? value.flatMap((item, index) => faults(schema.items, item, `${at}/${index}`)) : [at];
  if (schema.type === 'string') return typeof value === 'string' && (!schema.format || !Number.isNaN(Date.parse(value))) ? [] : [at];
  if (typeof value !== 'object' || value === null) return [at];
  const missing = schema.required.filter((name) => !(name in value)).map((name) => `${at}/${name}`);
  return [...missing, ...Object.entries(value).flatMap(([name, part]) => (schema.properties[name] ? faults(schema.properties[name], part, `${at}/${name}`) : []))];
}
