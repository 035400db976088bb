import { hasKey, keyName, type Node, outermost } from '../../source/ast.ts';
import { placeMentions } from '../../trace/changes/contents.ts';
import { elementAt, memberOf } from '../../trace/members.ts';
import { partOf } from '../../trace/calls/nested.ts';
import { members, type Ref, union, unknown, type Value } from '../../trace/value.ts';
import { type Client, type ClientUse, findMember, type TextKey } from '../client.ts';
import { contextOf, contextPosition } from './graphql-context.ts';

/** A field of the schema: where it is declared, and the type it gives. */
interface SchemaField {
  readonly owner: string;
  readonly name: string;
  readonly gives: string;
  readonly literal: Node;
  readonly start: number;
}

const roots = /^(?:Query|Mutation|Subscription)$/;
const byDefault = 'the schema has this field, and it is read from the user by its name; give it a resolver';

/** GraphQL servers: functions of the root and of types, by the schema's own text. */
export const graphql: Client = {
  id: 'graphql',
  packages: ['graphql', '@graphql-tools/schema', '@apollo/server', 'apollo-server', 'apollo-server-express', 'graphql-yoga', 'graphql-http', 'express-graphql', 'mercurius', 'graphql-tag', '@graphql-tools/load'],
  call(use) {
    const name = use.path.at(-1) ?? '';
    return /^(?:buildSchema|makeExecutableSchema|createSchema|ApolloServer)$/.test(name) && use.library ? { ...use.library, path: [name], made: [{ node: use.call, frame: use.frame }] } : undefined;
  },
  callback(use, argument, parameter, within) {
    if (parameter > 0) return contextPosition(use, argument, within) === parameter ? contextOf(use, graphql.packages) : undefined;
    const [part, owner, field] = within;
    if (use.path.at(-1) === objectType) return part === 'fields' && field === 'resolve' ? resolvedTo(use) : undefined;
    if (part !== 'resolvers' || owner === undefined || field === undefined || roots.test(owner)) return undefined;
    return parentOf(use, owner);
  },
  keys(use) {
    if (use.path.at(-1) === objectType) return readByDefault(use);
    const fields = fieldsOf(use);
    return fields.flatMap((field): TextKey[] => {
      if (roots.test(field.owner) || resolverOf(use, field.owner, field.name)) return [];
      return [{ literal: field.literal, name: field.name, start: field.start, of: parentOf(use, field.owner), list: { how: 'unknown' }, blocked: byDefault }];
    });
  },
};

/** The class by which a schema in code makes a type. */
const objectType = 'GraphQLObjectType';

/** `new GraphQLObjectType({ … })`: what the resolvers of the fields give that have this type, or a list of it. */
function resolvedTo(use: ClientUse): Value | undefined {
  const made = outermost(use.call);
  const mentions = made.parent ? placeMentions(use.trace, made, made.parent, 0) : [];
  const given = [made, ...mentions].flatMap((mention) => {
    const resolve = resolverBeside(mention);
    return resolve ? members(use.trace.evaluate(resolve, undefined)).flatMap((value) => (value.kind === 'function' ? [use.trace.callbackReturned(value, use.call, undefined)] : [])) : [];
  });
  const known = given.flatMap((value) => [value, elementAt(use.trace, value, Number.NaN, { node: use.call, frame: use.frame })]).filter((value) => value.kind !== 'unknown');
  return known.length > 0 ? union(known) : undefined;
}

/** The fields of such a type that say nothing of how they are resolved. */
function readByDefault(use: ClientUse): TextKey[] {
  const [config] = use.args;
  const fields = config && findMember(use.trace, use.trace.evaluate(config, use.frame), 'fields');
  const written = ((fields?.node['properties'] ?? []) as Node[]).filter(({ value }) => value?.type === 'ObjectExpression' && !hasKey(value, 'resolve'));
  const of = written.length > 0 ? resolvedTo(use) : undefined;
  return of ? written.flatMap(({ key, computed }) => (keyName(key, computed) === undefined ? [] : [{ literal: key, name: keyName(key, computed) ?? '', start: 0, of, list: { how: 'unknown' }, blocked: byDefault }])) : [];
}

/** `{ type: new GraphQLList(Person), resolve: … }`: the resolver of the field that has the type. */
function resolverBeside(mention: Node): Node | undefined {
  let at = outermost(mention);
  while (at.parent?.type === 'NewExpression' && /^GraphQL(?:List|NonNull)$/.test(at.parent['callee'].name ?? '')) at = outermost(at.parent);
  const field = at.parent?.type === 'ObjectProperty' && keyName(at.parent['key'], at.parent['computed']) === 'type' ? at.parent.parent : undefined;
  return partOf(field ?? undefined, ['resolve']);
}

/** What fields of this type are read from: what the fields give that have it. */
function parentOf(use: ClientUse, owner: string): Value {
  const given = fieldsOf(use)
    .filter((field) => field.gives === owner)
    .flatMap((field) => {
      const resolver = resolverOf(use, field.owner, field.name);
      if (!resolver) return roots.test(field.owner) ? [] : [memberOf(use.trace, field.owner === owner ? unknown : parentOf(use, field.owner), field.name, { node: use.call, frame: use.frame })];
      return members(use.trace.value(resolver)).flatMap((value) => (value.kind === 'function' ? [use.trace.callbackReturned(value, use.call, resolver.frame)] : []));
    });
  return union(given.flatMap((value) => [value, elementAt(use.trace, value, Number.NaN, { node: use.call, frame: use.frame })]).filter((value) => value.kind !== 'unknown'));
}

/** The function that resolves a field: of `resolvers`, or of `rootValue`. */
function resolverOf(use: ClientUse, owner: string, name: string): Ref | undefined {
  for (const argument of use.args) {
    const options = use.trace.evaluate(argument, use.frame);
    const root = roots.test(owner) ? findMember(use.trace, options, 'rootValue') : undefined;
    const resolvers = findMember(use.trace, options, 'resolvers');
    const type = resolvers && findMember(use.trace, use.trace.value(resolvers), owner);
    const table = root ?? type;
    const found = table && findMember(use.trace, use.trace.value(table), name);
    if (found) return found;
  }
  return undefined;
}

/** The fields of the schema that the call is given, as text or as what `buildSchema` made of it. */
function fieldsOf(use: ClientUse): SchemaField[] {
  return use.args.flatMap((argument) => {
    const options = use.trace.evaluate(argument, use.frame);
    const text = findMember(use.trace, options, 'typeDefs');
    const schema = findMember(use.trace, options, 'schema');
    const built = schema ? members(use.trace.value(schema)).flatMap((value) => (value.kind === 'library' && value.path[0] === 'buildSchema' ? value.made : [])) : [];
    const texts = [...(text ? [use.trace.value(text)] : []), ...built.map(({ node, frame }) => use.trace.evaluate(node['arguments'][0], frame))];
    return [...texts.flatMap((value) => literalsOf(value)), ...(text ? tagged(use, text) : [])].flatMap((literal) => readSchema(literal));
  });
}

const literalsOf = (value: Value): Node[] => (value.kind === 'text' ? value.pieces.flatMap((piece) => (piece.kind === 'literal' && /^(?:TemplateElement|StringLiteral)$/.test(piece.node.type) ? [piece.node] : [])) : []);

/** gql`…`, written in place or as a constant. */
function tagged(use: ClientUse, { node }: Ref): Node[] {
  const binding = node.type === 'Identifier' ? use.trace.project.sourceOf(node).scopes.bindingOf(node) : undefined;
  const template: Node | undefined = node.type === 'TaggedTemplateExpression' ? node : binding?.declaration['init'];
  return template?.type === 'TaggedTemplateExpression' ? template['quasi'].quasis : [];
}

/** `type User { created: String }`: each field with the place of its name. */
function readSchema(literal: Node): SchemaField[] {
  const text: string = literal['value']?.raw ?? literal['value'] ?? '';
  let behind = 0;
  return [...text.matchAll(/\{([^{}]*)\}/g)].flatMap(({ 1: body = '', index }) => {
    const owner = [...text.slice(behind, index).matchAll(/\btype\s+(\w+)/g)].at(-1)?.[1];
    behind = index + body.length + 2;
    const fields = owner === undefined ? [] : [...body.matchAll(/(?<=^|[\s,])(\w+)\s*(?:\([^()]*\)\s*)?:[[\s]*(\w+)/g)];
    return fields.map((field) => ({ owner: owner ?? '', name: field[1] ?? '', gives: field[2] ?? '', literal, start: index + 1 + field.index }));
  });
}
