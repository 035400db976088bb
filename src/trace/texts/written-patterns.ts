import { descendants, isMember, keyName, memberName, type Node, unwrap } from '../../source/ast.ts';
import type { Binding } from '../../source/scope.ts';
import { listOfParameter } from '../calls/callbacks.ts';
import { staticText } from '../evaluate.ts';
import type { Trace } from '../trace.ts';

/** The regular expressions that an expression can be, where the code writes them: by themselves, under a name, in a list that is gone through. */
export function patternsOf(trace: Trace, given: Node, depth = 0): readonly RegExp[] {
  const node = unwrap(given);
  if (node.type === 'RegExpLiteral') return patternFrom(node['pattern'], node['flags']);
  if (/^(?:New|Call)Expression$/.test(node.type) && unwrap(node['callee'])['name'] === 'RegExp') return madePattern(trace, node, depth);
  if (depth > 4) return [];
  if (node.type === 'Identifier') return listed(trace, node).flatMap((one) => patternsOf(trace, one, depth + 1));
  if (!isMember(node)) return [];
  const name = memberName(node);
  return name === undefined ? [] : heldUnder(trace, name.replace(/^#/, '')).flatMap((one) => patternsOf(trace, one, depth + 1));
}

function madePattern(trace: Trace, { arguments: [first, flags] }: Node, depth: number): readonly RegExp[] {
  const text = first && staticText(trace, first, undefined);
  if (text !== undefined) return patternFrom(text, (flags && staticText(trace, flags, undefined)) ?? '');
  return first ? patternsOf(trace, first, depth + 1) : [];
}

/** Without the flags by which a pattern goes on from where it was. */
function patternFrom(pattern: string, flags: string): readonly RegExp[] {
  try {
    return [new RegExp(pattern, flags.replace(/[gy]/g, ''))];
  } catch {
    return [];
  }
}

/** What a name stands for: what it is made with, or each element of the list that a callback or a loop goes through. */
function listed(trace: Trace, node: Node): readonly Node[] {
  const binding = trace.project.sourceOf(node).scopes.bindingOf(node);
  if (!binding || binding.writes.length > 0) return [];
  const pattern = binding.id.parent?.type === 'ArrayPattern' ? binding.id.parent : undefined;
  const list = listThrough(pattern ?? binding.id, binding);
  if (!list) return !pattern && binding.declaration['init'] ? [binding.declaration['init']] : [];
  const elements = elementsOf(trace, list);
  if (!pattern) return elements;
  const index = (pattern['elements'] as Node[]).indexOf(binding.id);
  return elements.flatMap((element) => (unwrap(element)['elements']?.[index] as Node | undefined) ?? []);
}

/** `list.some((pattern) => …)`, `for (const pattern of list)`. */
function listThrough(target: Node, { declaration }: Binding): Node | undefined {
  const list = listOfParameter(target);
  if (list) return list;
  const loop = declaration.parent?.parent;
  return loop?.type === 'ForOfStatement' ? loop['right'] : undefined;
}

function elementsOf(trace: Trace, list: Node): readonly Node[] {
  const value = trace.evaluate(list, undefined);
  return value.kind === 'list' ? value.items.map(({ node }) => node) : [];
}

/** What an object or a class holds under a name. */
function heldUnder(trace: Trace, name: string): readonly Node[] {
  const programs = trace.project.filesWith(name).flatMap((file) => (file.endsWith('.json') ? [] : (trace.project.source(file)?.program ?? [])));
  return programs.flatMap(descendants).flatMap((node) => {
    const isHeld = /^(?:ObjectProperty|Class(?:Private)?Property)$/.test(node.type) && (node['key'].id?.name ?? keyName(node['key'], node['computed'] === true)) === name;
    return isHeld && node['value'] && /^(?:RegExpLiteral|NewExpression)$/.test(unwrap(node['value']).type) ? [node['value'] as Node] : [];
  });
}
