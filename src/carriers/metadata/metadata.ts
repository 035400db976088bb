import type { Edit, Range, Rewrite } from '../../facts.ts';
import { calleeName, isCall, isInside, isMember, memberName, type Node, outermost, unwrap } from '../../source/ast.ts';
import type { Source } from '../../source/source.ts';
import { addressOf, type Unit } from '../../trace/texts/address.ts';
import type { Trace } from '../../trace/trace.ts';
import type { FieldPlace } from '../../trace/users.ts';
import { absent, members, type Piece, type RawRequest, type RolesCall, type Value } from '../../trace/value.ts';
import { isBlocked, rangeOf, replaceRange, stringCode, together } from '../code.ts';
import { objectList } from '../fields/declarations.ts';
import { fieldRewrite } from '../fields/fields.ts';
import { givenLimit } from '../queries/given-limit.ts';
import { namesFromVariable } from '../fields/role-names.ts';
import { readQuery } from '../queries/query.ts';
import { keepNames } from '../fields/role-names.ts';
import { rootOf } from '../queries/url-text.ts';

/** Where the path's last written part stands. */
export function pathRange(trace: Trace, request: RawRequest): Range {
  const units = addressOf(trace, request).pathUnits.filter((unit) => unit.piece.kind === 'literal' && (unit.piece.node.type !== 'Joint' || unit.piece.node['offsets']));
  const last = units.at(-1);
  if (last?.piece.kind !== 'literal') return rangeOf(trace.project.sourceOf(request.call), request.call);
  const same = units.filter((unit) => unit.piece === last.piece);
  return { file: trace.project.fileOf(last.piece.node), start: (same[0] ?? last).start, end: last.end };
}

/** The path of the metadata, which has another one today. */
export const metadataPath = 'users/metadata';

const scattered = 'the path is put together from several parts';

/** `users/metadata` -> `roles?limit=100`. */
function renamedPath(trace: Trace, request: RawRequest): Rewrite {
  const address = addressOf(trace, request);
  const text = address.pathUnits.map((unit) => unit.char).join('');
  const at = text.lastIndexOf(metadataPath);
  const units = address.pathUnits.slice(at, at + metadataPath.length);
  const [first] = units;
  const last = units.at(-1);
  const isOne = at >= 0 && first && last && units.every((unit) => unit.piece === first.piece) && first.piece.kind === 'literal';
  const query = readQuery(trace, request);
  if (!isOne) {
    if (address.mark || query.params.length > 0 || address.hasTail) return { blocked: scattered };
    const rebuilt = rebuiltPath(trace, request, last);
    return isBlocked(rebuilt) ? besideUsers(trace, request, units.slice('users/'.length)) : rebuilt;
  }
  const literal = (first.piece as { node: Node }).node;
  const edit = (text: string): Edit => ({ file: trace.project.fileOf(literal), start: first.start, end: last.end, text });
  const hasQuery = query.params.length > 0 || (address.mark !== undefined && !isLeftOut(trace, request, address.mark, query.complete));
  if (!hasQuery) return [edit(request.mock?.rolesPath ?? 'roles?limit=100')];
  const limit = query.params.length === 0 && query.complete ? givenLimit(trace, address, rootOf(literal)) : undefined;
  return limit ? together([[edit('roles')], limit]) : { blocked: 'the request has a query as well' };
}

/** `${users}/metadata`, where `users` is the path of the users: the address written out here, with `roles` in its place. */
function rebuiltPath(trace: Trace, request: RawRequest, last: Unit | undefined): Rewrite {
  const blocked = { blocked: scattered };
  const end = last?.piece.kind === 'literal' ? last.piece.node : undefined;
  if (!end || !/^(?:StringLiteral|TemplateElement)$/.test(end.type)) return blocked;
  const root = rootOf(end);
  if (outermost(root).parent?.type === 'TaggedTemplateExpression') return blocked;
  const value = trace.evaluate(root, request.frame);
  const written = value.kind === 'text' ? writtenOut(trace, value.pieces, root) : undefined;
  if (written === undefined) return blocked;
  const source = trace.project.sourceOf(root);
  return [replaceRange(source, root, written.isPlain ? stringCode(source, written.text, root) : `\`${written.text}\``)];
}

/** `request('/metadata')`, whose base ends in `users`: the way to `roles` from there, where the client takes one. */
function besideUsers(trace: Trace, request: RawRequest, units: readonly Unit[]): Rewrite {
  const [first] = units;
  const literal = first?.piece.kind === 'literal' && units.every((unit) => unit.piece === first.piece) ? first.piece.node : undefined;
  if (!literal || !/^(?:StringLiteral|TemplateElement)$/.test(literal.type) || outermost(rootOf(literal)).parent?.type === 'TaggedTemplateExpression') return { blocked: scattered };
  const source = trace.project.sourceOf(literal);
  if (request.takes === 'dots') return [replaceRange(source, { start: first?.start as number, end: units.at(-1)?.end as number }, '../roles?limit=100')];
  const root = rootOf(literal);
  if (request.takes !== 'whole' || root !== literal || (request.call['arguments'] as Node[])[0] !== root) return { blocked: scattered };
  const base = request.url.slice(0, request.url.indexOf(first?.piece as Piece));
  const codes = base.map((piece) => (piece.kind === 'literal' ? piece.text.replaceAll('`', '\\`') : `\${${portableCode(trace, piece, root) ?? ''}}`));
  const whole = codes.join('').replace(/users\/?$/, 'roles?limit=100');
  return codes.includes('${}') || whole === codes.join('') ? { blocked: scattered } : [replaceRange(source, root, `\`${whole}\``)];
}

/** The address up to `users/metadata`, with the names that stand for the rest of it; undefined where a part means nothing at this place. */
function writtenOut(trace: Trace, pieces: readonly Piece[], root: Node): { text: string; isPlain: boolean } | undefined {
  const ends = pieces.map((_, index) => pieces.slice(0, index + 1).reduce((sum, piece) => sum + (piece.kind === 'literal' ? piece.text.length : 1), 0));
  const before = (ends.at(-1) ?? 0) - 'users/metadata'.length;
  const parts: { code?: string; text?: string }[] = [];
  let named: Node | undefined;
  for (const [index, piece] of pieces.entries()) {
    const name = nameWithin(piece, root);
    const group = pieces.flatMap((other, at) => (name && nameWithin(other, root) === name ? [ends[at] as number] : []));
    if (name && Math.max(...group) <= before) {
      if (named !== name) parts.push({ code: trace.project.sourceOf(root).slice(name) });
      named = name;
    } else if (piece.kind === 'literal') {
      if ((piece.via ?? []).some(({ node }) => isParameter(trace, node))) return undefined;
      parts.push({ text: piece.text.slice(0, Math.max(0, piece.text.length - Math.max(0, (ends[index] as number) - before))) });
    } else {
      const code = portableCode(trace, piece, root);
      if (code === undefined) return undefined;
      parts.push({ code });
    }
  }
  const tail = pieces.map((piece) => (piece.kind === 'literal' ? piece.text : ' ')).join('');
  if (!tail.endsWith('users/metadata')) return undefined;
  const isPlain = parts.every(({ code }) => code === undefined);
  const said = parts.map(({ code, text }) => (code !== undefined ? `\${${code}}` : isPlain ? text : text?.replaceAll('`', '\\`')));
  return { text: `${said.join('')}roles?limit=100`, isPlain };
}

/** The name in this expression that the piece comes from. */
const nameWithin = (piece: Piece, root: Node): Node | undefined => piece.via?.findLast(({ node }) => isInside(node, root))?.node;

const isParameter = (trace: Trace, node: Node): boolean => node.type === 'Identifier' && trace.project.sourceOf(node).scopes.bindingOf(node)?.kind === 'param';

/** The code of a part of an address where it means the same at another place: a setting, or a name of the same module. */
function portableCode(trace: Trace, piece: Piece, at: Node): string | undefined {
  if (piece.kind !== 'hole' || piece.encoded) return undefined;
  const { node } = piece.ref;
  const source = trace.project.sourceOf(node);
  const binding = node.type === 'Identifier' ? source.scopes.bindingOf(node) : undefined;
  const isHere = binding !== undefined && binding.scope === source.scopes.root && source.scopes.at(at).find(binding.name) === binding && trace.project.sourceOf(at) === source;
  return isHere || (piece.value.kind === 'env' && isMember(node)) ? source.slice(node) : undefined;
}

/** `${search && `?${search}`}`, `${options.params ? `?${options.params}` : ''}`: the mark is only written in front of a query, and this request is known to have none. */
function isLeftOut(trace: Trace, request: RawRequest, { piece }: Unit, isComplete: boolean): boolean {
  if (piece.kind !== 'literal' || piece.node.type === 'Joint') return false;
  const written = outermost(rootOf(piece.node));
  const choice = written.parent;
  const isChosen = choice?.type === 'LogicalExpression' ? choice['operator'] === '&&' && choice['right'] === written : choice?.type === 'ConditionalExpression' && choice['consequent'] === written;
  const test: Node | undefined = isChosen ? unwrap(choice?.type === 'LogicalExpression' ? choice['left'] : choice?.['test']) : undefined;
  return !!test && (trace.evaluate(test, request.frame) === absent || (isComplete && (isQueryText(trace, request, test) || isCountOfNothing(trace, request, test))));
}

/** `query.length`, `parts.length > 0`, `Object.keys(params).length` of a list or an object that this request leaves empty. */
function isCountOfNothing(trace: Trace, request: RawRequest, test: Node): boolean {
  const isCompared = test.type === 'BinaryExpression' && /^(?:>|!==?)$/.test(test['operator']) && test['right'].type === 'NumericLiteral' && test['right'].value === 0;
  const count: Node = isCompared ? unwrap(test['left']) : test;
  if (!isMember(count) || memberName(count) !== 'length') return false;
  const counted = unwrap(count['object']);
  const isKeys = isCall(counted) && /^(?:keys|entries|values)$/.test(calleeName(counted)) && counted['arguments'].length === 1;
  const value = trace.evaluate(isKeys ? counted['arguments'][0] : counted, request.frame);
  return isKeys ? value.kind === 'object' && value.ref.node['properties']?.length === 0 : value.kind === 'list' && value.items.length === 0 && !value.rest;
}

/** A text that is the query itself, so that it is empty where the query is: parameters that are no text yet are never empty. */
function isQueryText(trace: Trace, request: RawRequest, test: Node): boolean {
  const value = trace.evaluate(test, request.frame);
  if (value.kind !== 'query') return false;
  const binding = test.type === 'Identifier' ? trace.project.sourceOf(test).scopes.bindingOf(test) : undefined;
  const made: Node = binding?.declaration['init'] && binding.writes.length === 0 ? unwrap(binding.declaration['init']) : test;
  return value.how !== 'search-params' || (isCall(made) && /^(?:toString|String)$/.test(calleeName(made)));
}

/** `GET /users/metadata` becomes `GET /roles`, in the first of the client's ways in which every reader of `valid_roles` can follow. */
export function rolesInstead(trace: Trace, request: RawRequest, readers: readonly FieldPlace[]): Rewrite {
  const gives = givenFor(trace, request, readers);
  if (!gives) return { blocked: 'the program makes something else of every answer before it is read' };
  const ways: readonly RolesCall[] = request.roles ?? [{ gives }];
  const rewrites = ways.map((way) => together([way.edits ?? renamedPath(trace, request), ...readers.map((place) => readRoles(trace, place, way.gives))]));
  return rewrites.find((rewrite) => !isBlocked(rewrite)) ?? rewrites[0] ?? { blocked: 'where this client has its functions for roles is not seen here' };
}

/** Every page of a list has its rows in `data`, be they users or roles. */
const pageInstead: ReadonlyMap<string, string> = new Map([['GET /users/metadata', 'UsersPage']]);

/** What the readers are given for a page of roles: the page, or its list where the code takes that out of every page that comes; undefined where nobody knows. */
function givenFor(trace: Trace, request: RawRequest, readers: readonly FieldPlace[]): 'page' | 'list' | undefined {
  const open = readers.filter(({ place, values = [] }) => /^(?:read|destructured)$/.test(place) && (values.length > 1 || request.transform !== undefined));
  if (open.length === 0) return 'page';
  const given = trace.asIf(pageInstead, () => open.map(({ node, place }) => (place === 'read' ? trace.evaluate(node['object'], undefined) : trace.evaluatePattern(node.parent as Node, undefined))));
  const forms = new Set(given.map((value) => formOf(value)));
  return forms.size === 1 ? [...forms][0] : undefined;
}

function formOf(value: Value): 'page' | 'list' | undefined {
  const shapes = members(value).flatMap((member) => (member.kind === 'shape' ? [member.shape] : []));
  const [isPage, isList] = [shapes.includes('UsersPage'), shapes.includes('User[]')];
  const isOther = shapes.some((shape) => shape.startsWith('Other'));
  return isPage === isList || isOther ? undefined : isPage ? 'page' : 'list';
}

function readRoles(trace: Trace, place: FieldPlace, gives: RolesCall['gives']): Rewrite {
  if (gives === 'page') return fieldRewrite(trace, place);
  const source = trace.project.sourceOf(place.node);
  if (place.place === 'type' && gives === 'list') return listType(source, place.node);
  if (place.place !== 'read' && place.place !== 'destructured') return { blocked: '`valid_roles` is named in a way that cannot be rewritten' };
  return place.place === 'read' ? withoutMember(source, place.node, gives) : withoutPattern(source, place.node, gives);
}

/** `{ valid_roles: string[] }` -> `{ name: string }[]`. */
function listType(source: Source, member: Node): Rewrite {
  const literal = member.parent as Node;
  if (literal.type !== 'TSTypeLiteral' || literal['members'].length > 1) return { blocked: 'the declared type says more than `valid_roles`' };
  const type: Node = member['typeAnnotation']['typeAnnotation'];
  return together([[replaceRange(source, { start: literal.start, end: type.start }, ''), replaceRange(source, { start: type.end, end: literal.end }, '')], objectList(source, type)]);
}

/** `answer.valid_roles` -> `answer`, whose uses keep the names, or `Array.from(answer, (role) => role.name)`. */
function withoutMember(source: Source, member: Node, gives: 'list' | 'iterable'): Rewrite {
  if (!isMember(member) || member['optional']) return { blocked: 'the answer may be missing' };
  const object: Node = member['object'];
  if (gives === 'list') return together([[replaceRange(source, { start: object.end, end: member.end }, '')], keepNames(source, member)]);
  const inner: Node = object.type === 'ParenthesizedExpression' ? object['expression'] : object;
  return [replaceRange(source, { start: member.start, end: inner.start }, 'Array.from('), replaceRange(source, { start: inner.end, end: member.end }, ', (role) => role.name)')];
}

/** `const { valid_roles } = answer` -> `const valid_roles = answer`, whose uses keep the names, or `= Array.from(answer, …)`. */
function withoutPattern(source: Source, property: Node, gives: 'list' | 'iterable'): Rewrite {
  const pattern = property.parent as Node;
  const local: Node = property['value'];
  if (pattern['properties'].length > 1 || local.type !== 'Identifier' || pattern['typeAnnotation']) return { blocked: '`valid_roles` is taken together with something else' };
  const renamed = replaceRange(source, pattern, local['name']);
  if (gives === 'list') return together([[renamed], namesFromVariable(source, local)]);
  const declarator = pattern.parent;
  if (declarator?.type !== 'VariableDeclarator' || !declarator['init']) return { blocked: 'the list of roles only iterates' };
  const init: Node = declarator['init'];
  return [renamed, replaceRange(source, { start: init.start, end: init.start }, 'Array.from('), replaceRange(source, { start: init.end, end: init.end }, ', (role) => role.name)')];
}
