import { renamedFields, shapes } from '../../api.ts';
import { descendants, keyName, type Node } from '../../source/ast.ts';
import { type Annotated, annotated } from './annotated.ts';
import { inferredResults, mayInfer } from './inferred-types.ts';
import { baseReference, basesOf, hasOwn, withOwn } from './kept-bases.ts';
import { mergedInterfaces } from './merged-interfaces.ts';
import { declaresAgain, mergedUser } from './merged-classes.ts';
import { memberOf } from '../members.ts';
import { indexedType } from './indexed-types.ts';
import { describeSchemaType, shapeOfSchemaType } from '../schemas/schema-types.ts';
import type { Trace } from '../trace.ts';
import { packageType } from './package-types.ts';
import { mayBeDeclared, methodResults } from './method-results.ts';
import { annotationsOf } from './telling.ts';
import { resultShape, resultTypes } from './result-types.ts';
import { elementOf, isRenamed, listOf, oneOf, shapeOf, shapesIn, tableOf, typedAs } from '../shape-names.ts';
import { typeDeclaration } from './type-names.ts';
import { isNoneOf, isOfUsers } from './only-users.ts';
import { isKeyedCall, keyedResults } from './keyed-types.ts';
import { listedKeys } from '../names/listed-keys.ts';
import { bind, type Environment, nothing } from './type-parameters.ts';
import { lists, membersOfType, transparent } from './types.ts';
import { members, type ShapeValue, union, unknown, type Value } from '../value.ts';

/** A declared type (interface, alias, class, literal) that describes something of the users API, and the value that proves it. */
export interface UserType {
  readonly declaration: Node;
  readonly value: ShapeValue;
}

/** Learns which declared types describe users: those that annotate a traced value. */
export class UserTypes {
  readonly #known = new Map<Node, UserType>();
  /** What the text of a type must mention to be worth a question. */
  readonly #telling: RegExp;

  constructor(
    readonly trace: Trace,
    telling: RegExp,
  ) {
    this.#telling = telling;
  }

  get all(): readonly UserType[] {
    return [...this.#known.values()];
  }

  /** Asks every annotation of a file what the annotated value is. Returns true when something new was learned. */
  learn(program: Node): boolean {
    const before = this.#known.size;
    const source = this.trace.project.sourceOf(program);
    for (const node of descendants(program)) {
      if (isKeyedCall(node)) this.#learnFrom(() => keyedResults(this.trace, node));
      if (mayInfer(node)) this.#learnFrom(() => inferredResults(this.trace, node));
      if (source.tellsTypes && mayBeDeclared(node)) this.#learnFrom(() => methodResults(this.trace, node));
      const types = annotationsOf(node).filter((type) => this.#telling.test(source.slice(type)));
      if (types.length > 0) this.#learnFrom(() => annotated(this.trace, node));
    }
    for (const node of descendants(program)) if (node.type === 'ClassDeclaration') this.#learnClass(node);
    return this.#known.size > before;
  }

  #learnFrom(told: () => Iterable<Annotated>): void {
    this.trace.ask(() => {
      for (const { type, value, environment = nothing } of told()) this.#unify(type, value, environment, 0);
    }, undefined);
  }

  /** A class that implements a user and declares its members once more, or one into which a whole user is merged. */
  #learnClass(cls: Node): void {
    const above = declaresAgain(cls) ? this.#inherited(cls, 0) : undefined;
    const value = this.#known.has(cls) ? undefined : above ? typedAs(above) : this.trace.ask(() => mergedUser(this.trace, cls), undefined);
    if (value) this.#known.set(cls, { declaration: cls, value });
  }

  /** The type describes values of this shape. */
  describe(type: Node, shape: ShapeValue): void {
    this.#unify(type, shape, nothing, 0);
  }

  /** The value that a declared type stands for, when the type is known to describe part of the users API. */
  valueOf(type: Node, environment: Environment = nothing, depth = 0): ShapeValue | undefined {
    if (depth > 8) return undefined;
    const own = this.#known.get(type);
    if (own) return own.value;
    switch (type.type) {
      case 'TSArrayType':
        return listOf(this.valueOf(type['elementType'], environment, depth + 1));
      case 'TSUnionType':
        return (type['types'] as Node[]).map((part) => this.valueOf(part, environment, depth + 1)).find(Boolean);
      case 'TSIntersectionType':
        return this.#joined(type, environment, depth);
      case 'TSParenthesizedType':
      case 'TSTypeOperator':
        return this.valueOf(type['typeAnnotation'], environment, depth + 1);
      case 'TSMappedType':
        return this.#mapped(type, environment, depth);
      case 'TSTypeReference':
        return this.#referenced(type, environment, depth);
      case 'TSImportType':
        return this.#declared(type, environment, depth);
      case 'TSIndexedAccessType': {
        const target = indexedType(this.trace, type);
        if (target) return this.valueOf(target, environment, depth + 1);
        const list = type['indexType'].type === 'TSNumberKeyword' ? this.valueOf(type['objectType'], environment, depth + 1) : undefined;
        return list?.shape.endsWith('[]') ? elementOf(list) : shapeOf(packageType(this.trace, type));
      }
      case 'TSTypeQuery':
        // `typeof developer` of something that is a user itself.
        return shapeOfSchemaType(this.trace, type) ?? (type['exprName'].type === 'Identifier' ? shapeOf(this.trace.evaluate(type['exprName'], undefined)) : undefined);
      default:
        return shapeOf(packageType(this.trace, type));
    }
  }

  /** `Omit<User, 'created'> & { created: Date }`: a user, but for what it has of its own. */
  #joined(type: Node, environment: Environment, depth: number): ShapeValue | undefined {
    const parts = (type['types'] as Node[]).map((part) => ({ part, shape: this.valueOf(part, environment, depth + 1) }));
    const others = parts.flatMap(({ part, shape }) => (shape ? [] : membersOfType(this.trace, part)));
    const users = parts.flatMap(({ part, shape }) => (shape ? [part] : []));
    return withOwn(this.trace, parts.map(({ shape }) => shape).find(Boolean), users, others);
  }

  /** `{ [K in keyof User]: … }`: a user again where the members keep their types, otherwise a table with a user's keys. */
  #mapped(type: Node, environment: Environment, depth: number): ShapeValue | undefined {
    const keys: Node | undefined = type['typeParameter']?.['constraint'] ?? type['constraint'];
    const isKeyOf = keys?.type === 'TSTypeOperator' && keys['operator'] === 'keyof';
    const shape = isKeyOf ? this.valueOf(keys['typeAnnotation'], environment, depth + 1) : keys && this.keyedBy(keys, depth + 1);
    const keeps = descendants(type['typeAnnotation'] ?? type).some((node) => node.type === 'TSIndexedAccessType');
    return shape && (keeps ? shape : { ...shape, keysOnly: true });
  }

  /** The user whose keys a type lists: `keyof User`, or what is left of them. */
  keyedBy(type: Node, depth = 0): ShapeValue | undefined {
    if (depth > 8) return undefined;
    if (type.type === 'TSParenthesizedType') return this.keyedBy(type['typeAnnotation'], depth + 1);
    if (type.type === 'TSTypeOperator' && type['operator'] === 'keyof') {
      const shape = this.valueOf(type['typeAnnotation'], nothing, depth + 1);
      return shape && { ...shape, keysOnly: true };
    }
    if (type.type !== 'TSTypeReference') return undefined;
    const [argument] = (type['typeParameters']?.['params'] ?? []) as Node[];
    if (/^(?:Exclude|Extract)$/.test(type['typeName'].name ?? '') && argument) return this.keyedBy(argument, depth + 1);
    const declaration = typeDeclaration(this.trace, type);
    return declaration?.type === 'TSTypeAliasDeclaration' ? this.keyedBy(declaration['typeAnnotation'], depth + 1) : undefined;
  }

  #referenced(type: Node, environment: Environment, depth: number): ShapeValue | undefined {
    const name: string = type['typeName'].name ?? '';
    const [argument] = (type['typeParameters']?.['params'] ?? []) as Node[];
    const inferred = shapeOfSchemaType(this.trace, type);
    if (inferred) return inferred;
    const bound = environment.get(name);
    if (bound) return this.valueOf(bound, nothing, depth + 1);
    if (lists.test(name) && argument) return listOf(this.valueOf(argument, environment, depth + 1));
    if (name === 'Record' && argument) return this.keyedBy(argument, depth + 1) ?? tableOf(this.valueOf(type['typeParameters']?.['params']?.[1] ?? type, environment, depth + 1));
    if (transparent.test(name) && argument) return this.valueOf(argument, environment, depth + 1);
    const returned = resultTypes(this.trace, type);
    if (returned.length > 0) return returned.map((result) => this.valueOf(result, nothing, depth + 1)).find(Boolean);
    const given = resultShape(this.trace, type);
    if (given) return given;
    return this.#declared(type, environment, depth);
  }

  #declared(type: Node, environment: Environment, depth: number): ShapeValue | undefined {
    const declaration = typeDeclaration(this.trace, type);
    if (!declaration) return shapeOf(packageType(this.trace, type));
    const known = this.#known.get(declaration)?.value ?? this.#inherited(declaration, depth);
    if (known) return known;
    return declaration.type === 'TSTypeAliasDeclaration' ? this.valueOf(declaration['typeAnnotation'], bind(declaration, type, environment), depth + 1) : undefined;
  }

  /** `interface Seat extends User`, `class Account implements User`, `interface Row extends Pick<User, 'created'>`: still a user. */
  #inherited(declaration: Node, depth: number): ShapeValue | undefined {
    if (depth > 6) return undefined;
    const ofBase = (base: Node): ShapeValue | undefined => {
      const inherited = typeDeclaration(this.trace, base);
      if (inherited && inherited.type !== 'TSTypeAliasDeclaration') return this.#known.get(inherited)?.value ?? this.#inherited(inherited, depth + 1);
      const whole = baseReference(base);
      return withOwn(this.trace, oneOf(this.valueOf(whole, nothing, depth + 1)), [whole], declaration['body']?.['body'] ?? []);
    };
    return [declaration, ...mergedInterfaces(declaration)].flatMap(basesOf).map(ofBase).find(Boolean);
  }

  #unify(type: Node, value: Value, environment: Environment, depth: number): void {
    if (depth > 10) return;
    const [shape, ...others] = shapesIn(value);
    const hasOther = members(value).some((member) => member.kind === 'shape' && member.shape.startsWith('Other'));
    if (hasOther && !(shape && isOfUsers(this.trace, type))) return;
    // A user, or a list of them: each part of the type says which of both it describes.
    for (const other of others) if (other.shape !== shape?.shape) this.#unify(type, other, environment, depth + 1);
    if (shape) this.#unifyShape(type, shape, environment, depth);
    else this.#unifyContents(type, value, environment, depth);
  }

  #unifyShape(type: Node, shape: ShapeValue, environment: Environment, depth: number): void {
    switch (type.type) {
      case 'TSArrayType':
        if (shape.shape.endsWith('[]')) this.#unify(type['elementType'], elementOf(shape), environment, depth + 1);
        return;
      case 'TSUnionType':
      case 'TSIntersectionType':
        for (const part of type['types'] as Node[]) if (!hasOwn(this.trace, part, shape)) this.#unify(part, shape, environment, depth + 1);
        return;
      case 'TSParenthesizedType':
      case 'TSTypeOperator':
        this.#unify(type['typeAnnotation'], shape, environment, depth + 1);
        return;
      case 'TSTypeLiteral':
      case 'TSInterfaceDeclaration':
      case 'ClassDeclaration':
        this.#mark(type, type, shape, environment, depth);
        return;
      case 'TSMappedType':
        this.#markKeys(type, shape);
        return;
      case 'TSTypeReference':
        this.#unifyReference(type, shape, environment, depth);
        return;
      case 'TSImportType':
        this.#unifyDeclaration(type, shape, environment, depth);
        return;
      case 'TSIndexedAccessType': {
        const target = indexedType(this.trace, type);
        if (target) this.#unify(target, shape, environment, depth + 1);
        return;
      }
      default:
    }
  }

  /** Something of which the code tells what it holds. */
  #unifyContents(type: Node, value: Value, environment: Environment, depth: number): void {
    const held = (kind: 'list' | 'map'): Value =>
      union(members(value).flatMap((member) => (member.kind !== kind ? [] : member.kind === 'list' ? [this.trace.element(member, type, undefined)] : [member.kind === 'map' ? member.value : unknown])));
    const name: string = type.type === 'TSArrayType' ? 'Array' : (type['typeName']?.['name'] ?? '');
    const given: readonly Node[] = type.type === 'TSArrayType' ? [type['elementType']] : (type['typeParameters']?.['params'] ?? []);
    if (lists.test(name) && given[0]) this.#unify(given[0], held('list'), environment, depth + 1);
    else if (/^(?:Readonly)?Map$/.test(name) && given[1]) this.#unify(given[1], held('map'), environment, depth + 1);
    else if (transparent.test(name) && given[0]) this.#unify(given[0], value, environment, depth + 1);
    else this.#unifyMembers(type, value, environment, depth);
  }

  #unifyMembers(type: Node, value: Value, environment: Environment, depth: number): void {
    const objects = members(value).filter((member) => member.kind === 'object');
    if (objects.length === 0 || depth > 3) return;
    const declaration = type.type === 'TSTypeReference' ? typeDeclaration(this.trace, type) : undefined;
    const own = declaration ? bind(declaration, type, environment) : environment;
    // What a type parameter stands for was found telling where it is written.
    const isTelling = (inner: Node): boolean => own.size > 0 || this.#telling.test(this.trace.project.sourceOf(inner).slice(inner));
    for (const member of membersOfType(this.trace, type)) {
      const name = member['key'] && keyName(member['key'], member['computed']);
      const memberType: Node | undefined = member['typeAnnotation']?.['typeAnnotation'];
      if (name !== undefined && memberType && isTelling(memberType)) this.#unify(memberType, union(objects.map((object) => memberOf(this.trace, object, name, { node: memberType, frame: undefined }))), own, depth + 1);
    }
  }

  #unifyReference(type: Node, shape: ShapeValue, environment: Environment, depth: number): void {
    const name: string = type['typeName'].name ?? '';
    const [argument] = (type['typeParameters']?.['params'] ?? []) as Node[];
    describeSchemaType(this.trace, type, shape);
    const bound = environment.get(name);
    if (bound) this.#unify(bound, shape, nothing, depth + 1);
    else if (lists.test(name) && argument) {
      if (shape.shape.endsWith('[]')) this.#unify(argument, elementOf(shape), environment, depth + 1);
    } else if (transparent.test(name) && argument) this.#unify(argument, shape, environment, depth + 1);
    else if (name === 'Record') this.#markKeys(type, shape);
    else this.#unifyDeclaration(type, shape, environment, depth);
  }

  /** `Record<'id' | 'created', string>`: the type lists the members that it has. */
  #markKeys(type: Node, shape: ShapeValue): void {
    const fields = renamedFields[shape.shape];
    if (fields && listedKeys(this.trace, type).some(({ name }) => name in fields)) this.#known.set(type, { declaration: type, value: typedAs(shape) });
  }

  #unifyDeclaration(type: Node, shape: ShapeValue, environment: Environment, depth: number): void {
    const declaration = typeDeclaration(this.trace, type);
    if (!declaration) return;
    const next = bind(declaration, type, environment);
    if (declaration.type === 'TSTypeAliasDeclaration' && declaration['typeAnnotation'].type !== 'TSTypeLiteral') this.#unify(declaration['typeAnnotation'], shape, next, depth + 1);
    else this.#mark(declaration, declaration, shape, next, depth);
  }

  /** The type describes this shape, and its members what the shape's members are. */
  #mark(declaration: Node, type: Node, shape: ShapeValue, environment: Environment, depth: number): void {
    if (!shapes[shape.shape] || this.#known.get(declaration) || (shape.shape.endsWith('[]') && membersOfType(this.trace, type).some(isRenamed)) || isNoneOf(this.trace, type, shape)) return;
    const isGeneric = environment.size > 0;
    if (!isGeneric || renamedFields[shape.shape]) this.#known.set(declaration, { declaration, value: typedAs(shape) });
    for (const member of membersOfType(this.trace, type)) {
      const name: string | undefined = member['key']?.name ?? member['key']?.value;
      const inner = name === undefined ? undefined : shapes[shape.shape]?.[name];
      const memberType: Node | undefined = member['typeAnnotation']?.['typeAnnotation'];
      if (inner && memberType) this.#unify(memberType, { ...shape, shape: inner }, environment, depth + 1);
    }
  }
}
