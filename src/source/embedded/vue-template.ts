import type { Node } from '../ast.ts';
import { splitAt } from './code-end.ts';
import type { Attribute, Braces, Element, Markup, Value } from './markup.ts';
import { arrow, assign, attribute, block, declare, element, identifier, loop, make, type Span, shown, statement, when } from './nodes.ts';
import type { Reader, Region } from './reader.ts';
import { tableOf } from '../../table.ts';

/** What a template says, as statements: loops, conditions, handlers, and expressions that are shown or handed on. */
export function templateCode(reader: Reader, markup: readonly Markup[]): Node[] {
  return markup.flatMap((one) => (one.kind === 'element' ? elementCode(reader, one) : one.kind === 'braces' ? interpolation(reader, one) : []));
}

function interpolation(reader: Reader, { start, end }: Braces): Node[] {
  const span = { start: start + 2, end: end - 2 };
  const expression = reader.expression(span, { ...span, forbids: /\}\}/ });
  return expression ? [shown(expression)] : [];
}

/** A directive by its long name, whatever short form it is written in. */
interface Directive {
  readonly name: string;
  readonly argument: string;
  readonly value: Value | undefined;
  readonly attribute: Attribute;
}

const shorts: Readonly<Record<string, string>> = tableOf({ ':': 'bind', '.': 'bind', '@': 'on', '#': 'slot' });

function directiveOf(written: Attribute): Directive | undefined {
  const long = /^v-([\w-]+)(?::(.*))?$/.exec(written.name);
  if (long) return { name: long[1] as string, argument: long[2] ?? '', value: written.value, attribute: written };
  const short = shorts[written.name[0] ?? ''];
  if (short) return { name: short, argument: written.name.slice(1), value: written.value, attribute: written };
  return /^(?:slot-scope|scope)$/.test(written.name) ? { name: 'slot', argument: '', value: written.value, attribute: written } : undefined;
}

function elementCode(reader: Reader, { tag, children }: Element): Node[] {
  const directives = tag.attributes.flatMap((written) => directiveOf(written) ?? []);
  if (directives.some(({ name }) => name === 'pre')) return [];
  const whole = { start: tag.start, end: tag.end };
  const slot = directives.find(({ name, value }) => name === 'slot' && value);
  const inner = templateCode(reader, children);
  const scoped = slot?.value ? [block([...reader.patterns(slot.value, regionOf(slot.value)).map((pattern) => declare(pattern, make('Identifier', pattern, { name: 'undefined' }))), ...inner], whole)] : inner;
  const own = [...componentCode(reader, tag.name, { start: tag.start + 1, end: tag.start + 1 + tag.name.length }, directives), ...scoped];
  const test = directives.find(({ name }) => name === 'if' || name === 'else-if');
  const shownIf = test && valueIn(reader, test);
  const tested = shownIf ? [when(shownIf, own, whole)] : own;
  const each = directives.find(({ name }) => name === 'for');
  return each?.value ? loopCode(reader, each.value, tested, whole) : tested;
}

/** `u in users`, `(u, i) of users`. */
function loopCode(reader: Reader, value: Value, body: readonly Node[], whole: Span): Node[] {
  const parts = splitAt(reader.slice(value), /\s(?:in|of)\s+(?=\S)/);
  if (!parts) return [...body];
  const at = value.start + parts[0];
  const list = reader.expression({ start: at + parts[1], end: value.end }, regionOf(value));
  return list ? [loop(list, reader.patterns({ start: value.start, end: at }, regionOf(value)), body, whole)] : [...body];
}

/** An attribute's value is code as a whole; its quote may not stand in it. */
export function regionOf(value: Value): Omit<Region, 'kind'> {
  const { start, end } = value;
  return { start, end, forbids: value.quote === '"' ? /"/ : value.quote === "'" ? /'/ : /[\s"'=<>`]/ };
}

function valueIn(reader: Reader, { value }: Directive): Node | undefined {
  return value && reader.expression(value, regionOf(value));
}

/** `:user` is short for `:user="user"`. */
function sameName(reader: Reader, { name, argument, value, attribute: { start, end } }: Directive): Node | undefined {
  if (name !== 'bind' || value || !/^[\w-]+$/.test(argument)) return undefined;
  reader.regions.push({ start, end, kind: 'markup', frozen: 'the name of the attribute is the expression' });
  return identifier(camel(argument), { start: end - argument.length, end });
}

/** The directives of an element in code: what is shown, tested, assigned, handed on, and what runs on an event. */
function componentCode(reader: Reader, name: string, at: Span, directives: readonly Directive[]): Node[] {
  const isComponent = /[A-Z-]/.test(name);
  const code: Node[] = [];
  const given: Node[] = [];
  for (const directive of directives) {
    if (directive.name === 'on' && directive.value) code.push(handlerCode(reader, directive.value));
    else if (directive.name === 'model') code.push(...modelCode(reader, directive));
    else if (!/^(?:for|if|else-if|else|slot)$/.test(directive.name)) {
      const value = valueIn(reader, directive) ?? sameName(reader, directive);
      if (!value) continue;
      if (directive.name === 'show') code.push(when(value, [], at));
      else if (isComponent && directive.name === 'bind') given.push(directive.argument ? attribute(camel(directive.argument), value) : make('JSXSpreadAttribute', value, { argument: value }));
      else code.push(shown(value));
    }
  }
  return isComponent ? [element(make('JSXIdentifier', at, { name: pascal(name) }), given), ...code] : code;
}

/** What runs on an event, given `$event`. */
function handlerCode(reader: Reader, value: Value): Node {
  const body = reader.handler(value, regionOf(value));
  return statement(arrow([identifier('$event', value)], block(body, value), value));
}

/** `v-model="x"`: x is shown, and is set to something that only the run knows. */
function modelCode(reader: Reader, { value }: Directive): Node[] {
  const shownValue = value && reader.expression(value, regionOf(value));
  const target = value && reader.expression(value, regionOf(value));
  if (!shownValue || !target || !/^(?:Identifier|MemberExpression)$/.test(target.type)) return [];
  const event = (): Node => identifier('$event', value);
  return [shown(shownValue), statement(arrow([event()], block([statement(assign(target, event()))], value), value))];
}

const camel = (name: string): string => (/^(?:.*[^\w.])?[^.]*/s.exec(name)?.[0] ?? '').replace(/-(\w)/g, (_, letter: string) => letter.toUpperCase());
const pascal = (name: string): string => camel(`-${name}`);
