import { descendants, isCall, isFunction, isMember, memberName, type Node, unwrap } from '../../source/ast.ts';
import { callSites } from '../../trace/calls/callers.ts';
import { returnedValues } from '../../trace/calls/calls.ts';
import { callbackArgument } from '../../trace/calls/callbacks.ts';
import { classAround } from '../../trace/classes/inherited.ts';
import { callbackResult } from '../../trace/methods.ts';
import type { Trace } from '../../trace/trace.ts';
import { type LibraryValue, union, unknown, type Value } from '../../trace/value.ts';
import { partOfCall } from '../client.ts';
import type { Inherits } from '../inherits.ts';

/** What methods of a component are called with: properties first, then the state. */
const lifecycle = /^(?:componentDidUpdate|shouldComponentUpdate|getSnapshotBeforeUpdate|getDerivedStateFromProps|(?:UNSAFE_)?componentWill(?:ReceiveProps|Update)|render)$/;

/** `class Card extends Component<Props, State>`: it is given properties as an element, and state by `setState`. */
export const components: Inherits = {
  names: /^(?:props|state)$/,
  value: (base, cls, name, trace) => (isComponent(base) ? partOfCall(trace, { node: cls, frame: undefined }, name, () => (name === 'props' ? properties(trace, cls) : union([...setIn(trace, cls), ...derived(trace, cls)]))) : undefined),
  parameter: (base, name) => (isComponent(base) ? ['props', 'state'].indexOf(name) : undefined),
  methods: lifecycle,
  given: (_method, parameter) => ['props', 'state'][parameter],
};

const isComponent = (base: LibraryValue): boolean => /^(?:Pure)?Component$/.test(base.path.at(-1) ?? '');

/** What the component is given wherever it is an element, or is handed to `createElement`. */
function properties(trace: Trace, cls: Node): Value {
  const made = (cls['body']['body'] as Node[]).find((member) => member['kind'] === 'constructor') ?? cls;
  return union(
    callSites(trace, made).flatMap(({ node, kind }) => {
      if (kind === 'callback') return [callbackArgument(trace, made, node, 0, undefined)];
      return node.type === 'JSXOpeningElement' ? [trace.evaluate(node, undefined)] : [];
    }),
  );
}

/** `static getDerivedStateFromProps({ users }) { return { rows: users }; }`: state that is made of the properties each time. */
const derived = (trace: Trace, cls: Node): Value[] => (cls['body']['body'] as Node[]).flatMap((member) => (member['static'] && member['key']?.name === 'getDerivedStateFromProps' ? returnedValues(trace, member['value'] ?? member) : []));

/** `this.setState({ users })`, `this.setState((state) => ({ users: [...state.users, user] }))`. */
function setIn(trace: Trace, cls: Node): Value[] {
  return descendants(cls['body']).flatMap((node) => {
    const callee: Node | undefined = isCall(node) ? unwrap(node['callee']) : undefined;
    const [update] = (node['arguments'] ?? []) as Node[];
    const isSetting = callee && update && isMember(callee) && memberName(callee) === 'setState' && callee['object'].type === 'ThisExpression' && classAround(callee) === cls;
    if (!isSetting) return [];
    return [isFunction(unwrap(update)) ? (callbackResult(trace, update, node, undefined) ?? unknown) : trace.evaluate(update, undefined)];
  });
}
