import { cursors, renamedFields, shapes } from '../../api.ts';
import { endpointOf } from '../../evidence.ts';
import type { OldName } from '../../facts.ts';
import { enclosingFunction, isMember, keyName, memberName, type Node, unwrap } from '../../source/ast.ts';
import { hasAnswer } from '../requests/answers.ts';
import { sameAnswer } from './asked-through.ts';
import { returnedNodes, returnedValue } from '../calls/calls.ts';
import { copiesIn } from '../changes/copies.ts';
import { elementAt, memberOf } from '../members.ts';
import { atServer, samplesOf } from './sample-addresses.ts';
import { ToldAnswers } from './told-answers.ts';
import type { Trace } from '../trace.ts';
import { inOrder } from '../in-order.ts';
import type { FieldPlace } from '../users.ts';
import { members, type Piece, type RawRequest, type Ref, type ResponseValue, type ShapeValue, union, type Value } from '../value.ts';

/** How deep a mock's value is looked into. */
const deepest = 12;

const writtenFor = (node: Node, shape: ShapeValue): ShapeValue => ({ ...shape, trail: { node, note: 'written in its place', next: shape.trail } });

/** Finds what of the literals that a mock is written with stands for users, and where those have old names. */
export class MockReader {
  readonly #places: FieldPlace[] = [];
  /** Literals and the answers that each is part of. */
  readonly #stands = new Map<Node, ShapeValue[]>();
  /** Literals that another API is answered for with. */
  readonly #others = new Map<Node, ShapeValue>();
  /** Stand-ins that are seen to answer an address. */
  readonly #telling = new Set<Node>();
  readonly #untold: { readonly written: Ref; readonly real: Value; readonly standIn: Node | undefined }[] = [];
  /** How many literals were met that stand for something. */
  #found = 0;
  /** Which of the answers are given for the request that is gone through. */
  #told: ToldAnswers | undefined;
  /** What was read last is written for other requests. */
  #isElsewhere = false;
  constructor(readonly trace: Trace) {}

  /** From now on the literals are what they stand for; one that stands for something else as well is not. */
  settle(): FieldPlace[] {
    const stands = new Map([...this.#stands].map(([node, shapes]) => [node, inOrder(this.trace, shapes)]));
    for (const [node, [shape]] of stands) if (shape && !this.#others.has(node)) this.trace.stands.set(node, shape);
    if (stands.size > 0) this.trace.forget();
    return this.#places.map((place) => {
      const literal = place.node.parent as Node;
      const [shape, ...alternatives] = (place.place === 'mock' && stands.get(literal)) || [];
      return shape ? { ...place, shape: writtenFor(place.node, shape), alternatives, other: this.#others.get(literal) } : place;
    });
  }

  /** True for a literal with which another API is answered for. */
  isForeign(literal: Node): boolean {
    return this.#others.has(literal);
  }

  /** Changed copies of what stands for users, each a user as well; how many were found that were not known. */
  copies(files: readonly string[]): number {
    if (this.#stands.size === 0) return 0;
    const known = this.#stands.size;
    for (const file of files) {
      const source = this.trace.project.source(file);
      for (const { copy, of } of source ? copiesIn(this.trace, source.program, (literal) => this.#stands.has(literal)) : []) {
        const [shape] = this.#stands.get(of) ?? [];
        if (shape && !this.#stands.has(copy)) this.#literal({ node: copy, frame: undefined }, shape, 0);
      }
    }
    return this.#stands.size - known;
  }

  read(written: Ref, real: Value): void {
    this.trace.ask(() => this.#expression(written, real, 0), undefined);
  }

  /** What stands in for a client: for each address that it is asked for, what it gives for that one. */
  readAsked(written: Ref, requests: readonly RawRequest[]): void {
    const same = sameAnswer(this.trace, requests);
    const asked = requests.filter((request) => endpointOf(this.trace, request) === undefined || hasAnswer(this.trace, request));
    const standIn = standInAround(written.node);
    const told = standIn ? asked.filter((request) => this.#readTold(written, request, standIn)) : [];
    if (standIn && told.length > 0) this.#telling.add(standIn);
    else if (same) this.#untold.push({ written, real: same, standIn });
  }

  /** Where nothing tells for which address something is given, all of it is given for the one question that is asked. */
  readUntold(): void {
    for (const { written, real, standIn } of this.#untold) if (!standIn || !this.#telling.has(standIn)) this.read(written, real);
  }

  /** What a server of a test answers: the body of the answer to each request that reaches it. */
  readServed(written: readonly Ref[], requests: readonly RawRequest[], handler: Node): void {
    for (const request of requests) {
      const answer: ResponseValue = { kind: 'response', request, steps: [], trail: { node: request.call, note: 'the request that it answers' } };
      const body = this.trace.bodyOf(answer, request.call);
      this.trace.ask(() => {
        for (const one of written) this.#readTold(one, request, handler, body);
      }, undefined);
    }
  }

  /** True where something is written for exactly this request, or where what is written is all for others. `body`: what it stands for, where that is not the whole answer. */
  #readTold(written: Ref, request: RawRequest, standIn: Node, body?: Value): boolean {
    const { trace } = this;
    const asked = samplesOf(trace, request);
    if (asked.length === 0) return false;
    const samples = body ? asked.map(atServer) : asked;
    const real: Value = body ?? { kind: 'response', request, steps: [], trail: { node: request.call, note: 'the request that it stands for' } };
    const before = this.#found;
    this.#isElsewhere = false;
    this.#told = new ToldAnswers(trace, samples, standIn);
    if (this.#told.fits(written.node)) this.read(written, real);
    this.#told = undefined;
    return this.#found > before || this.#isElsewhere;
  }

  /** A function of the project that is handed in where the library's own would be: what it gives stands for the answer. */
  inject(request: RawRequest): void {
    const { trace } = this;
    const callee: Node | undefined = request.call['callee'] && unwrap(request.call['callee']);
    if (!callee) return;
    trace.ask(() => {
      const targets = members(trace.evaluate(callee, undefined));
      if (!targets.some((target) => target.kind === 'library')) return;
      const real: ResponseValue = { kind: 'response', request, steps: [], trail: { node: request.call, note: 'the request that it stands for' } };
      for (const target of targets) {
        if (target.kind !== 'function') continue;
        const frame = trace.frame(target.ref.node, request.call, undefined, target.ref.frame, target.self);
        const results = returnedNodes(target.ref.node).map((node): Ref => ({ node: unwrap(node), frame }));
        if (results.filter((written) => this.#readTold(written, request, target.ref.node)).length === 0) for (const written of results) this.#expression(written, real, 0);
      }
    }, undefined);
  }

  /** An answer that is made here (`new Response(JSON.stringify(x))`) is read where its body is written. */
  #expression(written: Ref, real: Value, depth: number): void {
    const leaves = this.#told?.leaves(written) ?? [written];
    this.#isElsewhere ||= leaves.every(({ node }) => node.type === 'ObjectExpression' && node['properties'].length === 0);
    for (const leaf of leaves) this.#leaf(leaf, real, depth);
  }

  #leaf({ node, frame }: Ref, real: Value, depth: number): void {
    const body = real.kind === 'response' ? madeBody(node) : undefined;
    if (body && real.kind === 'response') this.#expression({ node: body, frame }, this.trace.bodyOf(real, node), depth);
    else this.#alike(this.trace.evaluate(node, frame), real, depth);
  }

  /** What is written is what the real thing would be; both are gone through together. */
  #alike(written: Value, real: Value, depth: number): void {
    if (depth > deepest || written.kind === 'unknown') return;
    if (written.kind === 'union') for (const member of written.of) this.#alike(member, real, depth + 1);
    else if (real.kind === 'union') for (const member of real.of) this.#alike(written, member, depth + 1);
    else if (real.kind === 'response') this.#answer(written, real, depth);
    else if (real.kind === 'shape') this.#shape(written, real, depth);
    else if (real.kind === 'list' || real.kind === 'each') this.#elements(written, elementAt(this.trace, real, Number.NaN, real.ref), depth);
    else if (/^(?:object|record|instance|typed)$/.test(real.kind) && written.kind === 'object') this.#members(written.ref, (name, at) => memberOf(this.trace, real, name, at), depth);
  }

  /** `{ data: body }`, `{ json: async () => body }`: along the steps by which the client's answers are read. */
  #answer(written: Value, real: ResponseValue, depth: number): void {
    const body = this.trace.bodyOf(real, real.request.call);
    for (const path of real.request.answer) {
      const rest = path.slice(real.steps.length);
      const reached = rest.reduce<Value | undefined>((value, step) => value && this.#step(value, step), written);
      if (reached) this.#alike(reached, body, depth + 1);
    }
  }

  #step(value: Value, step: string): Value | undefined {
    if (step === 'JSON.parse()') return value;
    const found = value.kind === 'object' ? memberOf(this.trace, value, step.replace('()', ''), value.ref) : undefined;
    if (!found || found.kind === 'unknown') return undefined;
    if (!step.endsWith('()')) return found;
    return found.kind === 'function' ? this.#returned(found.ref, found) : undefined;
  }

  #returned({ node }: Ref, target: Extract<Value, { kind: 'function' }>): Value {
    const call = { type: 'CallExpression', arguments: [], start: node.start, end: node.end, ...(node.parent ? { parent: node.parent } : {}) } as Node;
    const frame = this.trace.frame(node, call, target.ref.frame, target.ref.frame, target.self);
    const told = this.#told;
    if (!told) return returnedValue(this.trace, target, frame);
    return union(
      returnedNodes(node)
        .flatMap((result) => (told.fits(result) ? told.leaves({ node: result, frame }) : []))
        .map((leaf) => this.trace.value(leaf)),
    );
  }

  #shape(written: Value, real: ShapeValue, depth: number): void {
    if (real.shape.endsWith('[]')) this.#elements(written, { ...real, shape: real.shape.slice(0, -2) }, depth);
    if (written.kind === 'object' && shapes[real.shape]) this.#literal(written.ref, real, depth);
    if (real.shape.startsWith('Other')) this.#foreign(written, real, depth);
    if (real.shape === 'Href' && (written.kind === 'text' || written.kind === 'url')) this.#link(written.pieces, real);
  }

  /** `{ href: 'https://…/users?startingAfter=b' }`: what the code reads out of it goes by its name there. */
  #link(pieces: readonly Piece[], shape: ShapeValue): void {
    for (const piece of pieces) {
      const name = piece.kind === 'literal' ? Object.keys(cursors).find((cursor) => new RegExp(`[?&]${cursor}=`).test(piece.text)) : undefined;
      if (piece.kind !== 'literal' || name === undefined || !/^(?:StringLiteral|TemplateElement)$/.test(piece.node.type) || this.#places.some(({ node }) => node === piece.node)) continue;
      this.#places.push({ node: piece.node, name: name as OldName, place: 'link', isMocked: true, shape: writtenFor(piece.node, shape), other: undefined });
    }
  }

  #elements(written: Value, real: Value, depth: number): void {
    if (written.kind !== 'list') return;
    for (const item of written.items) this.#expression(item, real, depth + 1);
    if (written.rest) this.#alike(written.rest, real, depth + 1);
  }

  #literal(ref: Ref, shape: ShapeValue, depth: number): void {
    if (this.#told && !(this.#told.fits(ref.node) && hasCommon(ref.node, shape))) return;
    this.#found += 1;
    const isUser = renamedFields[shape.shape] !== undefined && ref.node.type === 'ObjectExpression';
    const known = this.#stands.get(ref.node);
    const same = known?.find(({ request }) => request?.call === shape.request?.call);
    if (isUser && known) this.#stands.set(ref.node, [...known.filter((one) => one !== same), ...inOrder(this.trace, same ? [same, shape] : [shape]).slice(0, 1)]);
    if (isUser && !known) {
      this.#stands.set(ref.node, [shape]);
      for (const property of ref.node['properties'] as Node[]) {
        const name = property.type === 'ObjectProperty' ? keyName(property['key'], property['computed']) : undefined;
        if (name !== undefined && renamedFields[shape.shape]?.[name as OldName]) this.#places.push({ node: property, name: name as OldName, place: 'mock', shape: writtenFor(property, shape), other: undefined });
      }
    }
    this.#members(ref, (name) => (shapes[shape.shape]?.[name] === undefined ? undefined : { ...shape, shape: shapes[shape.shape]?.[name] as string }), depth, shape);
  }

  /** What another API is answered for with, as a whole. */
  #foreign(written: Value, real: ShapeValue, depth: number): void {
    if (written.kind === 'list') this.#elements(written, real, depth);
    if (written.kind !== 'object' || this.#others.has(written.ref.node) || this.#told?.fits(written.ref.node) === false) return;
    this.#found += 1;
    this.#others.set(written.ref.node, real);
    this.#members(written.ref, () => real, depth, real);
  }

  /** Every property against the member of the same name; what is spread in, against the whole. */
  #members(ref: Ref, real: (name: string, at: Ref) => Value | undefined, depth: number, whole?: ShapeValue): void {
    for (const property of (ref.node['properties'] ?? []) as Node[]) {
      if (property.type === 'SpreadElement') {
        if (whole) this.#alike(this.trace.evaluate(property['argument'], ref.frame), whole, depth + 1);
        continue;
      }
      const name = keyName(property['key'], property['computed']);
      const member = name !== undefined && property['value'] ? real(name, ref) : undefined;
      if (member) this.#expression({ node: property['value'], frame: ref.frame }, member, depth + 1);
    }
  }
}

/** True where an object has a member that the shape has; one of a list of others is none. */
const hasCommon = (literal: Node, { shape }: ShapeValue): boolean =>
  ((literal['properties'] ?? []) as Node[]).some(
    (property) =>
      property.type === 'SpreadElement' || shapes[shape]?.[keyName(property['key'], property['computed']) ?? ''] !== undefined || renamedFields[shape]?.[(keyName(property['key'], property['computed']) ?? '') as OldName] !== undefined,
  );

/** The function of a test that gives this, asked for an address. */
function standInAround(written: Node): Node | undefined {
  const fn = enclosingFunction(written);
  const results = fn ? returnedNodes(fn) : [];
  return results.some(({ start, end }) => start <= written.start && written.end <= end) ? fn : undefined;
}

/** The body of `new Response(body)`, `Response.json(body)`. */
function madeBody(given: Node): Node | undefined {
  const node = unwrap(given);
  const callee: Node | undefined = node['callee'] && unwrap(node['callee']);
  const isMade = node.type === 'NewExpression' ? callee?.['name'] === 'Response' : isMember(callee) && memberName(callee as Node) === 'json' && callee?.['object'].name === 'Response';
  return isMade ? node['arguments'][0] : undefined;
}
