import { isFunction, keyName, type Node, outermost } from '../../source/ast.ts';
import { bindingMentions, exportedMentions, placeMentions } from '../changes/contents.ts';
import { propertyName } from '../evaluate.ts';
import type { Trace } from '../trace.ts';

/** A call that is handed a function inside an object or a list, and the way to the function in that argument. */
export interface Nested {
  readonly call: Node;
  readonly argument: number;
  readonly within: readonly string[];
}

/** Through how many names an object is followed on its way into a call. */
const deepest = 2;

const known = new WeakMap<Node, readonly Nested[]>();

/** The calls that get the function as a part of an argument: `create({ handlers: { done: (answer) => … } })`, also when the object or the function has a name first. */
export const nestedIn = (trace: Trace, fn: Node): readonly Nested[] => trace.once(known, fn, [], () => nestedOf(trace, fn));

/** True for a function that has a name, so that other code can call it as well. */
export const isNamed = (fn: Node): boolean => fn.type === 'FunctionDeclaration' || outermost(fn).parent?.type === 'VariableDeclarator';

function nestedOf(trace: Trace, fn: Node): Nested[] {
  if (fn.type === 'FunctionDeclaration') return fn['id'] ? bindingMentions(trace, fn['id']).flatMap((mention) => upwards(trace, mention, [], 1)) : [];
  const isMethod = fn.type === 'ObjectMethod';
  const start = isMethod ? (fn.parent as Node) : outermost(fn);
  const name = isMethod ? propertyName(trace, fn, undefined) : undefined;
  if (!isMethod && !/^(?:ObjectProperty|ArrayExpression|VariableDeclarator)$/.test(start.parent?.type ?? '')) return [];
  return isMethod && name === undefined ? [] : upwards(trace, start, name === undefined ? [] : [name], 0);
}

/** The same for an expression that means a function: `(done) => create({ handlers: { done } })`. */
export const nestedAt = (trace: Trace, mention: Node): readonly Nested[] => upwards(trace, mention, [], 0);

function upwards(trace: Trace, from: Node, within: readonly string[], depth: number): Nested[] {
  const at = outermost(from);
  const parent = at.parent;
  switch (parent?.type) {
    case 'ObjectProperty': {
      const name = parent['value'] === at && parent.parent?.type === 'ObjectExpression' ? propertyName(trace, parent, undefined) : undefined;
      return name === undefined ? [] : upwards(trace, parent.parent as Node, [name, ...within], depth);
    }
    case 'ArrayExpression':
      return upwards(trace, parent, [String(parent['elements'].indexOf(at)), ...within], depth);
    case 'SpreadElement':
      return isSpreadWith(parent, within[0]) ? upwards(trace, parent.parent as Node, within, depth) : [];
    case 'VariableDeclarator':
      return depth < deepest ? placeMentions(trace, at, parent, 0).flatMap((mention) => upwards(trace, mention, within, depth + 1)) : [];
    case 'ExportDefaultDeclaration':
      return depth < deepest ? exportedMentions(trace, trace.project.fileOf(parent), ['default']).flatMap((mention) => upwards(trace, mention, within, depth + 1)) : [];
    case 'CallExpression':
    case 'OptionalCallExpression':
    case 'NewExpression':
      return within.length > 0 && parent['arguments'].includes(at) ? [{ call: parent, argument: parent['arguments'].indexOf(at), within }] : [];
    default:
      return [];
  }
}

/** `{ ...columns, Seat: … }`: true where an object is spread into another one that has nothing of its own under the name behind that. */
function isSpreadWith(spread: Node, name: string | undefined): boolean {
  const properties: readonly Node[] = spread.parent?.type === 'ObjectExpression' ? spread.parent['properties'] : [];
  return properties.includes(spread) && properties.slice(properties.indexOf(spread)).every((later) => !later['key'] || keyName(later['key'], later['computed']) !== name);
}

/** The expression at this way inside an argument that is written as an object or a list; the argument itself for an empty way. */
export function partOf(argument: Node | undefined, within: readonly string[]): Node | undefined {
  return within.reduce<Node | undefined>((node, step) => {
    if (node?.type === 'ArrayExpression') return node['elements'][Number(step)] ?? undefined;
    const property = ((node?.['properties'] ?? []) as Node[]).find((candidate) => candidate['key'] && keyName(candidate['key'], candidate['computed']) === step);
    return property && (isFunction(property) ? property : (property['value'] as Node));
  }, argument);
}
