import { oldFields } from '../api.ts';
import { readQuery } from '../carriers/queries/query.ts';
import { descendants, isCall, keyName, type Node, outermost } from '../source/ast.ts';
import { placeKey } from '../source/ranges.ts';
import { rangeOf } from '../carriers/code.ts';
import type { Trace } from '../trace/trace.ts';
import type { RawRequest } from '../trace/value.ts';

/**
 * Lists of attributes that are written to be asked for (`fields: 'id,roles'`) and that reach no request that is known: a request of which
 * not every parameter was read may send them, and what it answers must be read by the old names then.
 */
export class UnreadFields {
  #found: ReadonlyMap<string, string> | undefined;

  constructor(
    readonly trace: Trace,
    readonly programs: readonly Node[],
    /** Places of the lists that requests are known to send. */
    readonly asked: ReadonlySet<string>,
  ) {}

  /** Why the answers to these requests keep the old name; undefined where nothing speaks against the new one. */
  about(requests: readonly RawRequest[], name: string): string | undefined {
    const why = this.#all().get(name);
    return why !== undefined && requests.some((request) => !request.mock && !readQuery(this.trace, request).complete) ? why : undefined;
  }

  #all(): ReadonlyMap<string, string> {
    this.#found ??= new Map(this.programs.flatMap((program) => descendants(program).flatMap((node) => this.#namesIn(node))));
    return this.#found;
  }

  #namesIn(node: Node): [string, string][] {
    if (node.type !== 'StringLiteral' || !isAskedFor(node)) return [];
    const source = this.trace.project.sourceOf(node);
    const names = String(node['value'])
      .split(',')
      .map((name) => name.trim())
      .filter((name) => oldFields.has(name));
    if (names.length === 0 || this.asked.has(placeKey(rangeOf(source, node)))) return [];
    return names.map((name) => [name, `${source.file.split('/').at(-1)}:${source.place(node.start).line} asks for it by \`fields\`, and the request that sends that is not known`]);
  }
}

/** `{ fields: '…' }`, `({ fields = '…' }) =>`, `query.set('fields', '…')`. */
function isAskedFor(node: Node): boolean {
  const outer = outermost(node);
  const parent = outer.parent?.type === 'AssignmentPattern' && outer.parent['right'] === outer ? outer.parent.parent : outer.parent;
  if (parent?.type === 'ObjectProperty') return parent['key'] !== outer && keyName(parent['key'], parent['computed']) === 'fields';
  return isCall(parent) && parent?.['arguments'][1] === outer && parent['arguments'][0].type === 'StringLiteral' && parent['arguments'][0].value === 'fields';
}
