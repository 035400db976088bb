import type { Rewrite } from '../../facts.ts';
import { isCall, isFunction, keyName, type Node, outermost, unwrap } from '../../source/ast.ts';
import type { Address } from '../../trace/texts/address.ts';
import { frameOf } from '../../trace/frames.ts';
import type { Trace } from '../../trace/trace.ts';
import type { QueryValue, Ref } from '../../trace/value.ts';
import { replaceRange } from '../code.ts';

/** The parameter of a function that becomes the query of what it asks, and the name under which it holds it. */
interface QueryParameter {
  readonly fn: Node;
  readonly index: number;
  readonly name: string | undefined;
  readonly type: Node | undefined;
  /** It takes URLSearchParams. */
  readonly takesParams: boolean;
}

/** `get(path, query = {})`, which writes the `?` in any case: a call that gives no query gives the limit, `get('/roles', { limit: 100 })`. Undefined where that cannot be said there. */
export function givenLimit(trace: Trace, address: Address, path: Node): Rewrite | undefined {
  const [only, ...others] = address.query;
  const query = only?.piece.kind === 'query' && others.length === 0 && !only.piece.query.isRaw ? only.piece.query : undefined;
  const held = query && heldIn(query);
  const parameter = held && parameterOf(trace, unwrap(held.node));
  const own = parameter && frameOf(parameter.fn, held.frame);
  const limit = parameter && (parameter.takesParams ? 'params' : limitCode(parameter.type));
  const call = outermost(path).parent;
  if (!own || own.callback || limit === undefined || own.call !== call || !isCall(call)) return undefined;
  const source = trace.project.sourceOf(call);
  const given = call['arguments'] as Node[];
  const at = given[parameter.index];
  const object = `{ limit: ${limit === 'number' ? '100' : `${source.quote}100${source.quote}`} }`;
  const written = limit === 'params' ? `new URLSearchParams(${object})` : object;
  const code = parameter.name === undefined ? written : `{ ${parameter.name}: ${written} }`;
  if (given.some((argument) => argument.type === 'SpreadElement')) return undefined;
  const last = given.at(-1);
  if (!at) return last && given.length === parameter.index ? [replaceRange(source, { start: outermost(last).end, end: outermost(last).end }, `, ${code}`)] : undefined;
  const properties: readonly Node[] | undefined = at.type === 'ObjectExpression' ? at['properties'] : undefined;
  if (properties?.length === 0) return [replaceRange(source, at, code)];
  // Beside other options, of which none is the query: it was read as empty.
  const isBeside = parameter.name !== undefined && properties?.every((property) => property.type === 'ObjectProperty' && !property['computed'] && keyName(property['key'], false) !== parameter.name);
  const end = properties?.at(-1)?.end;
  return isBeside && end !== undefined ? [replaceRange(source, { start: end, end }, `, ${parameter.name}: ${written}`)] : undefined;
}

/** The name of what is written as a query: where that is a default, the name of which it is one. */
function heldIn({ init, initRef, ref }: QueryValue): Ref | undefined {
  if (isEmptyParams(ref.node) && ref.node.parent?.type === 'AssignmentPattern') return { node: ref.node.parent['left'], frame: ref.frame };
  const value = init?.kind === 'each' ? init.of : init;
  const held = value?.kind === 'object' ? value.ref : undefined;
  const pattern = held?.node.parent;
  return held && pattern?.type === 'AssignmentPattern' && pattern['right'] === held.node ? { node: pattern['left'], frame: held.frame } : initRef;
}

/** `query`, `query = {}`, `{ query }`, `{ query = {} } = {}`. */
function parameterOf(trace: Trace, node: Node): QueryParameter | undefined {
  const binding = node.type === 'Identifier' ? trace.project.sourceOf(node).scopes.bindingOf(node) : undefined;
  if (binding?.kind !== 'param' || binding.writes.length > 0) return undefined;
  const property = withDefault(binding.id).parent;
  const isNamed = property?.type === 'ObjectProperty' && property.parent?.type === 'ObjectPattern';
  const pattern = isNamed ? (property.parent as Node) : binding.id;
  const parameter = withDefault(pattern);
  const fn = parameter.parent;
  const name = isNamed ? keyName(property['key'], property['computed']) : undefined;
  if (!fn || !isFunction(fn) || (isNamed && name === undefined) || ![parameter, ...(isNamed ? [withDefault(binding.id)] : [])].every(startsEmpty)) return undefined;
  const declared: Node | undefined = pattern['typeAnnotation']?.['typeAnnotation'];
  const type = isNamed && declared ? memberOf(declared, name as string) : declared;
  const given: readonly Node[] = [withDefault(binding.id)['right'] ?? binding.id, type ?? binding.id];
  const takesParams = given.some((one) => isEmptyParams(one) || one['typeName']?.name === 'URLSearchParams');
  return isNamed && declared && !type ? undefined : { fn, index: (fn['params'] as Node[]).indexOf(parameter), name, type, takesParams };
}

/** `new URLSearchParams()`. */
const isEmptyParams = (node: Node): boolean => node.type === 'NewExpression' && node['callee'].name === 'URLSearchParams' && node['arguments'].length === 0;

const withDefault = (id: Node): Node => (id.parent?.type === 'AssignmentPattern' && id.parent['left'] === id ? id.parent : id);
const startsEmpty = (given: Node): boolean => given.type !== 'AssignmentPattern' || isEmptyParams(given['right']) || (given['right'].type === 'ObjectExpression' && given['right']['properties'].length === 0);

const memberOf = (type: Node, name: string): Node | undefined =>
  ((type.type === 'TSTypeLiteral' ? type['members'] : []) as Node[]).find((member) => member['key'] && keyName(member['key'], member['computed']) === name)?.['typeAnnotation']?.['typeAnnotation'];

/** How the declared type of a query wants a limit; undefined where it names none. */
function limitCode(type: Node | undefined): 'number' | 'text' | undefined {
  if (!type || /^TS(?:Any|Unknown|Object|Number)Keyword$/.test(type.type)) return 'number';
  if (type.type === 'TSStringKeyword') return 'text';
  if (type.type === 'TSUnionType') return (type['types'] as Node[]).map(limitCode).find((code) => code !== undefined);
  if (type.type === 'TSTypeLiteral') {
    const member = memberOf(type, 'limit');
    return member && limitCode(member);
  }
  const given: readonly Node[] = type['typeName']?.name === 'Record' ? (type['typeParameters']?.['params'] ?? []) : [];
  return given[0]?.type === 'TSStringKeyword' ? given[1] && limitCode(given[1]) : undefined;
}
