import { descendants, type Node } from '../../source/ast.ts';
import { memberOf } from '../members.ts';
import { checkedValue } from './schemas.ts';
import type { Trace } from '../trace.ts';
import { typeDeclaration } from '../types/type-names.ts';
import { members, type ShapeValue, union, unknown, type Value } from '../value.ts';

/** The schema behind `z.infer<typeof user>`, `Static<typeof User>`, `ReturnType<typeof user.parse>` or `typeof User.static`; undefined for other types. */
function schemaOfType(trace: Trace, type: Node): Value | undefined {
  if (type.type === 'TSTypeQuery') return memberQuery(trace, type, /^(?:_type|_output|_input|_A|_O|static|Type)$/);
  if (type.type !== 'TSTypeReference') return undefined;
  const [argument] = (type['typeParameters']?.['params'] ?? []) as Node[];
  if (argument?.type !== 'TSTypeQuery') return undefined;
  const name: Node = type['typeName'];
  if (name.type === 'Identifier' && name['name'] === 'ReturnType') return memberQuery(trace, argument, checkNames(trace));
  return infers(trace, name) || infersByItself(trace, type) ? queried(trace, argument['exprName']) : undefined;
}

const checkNames = (trace: Trace): RegExp => new RegExp(trace.clients.flatMap((client) => client.schemas?.checks.source ?? []).join('|'));

/** `typeof User.parse`: User. */
function memberQuery(trace: Trace, query: Node, names: RegExp): Value | undefined {
  const path: Node = query['exprName'];
  return path.type === 'TSQualifiedName' && names.test(path['right'].name) ? queried(trace, path['left']) : undefined;
}

/** What the name after `typeof` stands for. */
function queried(trace: Trace, name: Node): Value {
  if (name.type === 'TSQualifiedName') return memberOf(trace, queried(trace, name['left']), name['right'].name, { node: name, frame: undefined });
  return name.type === 'Identifier' ? trace.evaluate(name, undefined) : unknown;
}

/** True for a generic type of a library of schemas that says what a schema gives. */
function infers(trace: Trace, name: Node): boolean {
  const root: Node = name.type === 'TSQualifiedName' ? name['left'] : name;
  const binding = root.type === 'Identifier' ? trace.project.sourceOf(name).scopes.at(name).find(root['name']) : undefined;
  if (binding?.kind !== 'import') return false;
  const specifier: Node = binding.declaration;
  const last: string = name.type === 'TSQualifiedName' ? name['right'].name : (specifier['imported']?.name ?? root['name']);
  return trace.clients.some((client) => client.packages.includes(specifier.parent?.['source']?.value) && client.schemas?.inferred.test(last));
}

/** `type Output<S> = S extends Schema<infer T> ? T : never`, `type Output<S extends Schema<any>> = ReturnType<S>` of the program. */
function infersByItself(trace: Trace, type: Node): boolean {
  const declaration = typeDeclaration(trace, type);
  const said: Node | undefined = declaration?.type === 'TSTypeAliasDeclaration' && declaration['typeParameters']?.['params'].length === 1 ? declaration['typeAnnotation'] : undefined;
  if (said?.type === 'TSTypeReference') return said['typeName'].name === 'ReturnType';
  return said?.type === 'TSConditionalType' && descendants(said['extendsType']).some((node) => node.type === 'TSInferType');
}

/** The shape that such a type has, when its schema is known to describe part of the users API. */
export function shapeOfSchemaType(trace: Trace, type: Node): ShapeValue | undefined {
  const schema = trace.userSchemas && schemaOfType(trace, type);
  if (!schema) return undefined;
  const shapes = members(schema).flatMap((member) => {
    const shape = trace.userSchemas?.shapeOf(member);
    return shape ? members(checkedValue(trace, member, shape, { node: type, frame: undefined })) : [];
  });
  return shapes.find((value): value is ShapeValue => value.kind === 'shape');
}

/** Names of types are followed to this depth. */
const deepest = 4;

/** Something of which all that is known is that such a type, by whatever name, was declared for it. */
export function fittingType(trace: Trace, type: Node, depth = 0): Value | undefined {
  const schema = schemaOfType(trace, type);
  if (schema) return union(members(schema).map((one): Value => (one.kind === 'unknown' ? unknown : { kind: 'unknown', fits: { schema: one, isOptional: false } })));
  const declaration = type.type === 'TSTypeReference' && !type['typeParameters'] && depth < deepest ? typeDeclaration(trace, type) : undefined;
  return declaration?.type === 'TSTypeAliasDeclaration' ? fittingType(trace, declaration['typeAnnotation'], depth + 1) : undefined;
}

/** A value that has such a type is one that the schema describes. */
export function describeSchemaType(trace: Trace, type: Node, shape: ShapeValue): void {
  const schema = trace.userSchemas && schemaOfType(trace, type);
  if (schema) for (const member of members(schema)) trace.userSchemas?.describe(member, shape);
}
