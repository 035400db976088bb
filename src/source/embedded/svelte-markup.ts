import type { Node } from '../ast.ts';
import { endOfBraces, splitAt } from './code-end.ts';
import type { Attribute, Block, Braces, Element, Markup } from './markup.ts';
import { arrow, assign, attribute, block, declare, element, identifier, loop, make, type Span, shown, statement, when } from './nodes.ts';
import type { Reader } from './reader.ts';

/** What the markup of a component says, as statements: loops, conditions, awaited values, snippets, and expressions that are shown or handed on. */
export function markupCode(reader: Reader, markup: readonly Markup[]): Node[] {
  return markup.flatMap((one) => (one.kind === 'block' ? blockCode(reader, one) : one.kind === 'braces' ? bracesCode(reader, one) : elementCode(reader, one)));
}

const expressionAt = (reader: Reader, start: number, end: number): Node | undefined => reader.expression({ start, end }, { start, end });
const patternsAt = (reader: Reader, start: number, end: number): readonly Node[] => (start < end ? reader.patterns({ start, end }, { start, end }) : []);

/** `{expression}`, `{@html expression}`, `{@const name = expression}`. */
function bracesCode(reader: Reader, { start, end }: Braces): Node[] {
  const tag = /^\{(?:@(\w+)\s|\.\.\.|:)?/.exec(reader.text.slice(start, start + 20)) as RegExpExecArray;
  if (tag[0] === '{:' || tag[1] === 'debug') return [];
  const expression = expressionAt(reader, start + tag[0].length, end - 1);
  if (!expression) return [];
  return tag[1] === 'const' && expression.type === 'AssignmentExpression' ? [declare(expression['left'], expression['right'])] : [shown(expression)];
}

/** What stands between two of the marks `{#…}`, `{:…}` and `{/…}` of one block. */
interface Part {
  readonly head: Span;
  readonly children: Markup[];
}

function partsOf(reader: Reader, { head, children }: Block): [Part, ...Part[]] {
  const parts: [Part, ...Part[]] = [{ head, children: [] }];
  for (const child of children) {
    if (child.kind === 'braces' && reader.text.startsWith('{:', child.start)) parts.push({ head: child, children: [] });
    else (parts.at(-1) as Part).children.push(child);
  }
  return parts;
}

function blockCode(reader: Reader, given: Block): Node[] {
  const [first, ...others] = partsOf(reader, given);
  const start = first.head.start + `{#${given.name}`.length;
  const end = first.head.end - 1;
  switch (given.name) {
    case 'each':
      return [...eachCode(reader, start, end, first), ...others.flatMap((part) => markupCode(reader, part.children))];
    case 'if':
      return [first, ...others].flatMap((part) => branchCode(reader, part));
    case 'await':
      return awaitCode(reader, start, end, first, others);
    case 'snippet':
      return snippetCode(reader, start, end, first);
    default: {
      const expression = expressionAt(reader, start, end);
      return [...(expression ? [statement(expression)] : []), ...[first, ...others].flatMap((part) => markupCode(reader, part.children))];
    }
  }
}

/** `{#if test}`, `{:else if test}`, `{:else}`. */
function branchCode(reader: Reader, { head, children }: Part): Node[] {
  const mark = /^\{(?:#if|:else\s+if|:else)/.exec(reader.slice(head))?.[0] ?? '';
  const test = /if$/.test(mark) ? expressionAt(reader, head.start + mark.length, head.end - 1) : undefined;
  const body = markupCode(reader, children);
  return test ? [when(test, body, head)] : body;
}

/** `{#each users as user, index (user.id)}`. */
function eachCode(reader: Reader, start: number, end: number, { head, children }: Part): Node[] {
  const parts = splitAt(reader.text.slice(start, end), /\sas\s+/);
  const list = expressionAt(reader, start, parts ? start + parts[0] : end);
  const names = start + (parts ? parts[0] + parts[1] : 0);
  const behindPattern = parts ? endOfPattern(reader.text, names, end) : end;
  const rest = parts ? reader.text.slice(behindPattern, end) : '';
  const index = /^\s*,\s*([\w$]+)/.exec(rest);
  const keyAt = rest.trimEnd().endsWith(')') ? rest.indexOf('(') + 1 : 0;
  const keyed = keyAt > 0 ? expressionAt(reader, behindPattern + keyAt, behindPattern + rest.trimEnd().length - 1) : undefined;
  const indexAt = index ? behindPattern + index[0].length - (index[1] as string).length : 0;
  const patterns = [...(parts ? patternsAt(reader, names, behindPattern) : []), ...(index ? [identifier(index[1] as string, { start: indexAt, end: indexAt + (index[1] as string).length })] : [])];
  const body = [...(keyed ? [statement(keyed)] : []), ...markupCode(reader, children)];
  return list ? [loop(list, patterns, body, head)] : body;
}

function endOfPattern(text: string, start: number, limit: number): number {
  if (text[start] === '{') return endOfBraces(text, start, limit);
  const plain = /^(?:\[[^\]]*\]|[\w$]+)/.exec(text.slice(start, limit));
  return start + (plain?.[0].length ?? 0);
}

/** `{#await promise then value}`, or with `{:then value}` further on. */
function awaitCode(reader: Reader, start: number, end: number, first: Part, others: readonly Part[]): Node[] {
  const then = splitAt(reader.text.slice(start, end), /\s(?:then|catch)(?:\s+|$)/);
  const endOfPromise = then ? start + then[0] : end;
  const promise = (): Node | undefined => expressionAt(reader, start, endOfPromise);
  const received = (part: Part, from: number, to: number, isValue: boolean): Node => {
    const [pattern] = patternsAt(reader, from, to);
    const value = isValue ? promise() : undefined;
    const declared = pattern ? [declare(pattern, value ? make('AwaitExpression', value, { argument: value }) : null)] : [];
    return block([...declared, ...markupCode(reader, part.children)], part.head);
  };
  const own = then ? received(first, endOfPromise + then[1], end, reader.text.slice(endOfPromise).trimStart().startsWith('then')) : block(markupCode(reader, first.children), first.head);
  const waiting = promise();
  return [
    ...(waiting ? [statement(waiting)] : []),
    own,
    ...others.map((part) => {
      const mark = /^\{:(?:then|catch)/.exec(reader.slice(part.head))?.[0] ?? '{:';
      return received(part, part.head.start + mark.length, part.head.end - 1, mark.endsWith('then'));
    }),
  ];
}

/** `{#snippet row(user)}`: a function that `{@render row(user)}` calls. */
function snippetCode(reader: Reader, start: number, end: number, { head, children }: Part): Node[] {
  const name = /^\s*([\w$]+)/.exec(reader.text.slice(start, end));
  if (!name) return markupCode(reader, children);
  const at = start + name[0].length;
  const params = /^\(\s*\)/.test(reader.text.slice(at, end)) ? [] : patternsAt(reader, at, end);
  const id = identifier(name[1] as string, { start: at - (name[1] as string).length, end: at });
  return [make('FunctionDeclaration', head, { id, params, body: block(markupCode(reader, children), head), async: false, generator: false })];
}

function elementCode(reader: Reader, { tag, children }: Element): Node[] {
  if (/^(?:script|style)$/.test(tag.name)) return [];
  const isComponent = /^[A-Z]|\./.test(tag.name);
  const handed: Node[] = [];
  const code = tag.attributes.flatMap((one) => {
    const value = handedValue(reader, one);
    if (!isComponent || !value) return attributeCode(reader, one);
    const isSpread = one.name === '' && !isShort(reader, one);
    handed.push(isSpread ? make('JSXSpreadAttribute', value, { argument: value }) : attribute(one.name || String(value['name']), value, isShort(reader, one) ? one : undefined));
    return [];
  });
  const lets = tag.attributes.filter(({ name }) => name.startsWith('let:')).map(({ name, start, value, end }) => (value ? patternsAt(reader, value.start + 1, value.end - 1)[0] : identifier(name.slice(4), { start: start + 4, end })));
  const inner = [...lets.flatMap((pattern) => (pattern ? [declare(pattern, null)] : [])), ...markupCode(reader, children)];
  const name = { start: tag.start + 1, end: tag.start + 1 + tag.name.length };
  return [...(isComponent ? [element(make('JSXIdentifier', name, { name: tag.name }), handed)] : []), ...code, ...(lets.length > 0 ? [block(inner, tag)] : inner)];
}

/** What an attribute hands to a component: `user={user}`, `{user}`, `{...user}`. */
function handedValue(reader: Reader, one: Attribute): Node | undefined {
  const { name, value } = one;
  if (value?.quote !== '{' || /^(?:on|bind|class|style|use|let|transition|in|out|animate):/.test(name)) return undefined;
  if (isShort(reader, one)) return shorthand(reader, value);
  return expressionAt(reader, value.start + (name === '' ? 4 : 1), value.end - 1);
}

/** `{user}` as an attribute: the braces as well may change. */
function shorthand(reader: Reader, { start, end }: Span): Node | undefined {
  return reader.expression({ start: start + 1, end: end - 1 }, { start, end });
}

const isShort = (reader: Reader, { name, value }: Attribute): boolean => name === '' && value?.quote === '{' && !reader.text.startsWith('{...', value.start);

function attributeCode(reader: Reader, one: Attribute): Node[] {
  const { name, value } = one;
  if (!value || name === 'bind:this' || name.startsWith('let:')) return [];
  if (value.quote !== '{') return quotedCode(reader, value);
  if (isShort(reader, one)) return [shorthand(reader, value)].flatMap((expression) => (expression ? [shown(expression, value)] : []));
  if (!name.startsWith('bind:')) return /^on:?[a-z]/.test(name) ? [expressionAt(reader, value.start + 1, value.end - 1)].flatMap((handler) => (handler ? [statement(handler)] : [])) : bracesCode(reader, { kind: 'braces', ...value });
  const read = expressionAt(reader, value.start + 1, value.end - 1);
  const target = expressionAt(reader, value.start + 1, value.end - 1);
  if (!read || !target || !/^(?:Identifier|MemberExpression)$/.test(target.type)) return [];
  return [shown(read), statement(arrow([identifier('chosen', value)], block([statement(assign(target, identifier('chosen', value)))], value), value))];
}

/** `class="user {user.status}"`. */
function quotedCode(reader: Reader, { start, end }: Span): Node[] {
  const code: Node[] = [];
  for (let at = reader.text.indexOf('{', start); at >= 0 && at < end; at = reader.text.indexOf('{', at)) {
    const close = endOfBraces(reader.text, at, end);
    code.push(...bracesCode(reader, { kind: 'braces', start: at, end: close }));
    at = close;
  }
  return code;
}
