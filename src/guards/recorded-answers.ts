import { oldParameters } from '../api.ts';
import type { UsersRequest } from '../facts.ts';
import { calleeName, descendants, enclosingFunction, isCall, isMember, type Node, unwrap } from '../source/ast.ts';
import { isDouble } from '../trace/doubles/doubles.ts';
import type { StandIn } from '../trace/doubles/mocks.ts';
import type { Trace } from '../trace/trace.ts';
import { members, type RawRequest } from '../trace/value.ts';
import { heldBack } from './held-back.ts';
import { isWithin } from './names-in-doubles.ts';

/** What reads a file by its name. */
const reads = /^(?:readFile(?:Sync)?|readTextFile(?:Sync)?|readJson(?:Sync)?|createReadStream|require)$/;
/** Functions within functions, and names of names, are looked into to this depth. */
const deepest = 4;

/**
 * Requests that a test has answered from recordings: `fetch: async (url) => new Response(readFileSync(`recordings/${slug(url)}.json`))`. Asked for
 * another address, it finds no file; and what stands in the files has the old names.
 */
export class RecordedAnswers {
  readonly #reads = new Map<Node, Node | undefined>();
  readonly #reasons = new Map<RawRequest, string | undefined>();

  constructor(
    readonly trace: Trace,
    readonly requests: readonly RawRequest[],
    readonly standIns: readonly StandIn[],
  ) {}

  /** The query, which stays where its text is part of a file's name. */
  guard(query: UsersRequest['query'], request: RawRequest): UsersRequest['query'] {
    const params = query.all(...oldParameters);
    const reason = params.length > 0 ? this.about(request) : undefined;
    return reason === undefined ? query : heldBack(query, new Map(params.map((param) => [param, reason])));
  }

  /** Why the request and what reads its answer stay as they are. */
  about(request: RawRequest): string | undefined {
    if (request.mock) return undefined;
    if (!this.#reasons.has(request))
      this.#reasons.set(
        request,
        this.trace.ask(() => this.#reason(request), undefined, request.call),
      );
    return this.#reasons.get(request);
  }

  #reason(request: RawRequest): string | undefined {
    const found = [...this.#givenFor(request)].map((fn) => this.#readsByAddress(fn)).find(Boolean);
    if (!found) return undefined;
    const source = this.trace.project.sourceOf(found);
    return `${source.file.split('/').at(-1)}:${source.place(found.start).line} answers it from a file that is named after the address: record it anew, and change both`;
  }

  /** The functions that answer in place of a server, or of what sends the request. */
  *#givenFor(request: RawRequest): Generator<Node> {
    const sending = functionsAt(this.trace, request.call);
    if (sending.hasLibrary) for (const fn of sending.functions) if (!this.#asks(fn)) yield fn;
    for (let { frame } = request; frame; frame = frame.caller) for (const fn of functionsAt(this.trace, frame.call).functions) if (fn !== frame.fn && isDouble(this.trace, fn)) yield fn;
    for (const { written, requests } of this.standIns) {
      const fn = requests.some(({ call }) => call === request.call) ? enclosingFunction(written) : undefined;
      if (fn) yield fn;
    }
  }

  /** True for a function that asks the server itself, as a cache does. */
  #asks(fn: Node): boolean {
    return this.requests.some(({ call }) => this.trace.project.sourceOf(call) === this.trace.project.sourceOf(fn) && isWithin(call, fn));
  }

  #readsByAddress(fn: Node): Node | undefined {
    if (!this.#reads.has(fn)) this.#reads.set(fn, this.#reading(fn, 0));
    return this.#reads.get(fn);
  }

  /** The call in a function that reads a file whose name comes from what the function is given. */
  #reading(fn: Node, depth: number): Node | undefined {
    for (const call of descendants(fn['body'])) {
      if (!isCall(call) && call.type !== 'ImportExpression') continue;
      const given = (call['arguments'] ?? [call['source']]) as Node[];
      if (!given.some((argument) => this.#comesFrom(argument, fn, 0))) continue;
      const isRead = call.type === 'ImportExpression' || call['callee'].type === 'Import' || reads.test(calleeName(call));
      const found = isRead ? call : depth < deepest ? functionsAt(this.trace, call).functions.flatMap((inner) => this.#reading(inner, depth + 1) ?? [])[0] : undefined;
      if (found) return found;
    }
    return undefined;
  }

  /** True for an expression in which a parameter of the function stands, also under other names; what only decides between texts is none. */
  #comesFrom(given: Node, fn: Node, depth: number): boolean {
    const node = unwrap(given);
    if (depth > deepest) return false;
    if (node.type === 'ConditionalExpression') return [node['consequent'], node['alternate']].some((part: Node) => this.#comesFrom(part, fn, depth + 1));
    return descendants(node).some((inner) => {
      if (inner.type !== 'Identifier' || (isMember(inner.parent) && inner.parent?.['property'] === inner && !inner.parent?.['computed'])) return false;
      const binding = this.trace.project.sourceOf(inner).scopes.bindingOf(inner);
      if (!binding || !isWithin(binding.id, fn)) return false;
      if (binding.kind === 'param') return (fn['params'] as Node[]).some((parameter) => isWithin(binding.id, parameter));
      const init: Node | undefined = binding.declaration['init'] ?? undefined;
      return !!init && init !== given && this.#comesFrom(init, fn, depth + 1);
    });
  }
}

/** What a call may call: functions of the project, and whether it may be a library's as well. */
function functionsAt(trace: Trace, call: Node): { readonly functions: readonly Node[]; readonly hasLibrary: boolean } {
  const targets = call['callee'] ? members(trace.evaluate(unwrap(call['callee']), undefined)) : [];
  return { functions: targets.flatMap((target) => (target.kind === 'function' ? [target.ref.node] : [])), hasLibrary: targets.some(({ kind }) => kind === 'library') };
}
