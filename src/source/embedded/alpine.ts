import type { Node } from '../ast.ts';
import type { Attribute, Element, Markup } from './markup.ts';
import { block, declare, identifier, rendered } from './nodes.ts';
import type { Reader } from './reader.ts';
import { asMembersOf } from './vue-names.ts';
import { regionOf, templateCode } from './vue-template.ts';

/** The data of an element and of all inside it. No program can write this name. */
const data = "alpine's data";

/** Directives that hold no expression, or none of what is shown. */
const silent = /^x-(?:data|ref|id|cloak|ignore|teleport|transition(?:[:.].*)?)$/;

/** What Alpine's directives in a page say, as statements: `x-data` names the object whose members all names inside mean, the others are those of Vue. `scripts`: the programs of the page. */
export function alpineCode(reader: Reader, markup: readonly Markup[], scripts: readonly Node[]): Node[] {
  return rendered(
    rootsIn(markup).flatMap((root) => {
      const value = root.tag.attributes.find(({ name }) => name === 'x-data')?.value;
      const object = value && reader.expression(value, regionOf(value));
      const code = object ? templateCode(reader, [asVue(root)]) : [];
      if (!value || !object || code.length === 0) return [];
      asMembersOf(identifier(data, value), [...scripts, ...code], code);
      return [block([declare(identifier(data, value), object), ...code], root.tag)];
    }),
  );
}

/** The outermost elements that have data. */
const rootsIn = (markup: readonly Markup[]): Element[] => markup.flatMap((one) => (one.kind !== 'element' ? [] : one.tag.attributes.some(({ name }) => name === 'x-data') ? [one] : rootsIn(one.children)));

function asVue(element: Element): Element {
  const { tag, children } = element;
  return { ...element, tag: { ...tag, attributes: tag.attributes.flatMap(directive) }, children: children.map((child) => (child.kind === 'element' ? asVue(child) : child)) };
}

/** A directive under Vue's name for it; what is none is left out. */
function directive(attribute: Attribute): Attribute[] {
  const { name } = attribute;
  if (/^[:@]/.test(name)) return [attribute];
  return name.startsWith('x-') && !silent.test(name) ? [{ ...attribute, name: `v-${name.slice(2)}` }] : [];
}
