import type { Rewrite } from '../../facts.ts';
import { keyName, type Node } from '../../source/ast.ts';
import { bodyTypes, otherBodies } from '../../trace/types/contracts.ts';
import { literalsOf } from '../../trace/names/listed-keys.ts';
import type { Trace } from '../../trace/trace.ts';
import { typesOf, type Whole } from '../../trace/types/typed-values.ts';
import { membersOfType } from '../../trace/types/types.ts';
import { sentBody } from '../../trace/texts/written-json.ts';
import { members, type RawRequest, type Value } from '../../trace/value.ts';
import { replaceRange, together } from '../code.ts';
import { connected, type Typed } from './declared-objects.ts';
import { objectList } from '../fields/declarations.ts';
import { isOldPath, operationTypes } from './declared-patches.ts';
import { elementsOf } from './pushed.ts';

/** Types of patch operations that today's operations do not fit; they change together with the requests that send such operations. */
export interface DeclaredPatch {
  readonly key: string;
  readonly requests: ReadonlySet<RawRequest>;
  readonly words: readonly PatchWord[];
}

/** An old word in the type of an operation: `op: 'set'`, `path: '/roles'`. */
export interface PatchWord {
  readonly node: Node;
  readonly text: string;
  rename(to: string): Rewrite;
}

/** `patching`: requests that patch a user; `others` gives the rest, and a type that one of those sends as well is none. */
export function declaredPatches(trace: Trace, patching: readonly RawRequest[], others: () => readonly RawRequest[]): DeclaredPatch[] {
  const typed = patching.flatMap((request) => typedWords(trace, request));
  if (typed.length === 0) return [];
  const shared = new Set(
    others()
      .flatMap((request) => typedWords(trace, request))
      .flatMap((one) => one.members),
  );
  for (const request of patching) for (const signature of wordsIn(trace, otherBodies(trace, request))) shared.add(signature);
  const isOpen = new Set(patching.filter((request) => wholesOf(trace, request).some((whole) => whole.kind === 'typed')));
  return connected(typed).map(({ members: signatures, requests }) => {
    const [first] = signatures as unknown as [Node];
    const isUnseen = [...requests].some((request) => isOpen.has(request));
    const stuck = [...signatures].some((one) => shared.has(one)) ? 'another endpoint is sent operations of this type as well' : isUnseen ? 'who fills it in is not seen; those callers have to change with it' : undefined;
    const words = [...signatures].flatMap((signature) =>
      oldWords(trace, signature).map((node): PatchWord => ({ node, text: node['value'], rename: (to) => (stuck === undefined ? renamed(trace, signature, node, to) : { blocked: stuck }) })),
    );
    return { key: `type:sent:${trace.project.fileOf(first)}:${first.parent?.start}`, requests, words };
  });
}

/** The lists and operations that a request sends, and what of them is only known by its type. */
function wholesOf(trace: Trace, request: RawRequest): (Whole | Extract<Value, { kind: 'list' }>)[] {
  const sent = sentBody(trace, request);
  const values = sent ? members(sent) : [];
  return values.flatMap((value) => (value.kind === 'list' ? [value, ...elementsOf(trace, value)] : [value])).filter((value) => value.kind === 'list' || value.kind === 'object' || value.kind === 'typed');
}

function typedWords(trace: Trace, request: RawRequest): Typed[] {
  return trace.ask(() => {
    const signatures = wordsIn(trace, [...typesOf(trace, wholesOf(trace, request), request.frame), ...bodyTypes(trace, request)]);
    return signatures.size > 0 ? [{ request, members: [...signatures] }] : [];
  }, []);
}

/** The members with old words of the operations that these types stand for. */
function wordsIn(trace: Trace, types: readonly Node[]): Set<Node> {
  const arms = types.flatMap((type) => operationTypes(trace, type));
  return new Set(arms.flatMap((arm) => membersOfType(trace, arm)).filter((member) => member.type === 'TSPropertySignature' && oldWords(trace, member).length > 0));
}

/** The literals in the type of `op` or `path` for which the type has no word of today: `'set'` beside `'replace'` does no harm. */
function oldWords(trace: Trace, signature: Node): Node[] {
  const name = signature['key'] && keyName(signature['key'], signature['computed']);
  const type: Node | undefined = signature['typeAnnotation']?.['typeAnnotation'];
  if (!type || (name !== 'op' && name !== 'path')) return [];
  const literals = literalsOf(trace, type);
  const texts = literals.map((literal) => literal.name);
  const isOld = (text: string): boolean => (name === 'path' ? isOldPath(text, texts) : text === 'set' && !texts.includes('replace'));
  return literals.filter((literal) => isOld(literal.name)).map((literal) => literal.node);
}

/** The literal in today's words; with the path of the roles, the lists beside it hold objects. */
function renamed(trace: Trace, signature: Node, literal: Node, to: string): Rewrite {
  const source = trace.project.sourceOf(literal);
  const quote = source.text[literal.start] as string;
  const word: Rewrite = [replaceRange(source, literal, `${quote}${to}${quote}`)];
  if (keyName(signature['key'], signature['computed']) === 'op') return word;
  const beside: readonly Node[] = signature.parent?.['members'] ?? signature.parent?.['body'] ?? [];
  const value: Node | undefined = beside.find((member) => member['key'] && keyName(member['key'], member['computed']) === 'value')?.['typeAnnotation']?.['typeAnnotation'];
  return together([word, ...(value ? listsIn(value).map((list) => objectList(trace.project.sourceOf(list), list)) : [])]);
}

/** The lists of a type: `string | string[]` has one. */
function listsIn(type: Node): Node[] {
  if (type.type === 'TSUnionType') return (type['types'] as Node[]).flatMap(listsIn);
  if (type.type === 'TSParenthesizedType' || type.type === 'TSTypeOperator') return listsIn(type['typeAnnotation']);
  const isNamed = type.type === 'TSTypeReference' && /^(?:Readonly)?Array$/.test(type['typeName'].name ?? '');
  const element: Node | undefined = type.type === 'TSArrayType' ? type['elementType'] : isNamed ? type['typeParameters']?.['params']?.[0] : undefined;
  return element && !/^TS(?:TypeLiteral|AnyKeyword|UnknownKeyword)$/.test(element.type) ? [type] : [];
}
