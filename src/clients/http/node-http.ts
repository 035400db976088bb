import { isCall, isMember, memberName, type Node } from '../../source/ast.ts';
import { pieceOfValue } from '../../trace/texts/text.ts';
import { members, type Piece, type Ref, type ResponseValue, unknown } from '../../trace/value.ts';
import { addressAt } from '../arguments.ts';
import { isParsed, putAddress } from './legacy-urls.ts';
import { address, answerOf, type Client, type ClientUse, joined, methodIn, option, optionRef } from '../client.ts';

/** `http.request` and `https.get`, with a URL, with options, or with both. The answer arrives in pieces: the text that `JSON.parse` is given. */
export const nodeHttpClient: Client = {
  id: 'node-http',
  packages: ['http', 'https', 'follow-redirects'],
  call(use) {
    const name = use.path.at(-1);
    if (name !== 'request' && name !== 'get') return undefined;
    return request(use);
  },
  // `request(url).end()`, `get(url).on('error', stop)`: the same request.
  extend: (answer, method) => (/^(?:end|on|once|setTimeout)$/.test(method) ? answer : undefined),
  callback(use, argumentIndex, parameter) {
    return parameter === 0 && argumentIndex > 0 ? request(use) : undefined;
  },
};

function request(use: ClientUse): ResponseValue {
  const [first] = use.args;
  const isOptions = first !== undefined && members(use.trace.evaluate(first, use.frame)).some((value) => value.kind === 'object' || isParsed(value));
  const options = isOptions ? first : use.args.find((argument, index) => index > 0 && members(use.trace.evaluate(argument, use.frame)).some((value) => value.kind === 'object'));
  const url = isOptions ? fromOptions(use, options) : address(use, first);
  return answerOf(use, { client: 'node-http', method: methodIn(use, options, 'GET'), url, body: written(use), headers: [option(use, options, 'headers')], answer: [['text', 'JSON.parse()']] });
}

function fromOptions(use: ClientUse, options: Node | undefined): readonly Piece[] {
  const [whole, ...others] = options ? members(use.trace.evaluate(options, use.frame)) : [];
  if (whole && isParsed(whole) && others.length === 0) return putAddress(use, whole);
  const host = [partAt(use, options, 'hostname'), partAt(use, options, 'host')].find((pieces) => pieces.length > 0) ?? [];
  return joined(host, partAt(use, options, 'path'));
}

/** A part of the address by its name, also where it comes out of an address that was taken apart: `{ ...url.parse(link), headers }`. */
function partAt(use: ClientUse, options: Node | undefined, name: string): readonly Piece[] {
  const ref = optionRef(use, options, name);
  const value = ref || !options ? unknown : option(use, options, name);
  return ref ? addressAt(use, ref) : value.kind === 'text' && options ? pieceOfValue(value, options, use.frame) : [];
}

/** What is written to the request: `req.write(x)` or `req.end(x)` on the variable that holds it, or chained. */
function written(use: ClientUse): Ref | undefined {
  const declarator = use.call.parent;
  const binding = declarator?.type === 'VariableDeclarator' ? use.trace.project.sourceOf(use.call).scopes.bindingOf(declarator['id']) : undefined;
  const receivers = binding ? binding.references : [use.call];
  for (const receiver of receivers) {
    const member = receiver.parent;
    const isWrite = member && isMember(member) && member['object'] === receiver && /^(?:write|end)$/.test(memberName(member) ?? '') && isCall(member.parent);
    const node: Node | undefined = isWrite ? member.parent?.['arguments'][0] : undefined;
    if (node && !/Function/.test(node.type)) return { node, frame: use.frame };
  }
  return undefined;
}
