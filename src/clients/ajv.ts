import { argument, type Check, type Client, type ClientUse, configured } from './client.ts';

/** Validators of JSON schemas, which are plain objects: `new Ajv().compile(schema)`, `ajv.validate(schema, value)`. They give no value. */
export const ajv: Client = {
  id: 'ajv',
  packages: ['ajv', 'ajv/dist/2019', 'ajv/dist/2020', 'ajv/dist/2019.js', 'ajv/dist/2020.js', 'ajv/dist/jtd', 'is-my-json-valid', '@exodus/schemasafe', 'djv', 'schemasafe', '@cfworker/json-schema'],
  schemas: { object: '', checks: /^(?:validate|validateAsync)$/, inferred: /^$/, anything: /^$/, defaults: /^$/ },
  call: (use) => (use.call.type === 'NewExpression' || /^(?:compile|compileAsync|validator|parser|default|getSchema|addSchema|removeSchema)$/.test(use.path.at(-1) ?? 'default') ? configured(use) : undefined),
  checks(use) {
    const [first, second] = use.args;
    if (use.path.at(-1) === 'validate' && first && second) return check(use, use.trace.evaluate(first, use.frame), 1);
    const maker = use.made.findLast(({ node }) => node['arguments']?.length > 0);
    const [schema] = (maker?.node['arguments'] ?? []) as ClientUse['args'];
    return maker && schema && first ? check(use, use.trace.evaluate(schema, maker.frame), 0) : undefined;
  },
};

function check(use: ClientUse, schema: Check['schema'], at: number): Check | undefined {
  const value = argument(use, at);
  return value && { schema, value };
}
