import { isCall, type Node } from '../source/ast.ts';
import { callbackResult } from '../trace/methods.ts';
import { union, unknown, type Value } from '../trace/value.ts';
import type { Client, ClientUse } from './client.ts';

/** React and its kin: state is what it starts with and what its setter is given; memos are what their function returns. */
export const react: Client = {
  id: 'react',
  packages: ['react', 'preact/hooks', 'preact/compat'],
  call(use) {
    const name = use.path.at(-1);
    const [first] = use.args;
    if (name === 'useState') return { kind: 'list', items: [], rest: union([initial(use, first), ...given(use)]), ref: { node: use.call, frame: use.frame } };
    if (!first) return undefined;
    if (name === 'useMemo') return callbackResult(use.trace, first, use.call, use.frame);
    return name === 'useCallback' || name === 'memo' || name === 'forwardRef' ? use.trace.evaluate(first, use.frame) : undefined;
  },
};

function initial(use: ClientUse, node: Node | undefined): Value {
  if (!node) return unknown;
  return /Function/.test(node.type) ? (callbackResult(use.trace, node, use.call, use.frame) ?? unknown) : use.trace.evaluate(node, use.frame);
}

/** What is handed to the setter: `const [users, setUsers] = useState([])`. */
function given(use: ClientUse): Value[] {
  const pattern: Node | undefined = use.call.parent?.['id'];
  const setter: Node | undefined = pattern?.type === 'ArrayPattern' ? pattern['elements'][1] : undefined;
  const binding = setter && use.trace.project.sourceOf(setter).scopes.bindingOf(setter);
  return (binding?.references ?? []).flatMap((reference) => {
    const call = reference.parent;
    if (!call || !isCall(call) || call['callee'] !== reference) return call && isCall(call) ? [receivedBy(use, reference, call)] : [];
    const [node] = call['arguments'] as Node[];
    return node ? [/Function/.test(node.type) ? (callbackResult(use.trace, node, call, use.frame) ?? unknown) : use.trace.evaluate(node, use.frame)] : [];
  });
}

/** `.then(setUsers)`: what the promise gives. */
function receivedBy(use: ClientUse, reference: Node, call: Node): Value {
  const callee: Node = call['callee'];
  const isThen = callee['property']?.name === 'then' && call['arguments'][0] === reference;
  return isThen ? use.trace.evaluate(callee['object'], use.frame) : unknown;
}
