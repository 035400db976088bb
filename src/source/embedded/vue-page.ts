import { calleeName, descendants, isCall, keyName, type Node, unwrap } from '../ast.ts';
import { attributeText, type Element, readMarkup } from './markup.ts';
import type { Reader } from './reader.ts';
import { asMembers } from './vue-names.ts';
import { addTemplate, classOfOptions } from './vue-options.ts';
import { templateCode } from './vue-template.ts';

/** An application that a page makes of options, and the selector of the element that it is put into. */
interface App {
  readonly made: Node;
  readonly options: Node;
  readonly selector: string | undefined;
}

/** `new Vue({ el: '#app', … })`, `Vue.createApp({ … }).mount('#app')`: the options become the class that they describe, and the markup of the element sees what `this` has there. */
export function readApps(reader: Reader, elements: readonly Element[], scripts: readonly Node[]): void {
  for (const { made, options, selector } of appsIn(scripts.flatMap((script) => descendants(script)))) {
    const cls = classOfOptions(options);
    (made['arguments'] as Node[])[0] = cls;
    const element = selector?.startsWith('#') ? elements.find(({ tag }) => attributeText(reader.text, tag, 'id') === selector.slice(1)) : undefined;
    if (!element) continue;
    // The templates of Vue 2 know no optional chaining.
    if (made.type === 'NewExpression') reader.forbidsInMarkup = /\?\./;
    const { tag } = element;
    const markup = templateCode(reader, [{ ...element, children: readMarkup(reader.text, tag.end, reader.text.length, 'double', tag.name).children }]);
    addTemplate(cls, markup);
    asMembers(scripts, markup);
  }
}

/** The applications in their order; those that are mounted by a call are so in the same order. */
function appsIn(nodes: readonly Node[]): App[] {
  const mounted = nodes.flatMap((node) => (isCall(node) && calleeName(node) === 'mount' && node['arguments'][0]?.type === 'StringLiteral' ? [String(node['arguments'][0].value)] : []));
  const made = nodes.flatMap((node) => {
    const isMade = node.type === 'NewExpression' ? node['callee'].name === 'Vue' : isCall(node) && calleeName(node) === 'createApp';
    const options = isMade && node['arguments'][0] ? unwrap(node['arguments'][0]) : undefined;
    return options?.type === 'ObjectExpression' ? [{ made: node, options, el: elementOf(options) }] : [];
  });
  const others = made.filter(({ el }) => el === undefined);
  return made.map((app) => ({ ...app, selector: app.el ?? (mounted.length === others.length ? mounted[others.indexOf(app)] : undefined) }));
}

function elementOf(options: Node): string | undefined {
  const el: Node | undefined = (options['properties'] as Node[]).find((property) => property['value'] && keyName(property['key'], property['computed']) === 'el')?.['value'];
  return el?.type === 'StringLiteral' ? el['value'] : undefined;
}
