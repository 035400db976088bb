import type { ShapeName } from '../../api.ts';
import type { Node } from '../../source/ast.ts';
import type { LibraryValue, Piece, RawRequest, Ref, ResponseValue, ShapeValue } from '../../trace/value.ts';
import { answerOf, argument, type ClientUse, type Stated } from '../client.ts';

/** One function of a package for Qlik Cloud: what it requests, and which argument holds what. */
export interface Operation {
  readonly method: string;
  /** Below `/api/v1/`. */
  readonly path: string;
  readonly query?: number;
  readonly body?: number;
}

/** The path of one user, whatever its id. */
export const byId = 'users/id';

/** An address that the package puts together; no source text holds it. */
function knownAddress(path: string, node: Node): readonly Piece[] {
  return [{ kind: 'literal', text: `/api/v1/${path}`, node: { type: 'Joint', start: node.end, end: node.end, parent: node } }];
}

/** The answer to one of a package's functions. */
export function operationAnswer(use: ClientUse, client: string, operation: Operation, answer: Stated['answer'], more: Partial<Stated> = {}): ResponseValue {
  const at = (index: number | undefined): Ref | undefined => (index === undefined ? undefined : argument(use, index));
  return answerOf(use, { client, method: operation.method, url: knownAddress(operation.path, use.call), query: [at(operation.query)], body: at(operation.body), answer, dropsUndefined: true, ...more });
}

const typed = new WeakMap<Node, Map<ShapeName, ShapeValue>>();

/** What a type describes: a user, a list of them, a page. Its package is the evidence, or the configuration, in the words of `configured`. */
export function typedShape(type: LibraryValue, shape: ShapeName, configured?: string): ShapeValue {
  const { node } = type.ref;
  const shapes = typed.get(node) ?? new Map<ShapeName, ShapeValue>();
  typed.set(node, shapes);
  const known = shapes.get(shape);
  if (known) return known;
  const request: RawRequest = {
    client: type.name.replace(/^(@[^/]+\/[^/]+)\/.*/, '$1'),
    call: node,
    frame: undefined,
    method: 'GET',
    url: knownAddress(byId, node),
    query: [],
    body: undefined,
    headers: [],
    answer: [],
    dropsUndefined: true,
    ...(configured ? { configured } : {}),
  };
  const made: ShapeValue = { kind: 'shape', shape, request, trail: { node, note: `the type \`${type.path.filter((part) => part !== 'default').join('.')}\`${configured ? '' : ` of ${type.name}`}` }, typed: true };
  shapes.set(shape, made);
  return made;
}
