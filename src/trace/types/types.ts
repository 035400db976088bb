import { descendants, isFunction, keyName, type Node } from '../../source/ast.ts';
import { packageType } from './package-types.ts';
import { frameOf } from '../frames.ts';
import { fittingType } from '../schemas/schema-types.ts';
import type { Trace } from '../trace.ts';
import { mergedInterfaces } from './merged-interfaces.ts';
import { indexedType } from './indexed-types.ts';
import { typeDeclaration } from './type-names.ts';
import { resultNamed } from './result-types.ts';
import { type GivenTypes, givenTo, resolvedType, type TypeGiven } from './type-parameters.ts';
import { type Frame, union, unknown, type Value } from '../value.ts';

/** Types whose argument is what they hold, and types of lists. */
export const transparent = /^(?:Promise|Awaited|Readonly|Partial|Required|NonNullable|Ref|MaybeRef|Signal|Observable|AxiosResponse|Response|Pick|Omit|PromiseLike|DeepPartial)$/;
export const lists = /^(?:Array|ReadonlyArray|Set|ReadonlySet|Iterable|AsyncIterable|Iterator|AsyncIterator|Generator|AsyncGenerator|IterableIterator|AsyncIterableIterator)$/;

/** What a declared type says of a value that the code itself leaves open. `frame` tells what the type parameters of a function are. */
export function valueOfType(trace: Trace, type: Node, frame: Frame | undefined, depth = 0): Value {
  const known = trace.shapeOfType(type) ?? packageType(trace, type);
  if (known || depth > 8) return known ?? unknown;
  const inner = (part: Node): Value => valueOfType(trace, part, frame, depth + 1);
  switch (type.type) {
    case 'TSArrayType':
      return listOf(inner(type['elementType']), type);
    case 'TSParenthesizedType':
    case 'TSTypeOperator':
      return inner(type['typeAnnotation']);
    case 'TSTupleType':
      return { kind: 'record', members: Object.fromEntries((type['elementTypes'] as Node[]).map((element, index) => [String(index), inner(element['elementType'] ?? element)])) };
    case 'TSUnionType':
      return union((type['types'] as Node[]).filter((part) => !/^TS(?:Null|Undefined)Keyword$/.test(part.type)).map(inner));
    case 'TSTypeReference':
      return referenced(trace, type, frame, depth) ?? typed(trace, type, depth);
    default:
      return typed(trace, type, depth);
  }
}

function typed(trace: Trace, type: Node, depth: number): Value {
  const declaration = /^TS(?:TypeReference|ImportType)$/.test(type.type) ? typeDeclaration(trace, type) : undefined;
  const classes = declaration ? classesOf(trace, declaration) : [];
  if (classes.length > 0) return union(classes.map((node) => trace.intern({ kind: 'instance', cls: { kind: 'class', ref: { node, frame: undefined } }, frame: undefined })));
  if (membersOfType(trace, type).length > 0) return { kind: 'typed', type };
  const alias: Node | undefined = declaration?.type === 'TSTypeAliasDeclaration' && !declaration['typeParameters'] ? declaration['typeAnnotation'] : undefined;
  return fittingType(trace, type) ?? (alias?.type === 'TSTypeReference' ? valueOfType(trace, alias, undefined, depth + 1) : unknown);
}

/** More classes than this stand behind a general name. */
const mostClasses = 4;
const implementing = new WeakMap<Node, readonly Node[]>();

/** The classes of the project whose instances a declared type means: the class itself, or those that implement or extend what has no code of its own. */
function classesOf(trace: Trace, declaration: Node): readonly Node[] {
  const isAbstract = declaration.type === 'TSInterfaceDeclaration' || !!declaration['abstract'];
  if (!isAbstract) return declaration.type === 'ClassDeclaration' && hasCode(declaration) ? [declaration] : [];
  if (declaration.type === 'TSInterfaceDeclaration' && !(declaration['body']?.['body'] ?? []).some(isMethod)) return [];
  return trace.once(implementing, declaration, [], () => {
    const name: string = declaration['id']?.name ?? '';
    const found = trace.project.filesWith(name).flatMap((file) => {
      const source = trace.project.source(file);
      return source ? descendants(source.program).filter((node) => node.type === 'ClassDeclaration' && basesOf(node).some((base) => typeDeclaration(trace, base) === declaration)) : [];
    });
    return found.length > mostClasses ? [] : found;
  });
}

const basesOf = (cls: Node): Node[] => [...(cls['implements'] ?? []), ...(cls['superClass']?.type === 'Identifier' ? [{ type: 'TSTypeReference', typeName: cls['superClass'], parent: cls, start: cls.start, end: cls.end }] : [])];
const hasCode = (cls: Node): boolean => (cls['body']['body'] as Node[]).some((member) => /^Class(?:Private)?Method$/.test(member.type) || /Function/.test(member['value']?.type ?? ''));
const isMethod = (member: Node): boolean => member.type === 'TSMethodSignature' || member['typeAnnotation']?.['typeAnnotation']?.type === 'TSFunctionType';

const listOf = (element: Value, type: Node): Value => (element.kind === 'shape' ? { ...element, shape: `${element.shape}[]` } : { kind: 'typed', type });

/** `Promise<T>`, `T[]` by name, and `T` itself, where the call says what T is. */
function referenced(trace: Trace, type: Node, frame: Frame | undefined, depth: number): Value | undefined {
  const name: string = type['typeName'].name ?? '';
  const [argument] = (type['typeParameters']?.['params'] ?? []) as Node[];
  const inner = argument && (transparent.test(name) || lists.test(name)) ? valueOfType(trace, argument, frame, depth + 1) : undefined;
  if (inner) return lists.test(name) ? listOf(inner, type) : inner.kind === 'unknown' ? undefined : inner;
  return resultNamed(trace, type) ?? (frame && parameterOf(trace, type, name, frame, depth));
}

/** A type parameter of the function that a frame calls: the type the call names, or the argument that has it. */
function parameterOf(trace: Trace, type: Node, name: string, frame: Frame, depth: number): Value | undefined {
  for (let at = type.parent; at; at = at.parent) {
    const parameters: readonly Node[] = at['typeParameters']?.['params'] ?? [];
    const index = isFunction(at) ? parameters.findIndex((parameter) => (parameter['name']?.name ?? parameter['name']) === name) : -1;
    if (index < 0) continue;
    const own = frameOf(at, frame);
    const given: Node | undefined = own?.call['typeParameters']?.['params']?.[index];
    if (own && given) return valueOfType(trace, given, own.caller, depth + 1);
    const position = (at['params'] as Node[]).findIndex((parameter) => parameter['typeAnnotation']?.['typeAnnotation']?.['typeName']?.['name'] === name);
    const argument: Node | undefined = own && !own.callback && position >= 0 ? own.call['arguments']?.[position] : undefined;
    return argument && trace.evaluate(argument, own?.caller);
  }
  return undefined;
}

/** Aliases, bases and parts inside each other are followed to this depth. */
const deepestType = 10;

/** The members of a type literal, interface or class, with what it extends or combines. */
export const membersOfType = (trace: Trace, type: Node): readonly Node[] => membersGiven(trace, { type }).map(({ member }) => member);

interface MemberGiven {
  readonly member: Node;
  readonly given?: GivenTypes | undefined;
}

/** The members of a type, each with what the type parameters in its own type stand for. */
export function membersGiven(trace: Trace, { type, given }: TypeGiven, depth = 0): readonly MemberGiven[] {
  if (depth > deepestType) return [];
  const inner = (part: Node): readonly MemberGiven[] => membersGiven(trace, { type: part, given }, depth + 1);
  const own = (members: readonly Node[]): MemberGiven[] => members.map((member) => ({ member, given }));
  switch (type.type) {
    case 'TSTypeLiteral':
      return own(type['members']);
    case 'TSInterfaceDeclaration':
      return [...own(type['body']['body']), ...(type['extends'] ?? []).flatMap((base: Node) => declaredMembers(trace, base, given, depth))];
    case 'ClassDeclaration':
      return [...own(type['body']['body']), ...mergedInterfaces(type).flatMap(inner)];
    case 'TSTypeAliasDeclaration':
    case 'TSParenthesizedType':
      return inner(type['typeAnnotation']);
    case 'TSIntersectionType':
      return type['types'].flatMap(inner);
    case 'TSTypeReference':
    case 'TSImportType':
      return declaredMembers(trace, type, given, depth);
    case 'TSIndexedAccessType': {
      const target = indexedType(trace, type, depth + 1);
      return target ? inner(target) : [];
    }
    default:
      return [];
  }
}

/** `Partial<T>`, `Readonly<T>`, `Required<T>` have T's members; a name has those of its declaration, a type parameter those of what is given for it. */
function declaredMembers(trace: Trace, reference: Node, given: GivenTypes | undefined, depth: number): readonly MemberGiven[] {
  const name = (reference['typeName'] ?? reference['expression'])?.name;
  const known = given?.get(name);
  if (known) return membersGiven(trace, known, depth + 1);
  const [argument] = reference['typeParameters']?.['params'] ?? [];
  if (/^(?:Partial|Readonly|Required|NonNullable|Pick|Omit)$/.test(name) && argument) return membersGiven(trace, { type: argument, given }, depth + 1);
  const declaration = typeDeclaration(trace, reference);
  return declaration ? membersGiven(trace, { type: declaration, given: givenTo(declaration, reference, given) }, depth + 1) : [];
}

/** The declared type of a member, or undefined. */
export function memberType(trace: Trace, type: Node, name: string): Node | undefined {
  const member = membersOfType(trace, type).find((candidate) => (candidate['key']?.name ?? candidate['key']?.value) === name);
  return member?.['typeAnnotation']?.['typeAnnotation'];
}

/** The type of a member by its name as the type writes it, with what its type parameters stand for. */
export function memberIn(trace: Trace, type: TypeGiven, name: string): TypeGiven | undefined {
  const found = membersGiven(trace, type).find(({ member }) => member['key'] && keyName(member['key'], member['computed']) === name);
  return found && typeOfMember(found);
}

export function typeOfMember({ member, given }: MemberGiven): TypeGiven | undefined {
  const type: Node | undefined = member['typeAnnotation']?.['typeAnnotation'];
  return type && resolvedType({ type, given });
}
