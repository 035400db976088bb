import { isFunction, type Node } from '../../source/ast.ts';
import { returnedNodes } from '../../trace/calls/calls.ts';
import { callbackResult } from '../../trace/methods.ts';
import { members, type Ref, type ResponseValue, union, type Value } from '../../trace/value.ts';
import { addressAt, madeMember } from '../arguments.ts';
import { answerOf, type ClientUse, findMember, optionRef, type Stated } from '../client.ts';

/** What `got.paginate` asks: the first page, and each further one with the options that `paginate` returns, which are added to those of the page before. */
export function pagesOf(use: ClientUse, stated: Stated): Value {
  const { returned, isRead } = further(use);
  const marked = (answer: ResponseValue): ResponseValue => ({ ...answer, request: { ...answer.request, pages: isRead ? 'read' : 'unread' } });
  const next = returned.flatMap((options) => {
    const url = findMember(use.trace, options, 'url');
    const query = findMember(use.trace, options, 'searchParams');
    // A link says all that is asked; an address without one has the parameters of the page before.
    if (url) return [answerOf(use, { ...stated, url: addressAt(use, url), query: [] })];
    return query ? [marked(answerOf(use, { ...stated, query: [query] }))] : [];
  });
  const first = answerOf(use, stated);
  return union([returned.length > 0 || !isRead ? marked(first) : first, ...next]);
}

/** The options that `paginate` returns, and whether all that it returns is known. */
function further(use: ClientUse): { readonly returned: readonly Value[]; readonly isRead: boolean } {
  const own = optionRef(use, use.args.at(-1), 'pagination');
  const kept = [own && { ref: own, call: use.call, frame: use.frame }, ...use.made.map((made) => ({ ref: madeMember(use, made, 'pagination'), call: made.node, frame: made.frame })).reverse()];
  for (const one of kept) {
    const paginate = one?.ref && findMember(use.trace, use.trace.value(one.ref), 'paginate');
    if (!one || !paginate) continue;
    const result = callbackResult(use.trace, paginate.node, one.call, one.frame);
    const returned = result ? members(result).filter((value) => value.kind === 'object') : [];
    return { returned, isRead: returned.length > 0 || endsThere(use, paginate) };
  }
  return { returned: [], isRead: true };
}

/** `paginate: () => false`: there is no further page. */
function endsThere(use: ClientUse, paginate: Ref): boolean {
  const made = members(use.trace.value(paginate));
  const ends = (node: Node): boolean => node.type === 'BooleanLiteral' && node['value'] === false;
  return made.every((value) => value.kind === 'function' && isFunction(value.ref.node) && returnedNodes(value.ref.node).every(ends));
}
