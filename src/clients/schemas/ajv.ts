import type { Node } from '../../source/ast.ts';
import type { Value } from '../../trace/value.ts';
import { type Client, configured } from '../client.ts';

/** Validators of JSON schemas, which are plain objects: `new Ajv().compile(schema)`, `ajv.validate(schema, value)`. They give no value. */
export const ajv: Client = {
  id: 'ajv',
  packages: ['ajv', 'ajv/dist/2019', 'ajv/dist/2020', 'ajv/dist/2019.js', 'ajv/dist/2020.js', 'ajv/dist/jtd', 'is-my-json-valid', '@exodus/schemasafe', 'djv', 'schemasafe', '@cfworker/json-schema'],
  schemas: { object: '', checks: /^(?:validate|validateAsync)$/, inferred: /^$/, anything: /^$/, names: /^$/, defaults: /^$/, texts: /^$/, missing: /^$/ },
  call: (use) => (use.call.type === 'NewExpression' || /^(?:compile|compileAsync|validator|parser|default|getSchema|addSchema|removeSchema)$/.test(use.path.at(-1) ?? 'default') ? configured(use) : undefined),
  checks(use, handed) {
    const [first, second] = use.args;
    const value = (node: Node): Value => use.trace.evaluate(node, use.frame);
    if (use.path.at(-1) === 'validate' && first && second) return { schema: value(first), value: value(second) };
    const maker = use.made.findLast(({ node }) => node['arguments']?.length > 0);
    const [schema] = (maker?.node['arguments'] ?? []) as Node[];
    const given = handed ?? (first && value(first));
    return maker && schema && given ? { schema: use.trace.evaluate(schema, maker.frame), value: given } : undefined;
  },
};
