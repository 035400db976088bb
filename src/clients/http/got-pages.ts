import { isFunction, type Node } from '../../source/ast.ts';
import { returnedNodes } from '../../trace/calls/calls.ts';
import { callbackResult } from '../../trace/methods.ts';
import { type FunctionValue, members, type Ref, type ResponseValue, union, type Value } from '../../trace/value.ts';
import { addressAt, here, madeMember, ownCall } from '../arguments.ts';
import { answerOf, type ClientUse, findMember, optionRef, type Stated } from '../client.ts';

/** What `got.paginate` asks: the first page, and each further one with the options that `paginate` returns, which are added to those of the page before. */
export function pagesOf(use: ClientUse, stated: Stated): Value {
  const first = answerOf(use, stated);
  const { returned, isRead } = further(use, first);
  const marked = (answer: ResponseValue): ResponseValue => ({ ...answer, request: { ...answer.request, pages: isRead ? 'read' : 'unread' } });
  const next = returned.flatMap((options) => {
    const url = findMember(use.trace, options, 'url');
    const query = findMember(use.trace, options, 'searchParams');
    // A link says all that is asked; an address without one has the parameters of the page before.
    if (url) return [answerOf(use, { ...stated, url: addressAt(use, url), query: [] })];
    return query ? [marked(answerOf(use, { ...stated, query: [query] }))] : [];
  });
  return union([returned.length > 0 || !isRead ? marked(first) : first, ...next]);
}

/** The options that `paginate` returns, and whether all that it returns is known. */
function further(use: ClientUse, first: ResponseValue): { readonly returned: readonly Value[]; readonly isRead: boolean } {
  const paginate = pagination(use, 'paginate');
  if (!paginate) return { returned: [], isRead: true };
  const result = resultOf(use, paginate, { kind: 'record', members: { response: first } });
  const returned = result ? members(result).filter((value) => value.kind === 'object') : [];
  return { returned, isRead: returned.length > 0 || endsThere(use, paginate.ref) };
}

interface Setting {
  readonly ref: Ref;
  readonly by: Ref;
}

/** What a function of `pagination` gives for this call, where one that a copy was made with is shown `given`. */
export function resultOf(use: ClientUse, { ref, by }: Setting, given: Value): Value | undefined {
  if (by.node === use.call) return callbackResult(use.trace, ref.node, use.call, use.frame);
  const functions = members(use.trace.value(ref)).filter((one): one is FunctionValue => one.kind === 'function');
  return union(
    functions.map((fn) =>
      use.trace.returned(
        fn,
        ownCall(use, () => given),
        use.frame,
      ),
    ),
  );
}

/** A setting of `pagination`, and the call that says it: this one, otherwise the last of those that made the copy. */
export function pagination(use: ClientUse, name: string): Setting | undefined {
  const said = [{ ref: optionRef(use, use.args.at(-1), 'pagination'), by: here(use) }, ...use.made.map((made) => ({ ref: madeMember(use, made, 'pagination'), by: made })).reverse()];
  return said.flatMap(({ ref, by }) => {
    const setting = ref && findMember(use.trace, use.trace.value(ref), name);
    return setting ? [{ ref: setting, by }] : [];
  })[0];
}

/** `paginate: () => false`: there is no further page. */
function endsThere(use: ClientUse, paginate: Ref): boolean {
  const made = members(use.trace.value(paginate));
  const ends = (node: Node): boolean => node.type === 'BooleanLiteral' && node['value'] === false;
  return made.every((value) => value.kind === 'function' && isFunction(value.ref.node) && returnedNodes(value.ref.node).every(ends));
}
