import { descendants, isFunction, type Node, unwrap } from './ast.ts';
import { type DocTag, tagsOf } from './doc-tags.ts';
import { moved, ParseFault, parseProgram } from './parse.ts';
import { tableOf } from '../table.ts';

/** Comments that say something of types. */
const telling = /@(?:typedef|type|satisfies|param|returns?)\b/;

/**
 * Types that comments of a JavaScript program declare, as nodes where TypeScript would have them: `@typedef` becomes a type alias
 * of the program, `@type`, `@satisfies`, `@param` and `@returns` annotate what follows. Their offsets are those of the comment.
 */
export function readDocTypes(program: Node, text: string): void {
  const comments = ((program['comments'] ?? []) as Node[]).filter((comment) => comment.type === 'CommentBlock' && telling.test(text.slice(comment.start, comment.end)));
  if (comments.length === 0) return;
  const codeBehind = nextCode(text, (program['comments'] ?? []) as Node[]);
  const following = nodesAt(program, new Set(comments.map((comment) => codeBehind.get(comment.end) as number)));
  const declared: Node[] = [];
  for (const comment of comments) {
    const tags = tagsOf(text, comment.start, comment.end);
    declared.push(...typedefs(tags));
    annotate(tags, following.get(codeBehind.get(comment.end) as number) ?? []);
  }
  const body = program['body'] as Node[];
  body.push(...declared);
  body.sort((a, b) => a.start - b.start);
  (program as { hasDocTypes?: boolean }).hasDocTypes = true;
}

/** The ends of comments -> the first character of code after each. */
function nextCode(text: string, comments: readonly Node[]): ReadonlyMap<number, number> {
  const found = new Map<number, number>();
  for (const [index, comment] of [...comments.entries()].reverse()) {
    const blank = /\s*/y;
    blank.lastIndex = comment.end;
    blank.exec(text);
    const after = comments[index + 1];
    found.set(comment.end, (after?.start === blank.lastIndex ? found.get(after.end) : undefined) ?? blank.lastIndex);
  }
  return found;
}

/** The nodes that start at each of these places, outer ones first. */
function nodesAt(program: Node, places: ReadonlySet<number>): ReadonlyMap<number, readonly Node[]> {
  const found = new Map<number, Node[]>();
  for (const node of descendants(program)) if (node !== program && places.has(node.start)) (found.get(node.start) ?? found.set(node.start, []).get(node.start))?.push(node);
  return found;
}

const made = (type: string, place: { readonly start: number; readonly end: number }, more: Readonly<Record<string, unknown>> = {}): Node => ({ type, start: place.start, end: place.end, ...more });
const identifier = (name: string, start: number): Node => made('Identifier', { start, end: start + name.length }, { name });
const annotation = (type: Node): Node => made('TSTypeAnnotation', type, { typeAnnotation: type });

const keywords: Readonly<Record<string, string>> = tableOf({
  string: 'TSStringKeyword',
  number: 'TSNumberKeyword',
  boolean: 'TSBooleanKeyword',
  any: 'TSAnyKeyword',
  object: 'TSObjectKeyword',
  undefined: 'TSUndefinedKeyword',
  null: 'TSNullKeyword',
});

/** The type in the braces of a tag; undefined where it is none that TypeScript knows. */
function typeOf({ type }: DocTag): Node | undefined {
  if (!type) return undefined;
  // Of the older syntax: `?T`, `!T`, `T=`, `Array.<T>`.
  const code = type.code
    .replace(/^\s*[?!]/, (mark) => ' '.repeat(mark.length))
    .replace(/=\s*$/, (mark) => ' '.repeat(mark.length))
    .replace(/\.</g, ' <');
  const simple = /^(\s*)([A-Za-z_$][\w$]*)(?:\s*(\[\]))?\s*$/.exec(code);
  return simple ? simpleType(simple[2] as string, type.start + (simple[1] as string).length, simple[3] !== undefined ? type.start + code.trimEnd().length : undefined) : parsedType(code, type.start);
}

function simpleType(name: string, start: number, listEnd: number | undefined): Node {
  const place = { start, end: start + name.length };
  const keyword = keywords[name];
  const one = keyword ? made(keyword, place) : made('TSTypeReference', place, { typeName: identifier(name, start) });
  return listEnd === undefined ? one : made('TSArrayType', { start, end: listEnd }, { elementType: one });
}

const before = 'type T=';

function parsedType(code: string, start: number): Node | undefined {
  try {
    const [alias] = parseProgram(before + code, 'ts')['body'] as Node[];
    return alias?.type === 'TSTypeAliasDeclaration' ? moved(alias['typeAnnotation'], start - before.length) : undefined;
  } catch (error) {
    if (!(error instanceof ParseFault)) throw error;
    return undefined;
  }
}

/** `@typedef {Object} User` with its `@property` tags, `@typedef {{ id: string }} User`. */
function typedefs(tags: readonly DocTag[]): Node[] {
  return tags.flatMap((tag, index) => {
    if (tag.tag !== 'typedef' || !tag.name) return [];
    const after = tags.slice(index + 1);
    const end = after.findIndex((other) => !/^prop(?:erty)?$/.test(other.tag));
    const properties = after.slice(0, end < 0 ? after.length : end);
    const type = properties.length > 0 ? literalOf(tag, properties, '') : typeOf(tag);
    return type ? [made('TSTypeAliasDeclaration', { start: tag.start, end: type.end }, { id: identifier(tag.name.text, tag.name.start), typeAnnotation: type, isDoc: true })] : [];
  });
}

/** An object type of which each member has a tag of its own. */
function literalOf(tag: DocTag, properties: readonly DocTag[], prefix: string): Node {
  const members = properties.flatMap((property) => {
    const name = property.name?.text.slice(prefix.length) ?? '';
    const type = typeOf(property);
    if (!property.name || !type || name === '' || name.includes('.')) return [];
    const isOptional = property.name.isOptional || /=\s*$/.test(property.type?.code ?? '');
    return [made('TSPropertySignature', property, { key: identifier(name, property.name.start + prefix.length), computed: false, optional: isOptional, typeAnnotation: annotation(type), isDoc: true })];
  });
  return made('TSTypeLiteral', { start: tag.start, end: properties.at(-1)?.end ?? tag.end }, { members });
}

function annotate(tags: readonly DocTag[], following: readonly Node[]): void {
  const own = tags.find((tag) => tag.tag === 'type') ?? tags.find((tag) => tag.tag === 'satisfies');
  const type = own && typeOf(own);
  const target = type && typedBy(following);
  if (target && !target['typeAnnotation']) (target as { typeAnnotation?: Node }).typeAnnotation = target.type === 'ParenthesizedExpression' ? type : annotation(type);
  const fn = following.map(functionOf).find(Boolean);
  if (!fn) return;
  const returned = tags.find((tag) => /^returns?$/.test(tag.tag));
  const returnType = returned && typeOf(returned);
  if (returnType && !fn['returnType']) (fn as { returnType?: Node }).returnType = annotation(returnType);
  annotateParameters(
    tags.filter((tag) => /^(?:param|arg|argument)$/.test(tag.tag) && tag.name),
    fn,
  );
}

/** What `@type` and `@satisfies` are said of: a variable, a field, an expression in parentheses. */
function typedBy(following: readonly Node[]): Node | undefined {
  const [first] = following;
  const declaration: Node | undefined = first?.['declaration'] ?? first;
  if (declaration?.type === 'VariableDeclaration') return declaration['declarations'].length === 1 ? declaration['declarations'][0].id : undefined;
  return following.find((node) => /^(?:ParenthesizedExpression|Class(?:Private)?Property)$/.test(node.type));
}

/** The function that a comment in front of it describes. */
function functionOf(node: Node): Node | undefined {
  const inner: Node | undefined = node['declaration'] ?? (node.type === 'ExpressionStatement' ? node['expression'] : node.type === 'ReturnStatement' ? node['argument'] : node);
  if (!inner || isFunction(inner)) return inner;
  const value: Node | undefined =
    inner.type === 'VariableDeclaration' ? inner['declarations'][0]['init'] : inner.type === 'AssignmentExpression' ? inner['right'] : /^(?:Object|Class)(?:Private)?Property$/.test(inner.type) ? inner['value'] : undefined;
  return value && isFunction(unwrap(value)) ? unwrap(value) : undefined;
}

function annotateParameters(tags: readonly DocTag[], fn: Node): void {
  const roots = tags.filter((tag) => !tag.name?.text.includes('.'));
  const targets = (fn['params'] as Node[]).map((parameter): Node => (parameter.type === 'AssignmentPattern' ? parameter['left'] : parameter));
  roots.forEach((root, index) => {
    const name = root.name?.text ?? '';
    const target = targets.find((candidate) => candidate['name'] === name) ?? targets[index];
    const isFitting = target && (target.type === 'ObjectPattern' || target['name'] === name);
    if (!isFitting || target['typeAnnotation']) return;
    const inner = tags.filter((tag) => tag.name?.text.startsWith(`${name}.`));
    const type = inner.length > 0 ? literalOf(root, inner, `${name}.`) : typeOf(root);
    if (type) Object.assign(target, { typeAnnotation: annotation(type), ...(root.name?.isOptional ? { optional: true } : {}) });
  });
}
