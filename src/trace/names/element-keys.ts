import { isCall, keyName, type Node, outermost, unwrap } from '../../source/ast.ts';
import { attributeName } from '../flow/mentions.ts';
import type { Trace } from '../trace.ts';
import { members } from '../value.ts';

/** `<th key={column.key}>`, `createElement('th', { key: column.key })`: a name by which React tells elements apart, which shows nothing. */
export function isElementKey(trace: Trace, node: Node): boolean {
  const outer = outermost(node);
  const { parent } = outer;
  if (parent?.type === 'JSXExpressionContainer') return attributeName(parent) === 'key';
  const props = parent?.type === 'ObjectProperty' && parent['value'] === outer && keyName(parent['key'], parent['computed']) === 'key' ? parent.parent : undefined;
  const call = props?.parent;
  if (!props || !call || !isCall(call) || call['arguments'][1] !== props) return false;
  return members(trace.evaluate(unwrap(call['callee']), undefined)).every((value) => value.kind === 'library' && value.name === 'react' && value.path.at(-1) === 'createElement');
}
