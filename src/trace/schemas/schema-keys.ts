import { calleeName, descendants, enclosingFunction, isCall, isMember, memberName, type Node, outermost, unwrap } from '../../source/ast.ts';
import { type Asked, isListAsked } from '../flow/asked.ts';
import { importingFiles } from '../modules/reach.ts';
import { contextsOf } from '../requests/requests.ts';
import { literalsOf, ownMembers } from './schemas.ts';
import type { Trace } from '../trace.ts';
import type { UserSchemas } from './user-schemas.ts';
import { members, type Value } from '../value.ts';

const listing = /^(?:keys|entries|getOwnPropertyNames|ownKeys|keysIn|toPairs|forOwn|forIn|keyof|KeyOf)$/;
/** Calls that describe a schema as plain data. */
const describing = /^(?:describe|toJSONSchema|toJsonSchema|zodToJsonSchema)$/;
/** Spreads inside spreads are followed to this depth. */
const deepest = 4;

/**
 * Objects of schemas whose keys the program takes as texts, with why they have to stay: a column, a choice or an output has these names then.
 * Lists of keys that requests only send as their `fields` are none: they ask for what the schema checks.
 */
export function shownKeys(schemas: UserSchemas, asked: Asked): ReadonlyMap<Node, string> {
  const { trace } = schemas;
  const known = new Set(schemas.all.flatMap(({ node, role }) => (role === 'members' ? [node] : [])));
  const found = new Map<Node, string>();
  for (const file of filesAround(trace, known)) {
    const source = trace.project.source(file);
    for (const node of source ? descendants(source.program) : []) {
      const target = listed(node);
      if (!source || !target || isOnlyAskedFor(trace, node, asked)) continue;
      const reason = `${file.split('/').at(-1)}:${source.place(node.start).line} uses the keys of the schema as texts, and would give other ones`;
      for (const literal of trace.ask(() => literalsAt(trace, target), [])) if (known.has(literal) && !found.has(literal)) found.set(literal, reason);
    }
  }
  return found;
}

/** Files that may list keys: those with such schemas, those that import them, and what these import. */
function filesAround({ project }: Trace, known: ReadonlySet<Node>): string[] {
  const holding = new Set([...known].map((node) => project.fileOf(node)));
  const importing = [...holding].flatMap((file) => importingFiles(project, file));
  const all = new Set([...holding, ...importing, ...[...holding, ...importing].flatMap((file) => [...project.importsOf(file)])]);
  return [...all].filter((file) => !file.endsWith('.json')).sort();
}

/** What the keys are taken of: `Object.keys(x)`, `x.keyof()`, `for (const key in x)`. */
function listed(node: Node): Node | undefined {
  if (node.type === 'ForInStatement') return node['right'];
  if (!isCall(node) || !listing.test(calleeName(node))) return undefined;
  const callee = unwrap(node['callee']);
  return (node['arguments'] as Node[])[0] ?? (isMember(callee) ? callee['object'] : undefined);
}

/** `Object.keys(x).length`, and lists that only become `fields`. */
function isOnlyAskedFor(trace: Trace, list: Node, asked: Asked): boolean {
  const { parent } = outermost(list);
  if (isMember(parent) && memberName(parent as Node) === 'length') return true;
  return isCall(list) && trace.ask(() => isListAsked(trace, list, asked, 0), false);
}

/** The objects of schemas that an expression is or shows, whoever calls the function around it. */
function literalsAt(trace: Trace, target: Node): Node[] {
  const given = described(unwrap(target));
  return [...contextsOf(trace, enclosingFunction(given), 0, new Set())].flatMap((frame) => members(trace.evaluate(given, frame)).flatMap((value) => literalsIn(trace, value, 0)));
}

function literalsIn(trace: Trace, value: Value, depth: number): Node[] {
  if (value.kind === 'schema') return literalsOf(trace, value).flatMap((literal) => literalsIn(trace, literal, depth + 1));
  if (value.kind !== 'object' || depth > deepest) return [];
  return [value.ref.node, ...ownMembers(trace, value).spread.flatMap((part) => literalsIn(trace, part, depth + 1))];
}

/** `User.describe().fields`, `z.toJSONSchema(User).properties`: the schema. */
function described(given: Node): Node {
  for (let at = given; isMember(at) || isCall(at); at = unwrap(isMember(at) ? at['object'] : at['callee'])) {
    if (isCall(at) && describing.test(calleeName(at))) return (at['arguments'] as Node[])[0] ?? unwrap(at['callee'])['object'] ?? given;
  }
  return given;
}
