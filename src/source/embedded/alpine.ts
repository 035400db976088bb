import { calleeName, descendants, isCall, isMember, type Node } from '../ast.ts';
import type { Attribute, Element, Markup } from './markup.ts';
import { assign, block, call, declare, identifier, rendered } from './nodes.ts';
import type { Reader } from './reader.ts';
import { asMembersOf } from './vue-names.ts';
import { regionOf, templateCode } from './vue-template.ts';

/** The data of an element and of all inside it. No program can write this name. */
const data = "alpine's data";

/** Directives that hold no expression, or none of what is shown. */
const silent = /^x-(?:data|ref|id|cloak|ignore|teleport|transition(?:[:.].*)?)$/;

/** What Alpine's directives in a page say, as statements: `x-data` names the object whose members all names inside mean, the others are those of Vue. `scripts`: the programs of the page. */
export function alpineCode(reader: Reader, markup: readonly Markup[], scripts: readonly Node[]): Node[] {
  const roots = rootsIn(markup);
  const named = roots.length > 0 ? registered(scripts) : new Map<string, Node>();
  const code = rendered(
    roots.flatMap((root) => {
      const value = root.tag.attributes.find(({ name }) => name === 'x-data')?.value;
      const written = value && reader.expression(value, regionOf(value));
      const maker = written && named.get(String(isCall(written) ? written['callee'].name : written['name']));
      const object = maker ? call(identifier(maker['name'], written), isCall(written) ? written['arguments'] : [], written) : written;
      const code = object ? templateCode(reader, [asVue(root)]) : [];
      if (!value || !object || code.length === 0) return [];
      asMembersOf(identifier(data, value), [...scripts, ...code], code);
      return [block([declare(identifier(data, value), object), ...code], root.tag)];
    }),
  );
  return [...[...named.values()].map((name) => declare(name, null)), ...code];
}

/** `Alpine.data('people', () => ({ … }))`: the functions under these names, each put under one that no program can write. */
function registered(scripts: readonly Node[]): Map<string, Node> {
  const found = new Map<string, Node>();
  for (const node of scripts.flatMap((script) => descendants(script))) {
    const isRegistration = isCall(node) && isMember(node['callee']) && node['callee'].object.name === 'Alpine' && calleeName(node) === 'data';
    const [name, maker] = (isRegistration ? node['arguments'] : []) as Node[];
    if (name?.type !== 'StringLiteral' || !maker || found.has(name['value'])) continue;
    const id = identifier(`alpine's ${name['value']}`, name);
    found.set(name['value'], id);
    node['arguments'][1] = assign(identifier(id['name'], maker), maker);
  }
  return found;
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
