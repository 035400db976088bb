import type { Edit, Rewrite } from '../../facts.ts';
import { keyName, type Node } from '../../source/ast.ts';
import type { Source } from '../../source/source.ts';
import { answerTypes } from '../../trace/types/contracts.ts';
import { memberNamed } from '../../trace/types/indexed-types.ts';
import type { Trace } from '../../trace/trace.ts';
import { membersOfType } from '../../trace/types/types.ts';
import type { RawRequest } from '../../trace/value.ts';
import { replaceRange, together } from '../code.ts';
import { declaredParam } from '../queries/declared-params.ts';
import { renameDeclaration } from '../fields/declarations.ts';

const byHand: Rewrite = { blocked: 'declare `/roles` and its answer by hand, or generate the types anew' };
const limited = '{ limit?: number }';

/**
 * `'/users/metadata': { get: { responses: … { valid_roles: string[] } } }` -> `'/roles': { get: { parameters: { query?: { limit?: number } }; responses: … { data: { name: string }[] } } }`.
 * Beside a `/roles` that is declared already the old path is deleted.
 */
export function rolesDeclared(trace: Trace, contract: Node, path: Node, requests: readonly RawRequest[]): Rewrite {
  const source = trace.project.sourceOf(path);
  const text = keyName(path['key'], path['computed']) ?? '';
  const today = text.replace(/users\/metadata$/, 'roles');
  const named = namedElsewhere(trace, text, requests);
  if (named !== undefined) return { blocked: named };
  const declared = membersOfType(trace, contract).find((member) => member['key'] && keyName(member['key'], member['computed']) === today);
  if (declared) return takesLimit(trace, declared) ? declaredParam(source, path).remove() : { blocked: `the type of the client declares \`${today}\` without \`limit\`, or without the roles in \`data\`` };
  const item: Node | undefined = path['typeAnnotation']?.['typeAnnotation'];
  const operation = item?.type === 'TSTypeLiteral' && isOnlyGet(item) ? memberNamed(trace, item, 'get') : undefined;
  const key: Node = path['key'];
  if (operation?.type !== 'TSTypeLiteral' || key.type !== 'StringLiteral' || today === text) return byHand;
  const quote = source.text[key.start] as string;
  return together([[replaceRange(source, key, `${quote}${today}${quote}`)], limitDeclared(source, operation), answerDeclared(trace, path)]);
}

/** True for a path that is only asked with `GET`: generated types name the other methods as `never`. */
const isOnlyGet = (item: Node): boolean => (item['members'] as Node[]).every((member) => /^(?:get|parameters)$/.test(keyName(member['key'], member['computed']) ?? '') || isNever(member));

const isNever = (member: Node): boolean => /^TS(?:Never|Undefined)Keyword$/.test(member['typeAnnotation']?.['typeAnnotation']?.type ?? '');

/** Where the path is named by something else than declarations and the calls that ask for it: a type made of it, or a test. */
function namedElsewhere(trace: Trace, text: string, requests: readonly RawRequest[]): string | undefined {
  const sent = new Set(requests.flatMap(({ url }) => url.map((piece) => (piece.kind === 'literal' ? piece.node : undefined))));
  const found = trace.project
    .filesWith('metadata')
    .filter((file) => !file.endsWith('.json') && (trace.project.files.read(file) ?? '').includes(text))
    .flatMap((file) => trace.project.nodes(file))
    .find((node) => node.type === 'StringLiteral' && node['value'] === text && node.parent?.type !== 'TSPropertySignature' && !sent.has(node));
  return found && `${placed(trace, found)} names the declared path as well`;
}

/** Where something names `valid_roles` that no request is known to answer with; it may be of the type that changes. `known`: what is known. */
export function unknownNames(trace: Trace, path: Node, known: ReadonlySet<Node>): string | undefined {
  const own = rolesMember(trace, path);
  const found = trace.project
    .filesWith('valid_roles')
    .filter((file) => !file.endsWith('.json'))
    .flatMap((file) => trace.project.nodes(file))
    .find((node) => (node.type === 'Identifier' ? node['name'] : node.type === 'StringLiteral' ? node['value'] : '') === 'valid_roles' && !isOf(node, own, known));
  return found && `${placed(trace, found)} also names \`valid_roles\`, and may go by the type that the client declares`;
}

/** True for the name itself, and for the local name that a pattern gives it. */
function isOf(node: Node, own: Node | undefined, known: ReadonlySet<Node>): boolean {
  const { parent } = node;
  const isUsed = node.type === 'Identifier' && parent?.['property'] !== node && parent?.['key'] !== node;
  return isUsed || parent === own || known.has(node) || (!!parent && known.has(parent));
}

const placed = (trace: Trace, node: Node): string => {
  const source = trace.project.sourceOf(node);
  return `${source.file.split('/').at(-1)}:${source.place(node.start).line}`;
};

/** True for a declared `/roles` that can be asked for a hundred of them, and answers with them in `data`. */
function takesLimit(trace: Trace, path: Node): boolean {
  const item: Node | undefined = path['typeAnnotation']?.['typeAnnotation'];
  const inner = (...names: string[]): Node | undefined => names.reduce<Node | undefined>((type, name) => type && memberNamed(trace, type, name), item);
  const get = inner('get');
  const answers = get ? answerTypes(trace, get, '200') : [];
  return inner('get', 'parameters', 'query', 'limit') !== undefined && answers.length > 0 && answers.every((answer) => memberNamed(trace, answer, 'data'));
}

/** The member `valid_roles` of the declared answer, where that says nothing else. */
function rolesMember(trace: Trace, path: Node): Node | undefined {
  const item: Node | undefined = path['typeAnnotation']?.['typeAnnotation'];
  const get = item && memberNamed(trace, item, 'get');
  const [answer, ...others] = get ? answerTypes(trace, get, '200') : [];
  const all = answer && others.length === 0 ? membersOfType(trace, answer) : [];
  const [only] = all;
  return all.length === 1 && only?.type === 'TSPropertySignature' && keyName(only['key'], only['computed']) === 'valid_roles' ? only : undefined;
}

function answerDeclared(trace: Trace, path: Node): Rewrite {
  const member = rolesMember(trace, path);
  return member ? renameDeclaration(trace.project.sourceOf(member), member, 'data', true) : byHand;
}

/** The query that `GET /roles` takes, among the parameters of the operation or as the only one of them. */
function limitDeclared(source: Source, operation: Node): Rewrite {
  const all = operation['members'] as Node[];
  const parameters = all.find((member) => keyName(member['key'], member['computed']) === 'parameters');
  const declared: Node | undefined = parameters?.['typeAnnotation']?.['typeAnnotation'];
  if (!parameters) return [inFront(source, all[0] as Node, `parameters: { query?: ${limited} }`)];
  const query = declared?.type === 'TSTypeLiteral' ? (declared['members'] as Node[]).find((member) => keyName(member['key'], member['computed']) === 'query') : undefined;
  if (query) return isNever(query) ? [replaceRange(source, query['typeAnnotation']['typeAnnotation'], limited)] : byHand;
  if (declared && isNever(parameters)) return [replaceRange(source, declared, `{ query?: ${limited} }`)];
  const first: Node | undefined = declared?.type === 'TSTypeLiteral' ? declared['members'][0] : undefined;
  return first ? [inFront(source, first, `query?: ${limited}`)] : byHand;
}

/** A member in front of another one, on a line of its own where that one begins a line. */
function inFront(source: Source, member: Node, code: string): Edit {
  const begin = source.text.lastIndexOf('\n', member.start - 1) + 1;
  const before = source.text.slice(begin, member.start);
  const ending = source.text[begin - 2] === '\r' ? '\r\n' : '\n';
  const separator = /,$/.test(source.slice(member)) ? ',' : ';';
  return replaceRange(source, { start: member.start, end: member.start }, `${code}${separator}${begin > 0 && before.trim() === '' ? `${ending}${before}` : ' '}`);
}
