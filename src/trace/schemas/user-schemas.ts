import { renamedFields, shapes } from '../../api.ts';
import type { Check, SchemaWords } from '../../clients/client.ts';
import { descendants, enclosingFunction, isCall, isMember, memberName, type Node, unwrap } from '../../source/ast.ts';
import { firstReceived } from '../calls/callbacks.ts';
import { contextsOf } from '../requests/requests.ts';
import { callableSchema, formOf, isStructure, literalsOf, ownMembers } from './schemas.ts';
import type { Trace } from '../trace.ts';
import { type Frame, type LibraryValue, members, type ObjectValue, type Ref, type ShapeValue, type Value } from '../value.ts';

/** What is known of an object of schemas, or of a list of names that picks from one. */
export interface KnownSchema {
  readonly node: Node;
  readonly frame: Frame | undefined;
  readonly shape: ShapeValue;
  readonly role: 'members' | 'keys';
  /** The words of the library; none for a JSON schema. */
  readonly words: SchemaWords | undefined;
}

/** A value and the schema that it was held against. */
interface Held {
  readonly schema: Value;
  readonly value: Value;
}

/** Nodes that say the type of a schema. */
const mayAnnotate = /^(?:VariableDeclarator|CallExpression|NewExpression|TSAsExpression|TSSatisfiesExpression)$/;
/** Methods that call what they are given with a value. */
const handing = /^(?:then|map|flatMap|forEach|filter|every|some|find|findLast|findIndex)$/;
/** Deeper schemas are not described. */
const deepest = 10;

/** Learns which schemas describe users: those that a traced value is held against. */
export class UserSchemas {
  readonly #known = new Map<Node, KnownSchema>();
  /** Objects of schemas that something else is held against as well. */
  readonly #others = new Set<Node>();
  #held: Held[] = [];
  readonly #names: RegExp;

  /** `programs`: where values may be held against schemas; `hasJson`: whether JSON schemas are among them. */
  constructor(
    readonly trace: Trace,
    readonly programs: readonly Node[],
    readonly hasJson: boolean,
  ) {
    const words = trace.clients.flatMap((client) => client.schemas?.checks.source ?? []);
    this.#names = new RegExp(words.join('|'));
  }

  get all(): readonly KnownSchema[] {
    return [...this.#known.values()];
  }

  /** Asks every check what it checks. */
  learn(): void {
    this.#held = [];
    for (const program of this.programs) {
      for (const node of descendants(program)) {
        if (mayAnnotate.test(node.type)) this.trace.ask(() => this.#annotated(node), undefined);
        if (isCall(node) || node.type === 'NewExpression') this.trace.ask(() => this.#checkedBy(node), undefined);
      }
    }
    this.#setApart();
  }

  /** True when the object of schemas, or what picks from it, also describes something that is no user. */
  isShared(node: Node): boolean {
    return this.#others.has(node);
  }

  /** The object literals that are held against schemas of users, each with what it stands for. */
  get samples(): readonly { readonly literal: Node; readonly shape: ShapeValue }[] {
    return this.#held.flatMap(({ schema, value }) => {
      const shape = this.shapeOf(schema);
      return shape ? members(value).flatMap((member) => (member.kind === 'object' ? [{ literal: member.ref.node, shape }] : [])) : [];
    });
  }

  /** The shape that a schema describes, when it is known to describe part of the users API. */
  shapeOf(schema: Value, depth = 0): ShapeValue | undefined {
    const form = depth > deepest ? undefined : formOf(this.trace, schema);
    switch (form?.kind) {
      case 'object':
        return [...literalsOf(this.trace, schema).map(({ ref }) => this.#known.get(ref.node)?.shape), ...form.parts.map((part) => this.shapeOf(part, depth + 1))].find(Boolean);
      case 'list': {
        const element = this.shapeOf(form.of, depth + 1);
        return element && { ...element, shape: `${element.shape}[]` };
      }
      case 'choice':
        return form.of.map((choice) => this.shapeOf(choice, depth + 1)).find(Boolean);
      default:
        return undefined;
    }
  }

  /** The schema describes a value of this shape. */
  describe(schema: Value, shape: ShapeValue, depth = 0): void {
    const form = depth > deepest ? undefined : formOf(this.trace, schema);
    switch (form?.kind) {
      case 'object':
        for (const part of form.parts.flatMap((one) => members(one))) {
          if (part.kind === 'object') this.#mark(part, shape, schema, depth);
          else this.describe(part, shape, depth + 1);
        }
        for (const key of form.keys) this.#know(key, shape, 'keys', schema);
        return;
      case 'list':
        if (shape.shape.endsWith('[]')) this.describe(form.of, { ...shape, shape: shape.shape.slice(0, -2) }, depth + 1);
        return;
      case 'choice':
        for (const choice of form.of) this.describe(choice, shape, depth + 1);
        return;
      case 'converted':
        this.describe(form.from, shape, depth + 1);
        return;
      default:
    }
  }

  #mark(object: ObjectValue, shape: ShapeValue, schema: Value, depth: number): void {
    if (!shapes[shape.shape] || depth > deepest) return;
    this.#know(object.ref, shape, 'members', schema);
    const { named, spread } = ownMembers(this.trace, object);
    for (const value of spread) if (value.kind === 'object') this.#mark(value, shape, schema, depth + 1);
    for (const { name, value } of named) {
      const inner = shapes[shape.shape]?.[name];
      if (isStructure(inner)) this.describe(value, { ...shape, shape: inner as string }, depth + 1);
    }
  }

  #know(ref: Ref, shape: ShapeValue, role: KnownSchema['role'], schema: Value): void {
    if (this.#known.has(ref.node)) return;
    const words = schema.kind === 'schema' ? this.trace.clientNamed(schema.client)?.schemas : undefined;
    const place = schema.kind === 'schema' || schema.kind === 'object' ? schema.ref.node : ref.node;
    this.#known.set(ref.node, { node: ref.node, frame: ref.frame, role, words, shape: { ...shape, typed: true, trail: { node: place, note: 'the schema that it is held against', next: shape.trail } } });
  }

  /** `const userSchema: z.ZodType<User> = …`, `… satisfies z.ZodType<User>`, `compile<User>(schema)`: what is known of one is known of the other. */
  #annotated(node: Node): void {
    const isCallOf = isCall(node) || node.type === 'NewExpression';
    const holder: Node | undefined = isCallOf ? node : node.type === 'VariableDeclarator' ? node['id']['typeAnnotation']?.['typeAnnotation'] : node['typeAnnotation'];
    const [type] = (holder?.['typeParameters']?.['params'] ?? []) as Node[];
    const given: Node | undefined = isCallOf ? node['arguments'][0] : node.type === 'VariableDeclarator' ? node['init'] : node['expression'];
    if (!type || !given || given.type === 'StringLiteral') return;
    const shape = this.trace.userTypes?.valueOf(type);
    for (const schema of members(this.trace.evaluate(given, undefined)).filter((member) => formOf(this.trace, member))) {
      const described = shape ? undefined : this.shapeOf(schema);
      if (shape) this.describe(schema, shape);
      else if (described) this.trace.userTypes?.describe(type, described);
    }
  }

  #checkedBy(call: Node): void {
    if (!this.#mayCheck(call)) return;
    for (const frame of contextsOf(this.trace, enclosingFunction(call), 0, new Set())) for (const held of this.#heldBy(call, frame)) this.#hold(held);
  }

  /** Only such calls are asked in all their contexts: into a library of schemas, of a schema, or with a JSON schema beside part of an answer. */
  #mayCheck(call: Node): boolean {
    const given = call['arguments'] as Node[];
    if (given.length === 0) return false;
    const callee = unwrap(call['callee']);
    if (this.#isChecker(callee, undefined) || this.#handedOver(call, undefined).length > 0) return true;
    return given.length > 1 && this.#besideJson(call, undefined).length > 0;
  }

  /** True for what libraries call their checks, when the library is one of schemas. */
  #isChecker(callee: Node, frame: Frame | undefined): boolean {
    if (isMember(callee) && !this.#names.test(memberName(callee) ?? '')) return false;
    return this.#called(callee, frame).some((value) => this.trace.clientOf(value)?.checks);
  }

  /** What of a library is called: a function of it, or a schema that is one. */
  #called(callee: Node, frame: Frame | undefined): LibraryValue[] {
    return members(this.trace.evaluate(callee, frame)).flatMap((value) => (value.kind === 'library' ? [value] : (value.kind === 'schema' && callableSchema(this.trace, value, { node: callee, frame })) || []));
  }

  /** Checks that are arguments: `.then(Page.parse)`, `.every(isUser)`. */
  #handedOver(call: Node, frame: Frame | undefined): Node[] {
    const callee = unwrap(call['callee']);
    return isMember(callee) && handing.test(memberName(callee) ?? '') ? (call['arguments'] as Node[]).filter((argument) => /Identifier|MemberExpression|CallExpression/.test(argument.type) && this.#isChecker(argument, frame)) : [];
  }

  #heldBy(call: Node, frame: Frame | undefined): Held[] {
    const { trace } = this;
    const callee = unwrap(call['callee']);
    const check = (node: Node, handed?: Value): (Check | undefined)[] => this.#called(node, frame).map((value) => trace.clientOf(value)?.checks?.(trace.use(value, call, frame), handed));
    const called = this.#isChecker(callee, frame) ? check(callee) : [];
    const handed = this.#handedOver(call, frame).flatMap((argument) => check(argument, firstReceived(trace, call, argument, frame)));
    const held = [...called, ...handed].flatMap((one) => (one ? members(one.schema).map((schema) => ({ schema, value: one.value })) : []));
    return held.length > 0 ? held : this.#besideJson(call, frame);
  }

  /** A JSON schema handed over beside a value: `faults(userSchema, user)`, whoever wrote the function. */
  #besideJson(call: Node, frame: Frame | undefined): Held[] {
    if (!this.hasJson) return [];
    const given = (call['arguments'] as Node[]).filter((argument) => argument.type !== 'SpreadElement').map((argument) => this.trace.evaluate(argument, frame));
    const schemas = given.flatMap((value) => members(value)).filter((value) => value.kind === 'object' && isJsonSchema(value) && formOf(this.trace, value) !== undefined);
    if (schemas.length === 0) return [];
    return given.flatMap((value) => (members(value).some((member) => member.kind === 'shape') ? schemas.map((schema) => ({ schema, value })) : []));
  }

  #hold(held: Held): void {
    const found = members(held.value).flatMap((member) => (member.kind === 'shape' ? [member] : []));
    this.#held.push(held);
    const shape = found.find((member) => !member.shape.startsWith('Other'));
    if (shape && !found.some((member) => member.shape.startsWith('Other'))) this.describe(held.schema, shape);
  }

  /** What other values are held against as well, by a schema of its own: those parts may not change for users alone. */
  #setApart(): void {
    const isUsers = ({ value }: Held): boolean => members(value).some((member) => member.kind === 'shape' && !member.shape.startsWith('Other'));
    const isOther = ({ value }: Held): boolean => members(value).some((member) => member.kind === 'shape' && member.shape.startsWith('Other'));
    const signature = (parts: readonly Node[]): string => parts.map((node) => `${this.trace.project.fileOf(node)}:${node.start}`).join();
    const ofUsers = new Set(this.#held.filter((held) => isUsers(held) && !isOther(held)).map(({ schema }) => signature(this.#partsOf(schema))));
    for (const held of this.#held) {
      const parts = this.#partsOf(held.schema);
      if (isOther(held) || (!isUsers(held) && !ofUsers.has(signature(parts)))) for (const node of parts) this.#others.add(node);
    }
  }

  /** The parts of a schema that name an old field, in order. */
  #partsOf(schema: Value, depth = 0): Node[] {
    const form = depth > deepest ? undefined : formOf(this.trace, schema);
    switch (form?.kind) {
      case 'object': {
        const objects = literalsOf(this.trace, schema);
        const inner = objects.flatMap((object) => this.#partsOfObject(object, depth));
        return [...inner, ...form.keys.map((key) => key.node)];
      }
      case 'list':
        return this.#partsOf(form.of, depth + 1);
      case 'choice':
        return form.of.flatMap((choice) => this.#partsOf(choice, depth + 1));
      case 'converted':
        return this.#partsOf(form.from, depth + 1);
      default:
        return [];
    }
  }

  #partsOfObject(object: ObjectValue, depth: number): Node[] {
    const { named, spread } = ownMembers(this.trace, object);
    const isPart = named.some(({ name }) => Object.values(renamedFields).some((fields) => name in fields));
    return [...(isPart ? [object.ref.node] : []), ...spread.flatMap((value) => (value.kind === 'object' ? this.#partsOfObject(value, depth + 1) : [])), ...named.flatMap(({ value }) => this.#partsOf(value, depth + 1))];
  }
}

/** True for an object literal that names members under `properties`. */
function isJsonSchema(value: ObjectValue): boolean {
  return ((value.ref.node['properties'] ?? []) as Node[]).some((property) => /^(?:properties|items|\$ref|allOf|anyOf|oneOf)$/.test(property['key']?.name ?? property['key']?.value ?? ''));
}
