import { renamedFields, shapes } from '../api.ts';
import { descendants, enclosingFunction, isCall, isFunction, type Node, unwrap } from '../source/ast.ts';
import { ownStatements } from './calls.ts';
import type { Trace } from './trace.ts';
import { membersOfType, packageType, typeDeclaration } from './types.ts';
import { members, type ShapeValue, type Value } from './value.ts';

/** A declared type (interface, alias, class, literal) that describes something of the users API, and the value that proves it. */
export interface UserType {
  readonly declaration: Node;
  readonly value: ShapeValue;
}

type Environment = ReadonlyMap<string, Node>;
const nothing: Environment = new Map();
/** Types whose argument is what they hold. */
const transparent = /^(?:Promise|Awaited|Readonly|Partial|Required|NonNullable|Ref|MaybeRef|Signal|Observable|AxiosResponse|Response|Pick|Omit|PromiseLike|DeepPartial|Record)$/;
const lists = /^(?:Array|ReadonlyArray|Set|ReadonlySet|Iterable|AsyncIterable|Generator|AsyncGenerator|IterableIterator)$/;

/** Learns which declared types describe users: those that annotate a traced value. */
export class UserTypes {
  readonly #known = new Map<Node, UserType>();
  /** What the text of a type must mention to be worth a question. */
  readonly #telling: RegExp;

  constructor(
    readonly trace: Trace,
    programs: readonly Node[],
  ) {
    this.#telling = tellingTypes(trace, programs);
  }

  get all(): readonly UserType[] {
    return [...this.#known.values()];
  }

  /** Asks every annotation of a file what the annotated value is. Returns true when something new was learned. */
  learn(program: Node): boolean {
    const before = this.#known.size;
    const source = this.trace.project.sourceOf(program);
    for (const node of descendants(program)) {
      const types = annotationsOf(node).filter((type) => this.#telling.test(source.slice(type)));
      if (types.length > 0)
        this.trace.ask(() => {
          for (const [type, value] of this.#annotated(node)) this.#unify(type, value, nothing, 0);
        }, undefined);
    }
    return this.#known.size > before;
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
      case 'TSParenthesizedType':
      case 'TSTypeOperator':
        return this.valueOf(type['typeAnnotation'], environment, depth + 1);
      case 'TSIntersectionType':
        return (type['types'] as Node[]).map((part) => this.valueOf(part, environment, depth + 1)).find(Boolean);
      case 'TSTypeReference':
        return this.#referenced(type, environment, depth);
      default:
        return shapeOf(packageType(this.trace, type));
    }
  }

  #referenced(type: Node, environment: Environment, depth: number): ShapeValue | undefined {
    const name: string = type['typeName'].name ?? '';
    const [argument] = (type['typeParameters']?.['params'] ?? []) as Node[];
    const bound = environment.get(name);
    if (bound) return this.valueOf(bound, nothing, depth + 1);
    if (lists.test(name) && argument) return listOf(this.valueOf(argument, environment, depth + 1));
    if (transparent.test(name) && argument) return this.valueOf(argument, environment, depth + 1);
    const declaration = typeDeclaration(this.trace, type);
    if (!declaration) return shapeOf(packageType(this.trace, type));
    const known = this.#known.get(declaration);
    if (known) return known.value;
    return declaration.type === 'TSTypeAliasDeclaration' ? this.valueOf(declaration['typeAnnotation'], this.#bind(declaration, type, environment), depth + 1) : undefined;
  }

  #bind(declaration: Node, reference: Node, environment: Environment): Environment {
    const names: Node[] = declaration['typeParameters']?.['params'] ?? [];
    const given: Node[] = reference['typeParameters']?.['params'] ?? [];
    return new Map(
      names.flatMap((parameter, index) => {
        const name: string = parameter['name']?.name ?? parameter['name'];
        const type = given[index];
        const resolved = type?.type === 'TSTypeReference' && environment.get(type['typeName'].name);
        return type ? [[name, resolved || type] as const] : [];
      }),
    );
  }

  /** Pairs of a written type and the value it describes. */
  *#annotated(node: Node): Generator<[Node, Value]> {
    const { trace } = this;
    switch (node.type) {
      case 'TSAsExpression':
      case 'TSTypeAssertion':
      case 'TSSatisfiesExpression':
        yield [node['typeAnnotation'], trace.evaluate(node['expression'], undefined)];
        return;
      case 'CallExpression':
      case 'OptionalCallExpression':
      case 'NewExpression':
        yield* this.#typeArguments(node);
        return;
      case 'ClassProperty':
        if (node['typeAnnotation'] && node['value']) yield [node['typeAnnotation'].typeAnnotation, trace.evaluate(node['value'], undefined)];
        return;
      default:
    }
    if (isFunction(node) && node['returnType'] && node['body']) for (const value of returnedValues(trace, node)) yield [node['returnType'].typeAnnotation, value];
    if (/^(?:Identifier|ObjectPattern|ArrayPattern)$/.test(node.type) && node['typeAnnotation']?.['typeAnnotation']) {
      const value = node.type === 'Identifier' && node.parent?.type === 'VariableDeclarator' && node.parent['init'] ? trace.evaluate(node.parent['init'], undefined) : trace.evaluatePattern(node, undefined);
      yield [node['typeAnnotation'].typeAnnotation, value];
    }
  }

  /** `get<User[]>(…)`: the argument describes what the call gives, or the body of the answer it gives. */
  *#typeArguments(node: Node): Generator<[Node, Value]> {
    const [type] = (node['typeParameters']?.['params'] ?? node['typeArguments']?.['params'] ?? []) as Node[];
    if (!type || !isCall(node)) return;
    for (const value of members(this.trace.evaluate(node, undefined))) {
      if (value.kind === 'shape') yield [type, value];
      if (value.kind === 'response') yield [type, this.trace.bodyOf(value, node)];
    }
  }

  #unify(type: Node, value: Value, environment: Environment, depth: number): void {
    if (depth > 10) return;
    const shape = members(value).find((member): member is ShapeValue => member.kind === 'shape' && !member.shape.startsWith('Other'));
    const hasOther = members(value).some((member) => member.kind === 'shape' && member.shape.startsWith('Other'));
    if (!shape || hasOther) return;
    switch (type.type) {
      case 'TSArrayType':
        if (shape.shape.endsWith('[]')) this.#unify(type['elementType'], elementOf(shape), environment, depth + 1);
        return;
      case 'TSUnionType':
      case 'TSIntersectionType':
        for (const part of type['types'] as Node[]) this.#unify(part, shape, environment, depth + 1);
        return;
      case 'TSParenthesizedType':
      case 'TSTypeOperator':
        this.#unify(type['typeAnnotation'], shape, environment, depth + 1);
        return;
      case 'TSTypeLiteral':
        this.#mark(type, type, shape, environment, depth);
        return;
      case 'TSTypeReference':
        this.#unifyReference(type, shape, environment, depth);
        return;
      default:
    }
  }

  #unifyReference(type: Node, shape: ShapeValue, environment: Environment, depth: number): void {
    const name: string = type['typeName'].name ?? '';
    const [argument] = (type['typeParameters']?.['params'] ?? []) as Node[];
    const bound = environment.get(name);
    if (bound) this.#unify(bound, shape, nothing, depth + 1);
    else if (lists.test(name) && argument) {
      if (shape.shape.endsWith('[]')) this.#unify(argument, elementOf(shape), environment, depth + 1);
    } else if (transparent.test(name) && argument) this.#unify(argument, shape, environment, depth + 1);
    else this.#unifyDeclaration(type, shape, environment, depth);
  }

  #unifyDeclaration(type: Node, shape: ShapeValue, environment: Environment, depth: number): void {
    const declaration = typeDeclaration(this.trace, type);
    if (!declaration) return;
    const next = this.#bind(declaration, type, environment);
    if (declaration.type === 'TSTypeAliasDeclaration' && declaration['typeAnnotation'].type !== 'TSTypeLiteral') this.#unify(declaration['typeAnnotation'], shape, next, depth + 1);
    else this.#mark(declaration, declaration, shape, next, depth);
  }

  /** The type describes this shape, and its members what the shape's members are. */
  #mark(declaration: Node, type: Node, shape: ShapeValue, environment: Environment, depth: number): void {
    if (!shapes[shape.shape] || this.#known.get(declaration)) return;
    const isGeneric = environment.size > 0;
    if (!isGeneric || renamedFields[shape.shape]) this.#known.set(declaration, { declaration, value: { ...shape, typed: true } });
    for (const member of membersOfType(this.trace, type)) {
      const name: string | undefined = member['key']?.name ?? member['key']?.value;
      const inner = name === undefined ? undefined : shapes[shape.shape]?.[name];
      const memberType: Node | undefined = member['typeAnnotation']?.['typeAnnotation'];
      if (inner && memberType) this.#unify(memberType, { ...shape, shape: inner }, environment, depth + 1);
    }
  }

  /** What the context of an object literal says it is: `const u: User = { … }`, `as User`, an argument, a return value. */
  expected(node: Node, depth = 0): ShapeValue | undefined {
    const parent = node.parent;
    if (!parent || depth > 8) return undefined;
    switch (parent.type) {
      case 'TSAsExpression':
      case 'TSSatisfiesExpression':
      case 'TSTypeAssertion':
        return this.valueOf(parent['typeAnnotation']) ?? this.expected(parent, depth + 1);
      case 'ParenthesizedExpression':
      case 'TSNonNullExpression':
      case 'AwaitExpression':
        return this.expected(parent, depth + 1);
      case 'VariableDeclarator':
      case 'ClassProperty':
        return this.#annotation(parent.type === 'VariableDeclarator' ? parent['id'] : parent);
      case 'AssignmentPattern':
        return this.#annotation(parent['left']);
      case 'ArrayExpression':
        return element(this.expected(parent, depth + 1));
      case 'ConditionalExpression':
        return parent['test'] === node ? undefined : this.expected(parent, depth + 1);
      case 'LogicalExpression':
        return this.expected(parent, depth + 1);
      case 'ReturnStatement':
        return this.#returned(enclosingFunction(parent));
      case 'ArrowFunctionExpression':
        return parent['body'] === node ? this.#returned(parent) : undefined;
      case 'ObjectProperty':
        return this.#member(parent, depth);
      case 'CallExpression':
      case 'OptionalCallExpression':
        return this.#parameter(parent, node);
      default:
        return undefined;
    }
  }

  #annotation(target: Node): ShapeValue | undefined {
    const type: Node | undefined = target['typeAnnotation']?.['typeAnnotation'];
    return type && this.valueOf(type);
  }

  #returned(fn: Node | undefined): ShapeValue | undefined {
    const type: Node | undefined = fn?.['returnType']?.['typeAnnotation'];
    return type && this.valueOf(type);
  }

  #member(property: Node, depth: number): ShapeValue | undefined {
    const outer = property.parent && this.expected(property.parent, depth + 1);
    const name: string | undefined = property['key']?.name ?? property['key']?.value;
    const shape = outer && name !== undefined ? shapes[outer.shape]?.[name] : undefined;
    return outer && shape ? { ...outer, shape } : undefined;
  }

  #parameter(call: Node, node: Node): ShapeValue | undefined {
    const index = (call['arguments'] as Node[]).indexOf(node);
    for (const value of members(this.trace.evaluate(unwrap(call['callee']), undefined))) {
      const parameter: Node | undefined = value.kind === 'function' ? value.ref.node['params'][index] : undefined;
      const found = parameter && this.#annotation(parameter.type === 'AssignmentPattern' ? parameter['left'] : parameter);
      if (found) return found;
    }
    return undefined;
  }
}

/** The types written at a node. */
function annotationsOf(node: Node): Node[] {
  const types: (Node | undefined)[] = [node['typeAnnotation'], node['returnType'], node['typeParameters'], node['typeArguments']];
  return types.filter((type): type is Node => typeof type?.type === 'string');
}

const oldMember = /\b(?:roles|created|lastUpdated|valid_roles)\b/;

/** Names of declared types with an old member, and of types that mention those. */
function tellingTypes(trace: Trace, programs: readonly Node[]): RegExp {
  const declarations = programs.flatMap((program) =>
    descendants(program).flatMap((node) => (/^(?:TSInterfaceDeclaration|TSTypeAliasDeclaration|ClassDeclaration)$/.test(node.type) && node['id'] ? [{ name: String(node['id'].name), text: trace.project.sourceOf(node).slice(node) }] : [])),
  );
  const names = new Set(declarations.filter(({ text }) => oldMember.test(text)).map(({ name }) => name));
  for (let round = 0; round < 3 && names.size > 0; round += 1) {
    const mention = new RegExp(`\\b(?:${[...names].join('|')})\\b`);
    for (const { name, text } of declarations) if (mention.test(text)) names.add(name);
  }
  return new RegExp(`\\b(?:${['roles', 'created', 'lastUpdated', 'valid_roles', ...names].map((name) => name.replaceAll('$', '\\$')).join('|')})\\b`);
}

function returnedValues(trace: Trace, fn: Node): Value[] {
  const body: Node = fn['body'];
  if (body.type !== 'BlockStatement') return [trace.evaluate(body, undefined)];
  return ownStatements(body, 'ReturnStatement').flatMap((statement) => (statement['argument'] ? [trace.evaluate(statement['argument'], undefined)] : []));
}

const shapeOf = (value: Value | undefined): ShapeValue | undefined => (value?.kind === 'shape' ? value : undefined);
const elementOf = (shape: ShapeValue): ShapeValue => ({ ...shape, shape: shape.shape.slice(0, -2) });
const listOf = (shape: ShapeValue | undefined): ShapeValue | undefined => shape && { ...shape, shape: `${shape.shape}[]` };
const element = (shape: ShapeValue | undefined): ShapeValue | undefined => (shape?.shape.endsWith('[]') ? elementOf(shape) : undefined);
