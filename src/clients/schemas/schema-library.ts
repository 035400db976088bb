import { calleeName, isCall, isFunction, isMember, type Node, unwrap } from '../../source/ast.ts';
import { checkedValue, formOf } from '../../trace/schemas/schemas.ts';
import { type FunctionValue, members, type Ref, type SchemaForm, type SchemaStep, type SchemaValue, union, unknown, type Value } from '../../trace/value.ts';
import { argument, type Check, type Client, type ClientUse, configured, type SchemaWords } from '../client.ts';
import { entryOf } from '../../table.ts';

/** The words of one library of schemas. Each names functions, methods of a schema, or both: `pick(User, […])` and `User.pick(…)` say the same. */
export interface Dialect extends Omit<SchemaWords, 'checks'> {
  readonly id: string;
  readonly packages: readonly string[];
  /** Functions that are given the members of an object. */
  readonly objects: RegExp;
  /** Functions that are given what each element is. */
  readonly lists: RegExp;
  /** Methods that make a list of the schema they are called on. */
  readonly listOf?: RegExp;
  /** Methods that say what each element is. */
  readonly elements?: RegExp;
  /** More members, or another schema that holds as well. */
  readonly extends: RegExp;
  /** Functions of a list of schemas that all hold. */
  readonly combines: RegExp;
  /** One of several. */
  readonly choices: RegExp;
  /** Members picked, left out or changed by their names. */
  readonly picks: RegExp;
  /** A function makes something else of the value. */
  readonly converts: RegExp;
  /** Steps in a row: `pipe(schema, transform(…))`. */
  readonly pipes?: RegExp;
  /** A schema that a function returns. */
  readonly lazy?: RegExp;
  /** Functions that make a checker of a schema, and what calling it (`''`) or its methods gives. */
  readonly compiles?: RegExp;
  /** What holds a value against a schema, and where in its result the value is; undefined when it gives no value. */
  readonly gives: Readonly<Record<string, readonly string[] | undefined>>;
  /** Functions that are given the value before the schema. */
  readonly valueFirst?: boolean;
}

/** A library of schemas: what its calls make, pick, convert and check. */
export function schemaLibrary(dialect: Dialect): Client {
  const { id, packages, gives } = dialect;
  const schemas: SchemaWords = { ...dialect, checks: new RegExp(`^(?:${Object.keys(gives).filter(Boolean).join('|')})$`) };
  return {
    id,
    packages,
    schemas,
    call: (use) => (use.call.type === 'NewExpression' ? configured(use) : (checked(dialect, use) ?? compiled(dialect, use) ?? made(dialect, use))),
    onSchema: (schema, method, use) => (method in gives ? unknown : said(dialect, use, schema, method, use.args, receiverOf(use))),
    checks: (use, handed) => checkOf(dialect, use, handed),
    handed: (use, value) => checked(dialect, use, value),
    callback: (use, _argument, parameter) => (parameter === 0 ? seenInPipe(dialect, use) : undefined),
  };
}

const nameOf = (use: ClientUse): string => use.path.at(-1) ?? '';
const given = (use: ClientUse, node: Node | undefined): Value => (node ? use.trace.evaluate(node, use.frame) : unknown);
const isSchema = (value: Value): value is SchemaValue => value.kind === 'schema';

function schemaOf(dialect: Dialect, use: ClientUse, form: SchemaForm, steps: readonly SchemaStep[] = []): SchemaValue {
  return { kind: 'schema', client: dialect.id, form, steps, ref: { node: use.call, frame: use.frame } };
}

/** `User.parse`: User. */
function receiverOf(use: ClientUse): Ref | undefined {
  const callee = unwrap(use.call['callee']);
  return isMember(callee) ? { node: callee['object'], frame: use.frame } : undefined;
}

/** What a function of the package makes. */
function made(dialect: Dialect, use: ClientUse): Value {
  const name = nameOf(use);
  const [first] = use.args;
  if (dialect.objects.test(name)) return schemaOf(dialect, use, { kind: 'object', parts: first ? [given(use, first)] : [], keys: [] });
  if (dialect.lists.test(name)) return schemaOf(dialect, use, { kind: 'list', of: given(use, first), element: argument(use, 0) });
  if (dialect.combines.test(name) || dialect.choices.test(name)) return joined(dialect, use, name);
  if (dialect.lazy?.test(name)) return returned(use, first);
  if (dialect.converts.test(name)) return converted(dialect, use);
  const at = use.args.findIndex((node) => members(given(use, node)).some(isSchema));
  const found = members(given(use, use.args[at])).filter(isSchema);
  return found.length > 0 ? union(found.map((schema) => said(dialect, use, schema, name, use.args.toSpliced(at, 1), argument(use, at)))) : schemaOf(dialect, use, { kind: 'plain', name });
}

/** `union([A, B])`, `intersection(A, B)`, `merge([A, B])`. */
function joined(dialect: Dialect, use: ClientUse, name: string): SchemaValue {
  const listed = use.args.flatMap((node) => elementsOf(use, node)).filter((value) => value.kind === 'schema');
  return schemaOf(dialect, use, dialect.combines.test(name) ? { kind: 'object', parts: listed, keys: [] } : { kind: 'choice', of: listed });
}

function elementsOf(use: ClientUse, node: Node): Value[] {
  return members(given(use, node)).flatMap((value) => (value.kind === 'list' ? value.items.flatMap((item) => members(use.trace.value(item))) : [value]));
}

/** `lazy(() => User)`. */
function returned(use: ClientUse, node: Node | undefined): Value {
  const functions = node ? members(given(use, node)).filter((value): value is FunctionValue => value.kind === 'function') : [];
  return union(functions.map((fn) => use.trace.callbackReturned(fn, use.call, use.frame)));
}

/** `Transform(schema)`, `transform(fn)`: what it gives is what a function makes of it. */
function converted(dialect: Dialect, use: ClientUse): Value {
  const from = use.args.flatMap((node) => members(given(use, node))).find(isSchema) ?? unknown;
  return schemaOf(dialect, use, { kind: 'converted', from, by: functionIn(use, use.args) });
}

function functionIn(use: ClientUse, args: readonly Node[]): Ref | undefined {
  const node = args.find((candidate) => members(use.trace.evaluate(candidate, use.frame)).some((value) => value.kind === 'function'));
  return node && { node, frame: use.frame };
}

/** What is said of a schema, by a method of it or by a function that is given it. `at` is where the schema stands. */
function said(dialect: Dialect, use: ClientUse, schema: SchemaValue, name: string, args: readonly Node[], at: Ref | undefined): Value {
  const { form } = schema;
  const [first] = args;
  const own = form.kind === 'object' ? form : undefined;
  const next = (to: SchemaForm): SchemaValue => schemaOf(dialect, use, to);
  if (dialect.listOf?.test(name) && args.length === 0) return next({ kind: 'list', of: schema, element: at });
  if (first && dialect.elements?.test(name)) return next({ kind: 'list', of: given(use, first), element: { node: first, frame: use.frame } });
  if (first && dialect.extends.test(name)) return next({ kind: 'object', parts: [...(own?.parts ?? [schema]), ...members(given(use, first))], keys: own?.keys ?? [] });
  if (own && dialect.picks.test(name)) return { ...next({ ...own, keys: [...own.keys, ...(first && !isFunction(unwrap(first)) ? [{ node: unwrap(first), frame: use.frame }] : [])] }), steps: [...schema.steps, { name, args: [] }] };
  if (dialect.converts.test(name)) return next({ kind: 'converted', from: schema, by: functionIn(use, args) });
  if (first && dialect.choices.test(name)) return next({ kind: 'choice', of: [schema, given(use, first)] });
  if (dialect.pipes?.test(name)) return piped(dialect, use, schema, args);
  return { ...schema, ref: { node: use.call, frame: use.frame }, steps: [...schema.steps, { name, args }] };
}

/** `pipe(schema, check(…), transform(…))`: each step sees what the one before it gives. */
function piped(dialect: Dialect, use: ClientUse, schema: SchemaValue, args: readonly Node[]): Value {
  let before = schema;
  for (const node of args) {
    const form = members(given(use, node)).find(isSchema)?.form;
    const call = unwrap(node);
    if (form?.kind === 'converted') before = schemaOf(dialect, use, { ...form, from: before });
    else if (form && form.kind !== 'plain') before = schemaOf(dialect, use, { kind: 'choice', of: [before, ...members(given(use, node))] });
    else before = schemaOf(dialect, use, before.form, [...before.steps, { name: call['callee'] ? calleeName(call) : '', args: call['arguments'] ?? [] }]);
  }
  return before;
}

/** `pipe(User, transform((user) => …))`: the callback of a step sees what the schema describes. */
function seenInPipe(dialect: Dialect, use: ClientUse): Value | undefined {
  const pipe = use.call.parent;
  const [first] = (pipe && isCall(pipe) ? pipe['arguments'] : []) as Node[];
  if (!pipe || !first || first === use.call || !dialect.pipes?.test(calleeName(pipe))) return undefined;
  return members(given(use, first))
    .map((schema) => use.trace.userSchemas?.shapeOf(schema))
    .find(Boolean);
}

/** `compile(schema)`: a checker, which remembers the call that made it. */
function compiled(dialect: Dialect, use: ClientUse): Value | undefined {
  return dialect.compiles?.test(nameOf(use)) ? configured(use) : undefined;
}

/** The schema and the value of a check: of a method of the schema, of a compiled check, or of a function that is given both. */
function checkOf(dialect: Dialect, use: ClientUse, handed?: Value): Check | undefined {
  const [first, second] = use.args;
  const on = use.library?.on;
  if (!(nameOf(use) in dialect.gives) || (!first && !handed)) return undefined;
  if (on?.kind === 'schema') return { schema: on, value: handed ?? given(use, first) };
  const maker = use.made.at(-1);
  const [schema] = (maker?.node['arguments'] ?? []) as Node[];
  if (maker && schema && isCompiler(dialect, maker.node)) return { schema: use.trace.evaluate(schema, maker.frame), value: handed ?? given(use, first) };
  if (handed || !second) return undefined;
  return dialect.valueFirst ? { schema: given(use, second), value: given(use, first) } : { schema: given(use, first), value: given(use, use.args.at(-1)) };
}

const isCompiler = (dialect: Dialect, call: Node): boolean => !!dialect.compiles?.test(calleeName(call));

/** What a check gives: the value, where the library puts it. */
function checked(dialect: Dialect, use: ClientUse, handed?: Value): Value | undefined {
  const check = checkOf(dialect, use, handed);
  if (!check) return undefined;
  const path = entryOf(dialect.gives, nameOf(use));
  const at: Ref = { node: use.call, frame: use.frame };
  const schemas = members(check.schema).filter((schema) => formOf(use.trace, schema));
  if (!path || schemas.length === 0) return unknown;
  const { value } = check;
  const after = union(schemas.map((schema) => checkedValue(use.trace, schema, isOpen(value) ? (use.trace.userSchemas?.shapeOf(schema) ?? fitting(schema, value)) : value, at)));
  return path.reduceRight<Value>((inner, name) => ({ kind: 'record', members: { [name]: inner } }), after);
}

/** A value of which nothing is known is what its schema says. */
const fitting = (schema: Value, value: Value): Value => (members(value).every(({ kind }) => kind === 'unknown') ? { kind: 'unknown', fits: { schema, isOptional: false } } : value);

/** Nothing is known of the value but what the schema says, or it is written to fit the schema. */
const isOpen = (value: Value): boolean => members(value).every((member) => /^(?:unknown|typed|object)$/.test(member.kind));
