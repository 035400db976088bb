import type { Client } from '../../clients/client.ts';
import type { Node } from '../../source/ast.ts';
import type { Trace } from '../trace.ts';
import { type Frame, members, type LibraryValue, type Value } from '../value.ts';

/** Classes above a class further than this are not looked at. */
const highest = 4;

interface Above {
  readonly client: Client;
  readonly base: LibraryValue;
  /** The class of the project that extends it. */
  readonly cls: Node;
}

/** The class of a library on which a class of the project stands, directly or through others. */
function above(trace: Trace, cls: Node, frame: Frame | undefined, depth = 0): Above | undefined {
  const base: Node | undefined = cls['superClass'] ?? undefined;
  if (!base || depth > highest) return undefined;
  for (const value of members(trace.evaluate(base, frame))) {
    const client = value.kind === 'library' ? trace.clientOf(value) : undefined;
    if (value.kind === 'library' && client?.inherits) return { client, base: value, cls };
    const further = value.kind === 'class' ? above(trace, value.ref.node, value.ref.frame, depth + 1) : undefined;
    if (further) return further;
  }
  return undefined;
}

/** The class in whose body a node stands, where `this` means its instance. */
export function classAround(node: Node): Node | undefined {
  for (let at = node.parent; at; at = at.parent) {
    if (at.type === 'ClassBody') return at.parent;
    if (/^(?:ObjectMethod|FunctionExpression|FunctionDeclaration)$/.test(at.type)) return undefined;
  }
  return undefined;
}

/** What instances of a class have under a name because of the class of a library that they extend, beside what the class gives them. */
export function inheritedValue(trace: Trace, cls: Node, frame: Frame | undefined, name: string): Value | undefined {
  const found = cls['superClass'] && trace.clients.some((client) => client.inherits?.names.test(name)) ? above(trace, cls, frame) : undefined;
  return found?.client.inherits?.names.test(name) ? found.client.inherits.value(found.base, cls, name, trace) : undefined;
}

/** The type that a class gives such a member: `class Card extends Component<Props>`. */
export function inheritedType(trace: Trace, cls: Node, name: string): Node | undefined {
  const parameters: readonly Node[] = cls['superTypeParameters']?.['params'] ?? [];
  const found = parameters.length > 0 ? above(trace, cls, undefined) : undefined;
  const index = found?.cls === cls ? found.client.inherits?.parameter(found.base, name) : undefined;
  return index === undefined ? undefined : parameters[index];
}

/** What a library calls a method of such a class with. */
export function handedToMethod(trace: Trace, method: Node, index: number): Value | undefined {
  const cls = method.parent?.type === 'ClassBody' ? (method.parent.parent as Node) : undefined;
  const name: string | undefined = method['key']?.name;
  const found = cls?.['superClass'] && name !== undefined && trace.clients.some((client) => client.inherits?.methods.test(name)) ? above(trace, cls, undefined) : undefined;
  const inherits = found?.client.inherits;
  const member = cls && name !== undefined && inherits?.methods.test(name) ? inherits.given(name, index) : undefined;
  return cls && found && member !== undefined ? inherits?.value(found.base, cls, member, trace) : undefined;
}
