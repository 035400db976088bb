import { isFunction, isMember, type Node, unwrap } from '../../source/ast.ts';
import { callSites } from '../calls/callers.ts';
import { frameOf } from '../frames.ts';
import type { Trace } from '../trace.ts';
import { absent, circular, type Frame, members, nothing, numeric, unfilled, type Value } from '../value.ts';

/** Through how many names and calls an object is followed to where it is given. */
const deepest = 8;

/** Unknown values that have no members, or none that are not known already. */
const empty: ReadonlySet<Value> = new Set([absent, circular, nothing, numeric, unfilled]);

/** True where an object stands that may hold anything: the code says what is in it, in a way that the trace does not follow. */
export function isUnseen(trace: Trace, node: Node, frame: Frame | undefined): boolean {
  return members(trace.evaluate(node, frame)).some((value) => value.kind === 'unknown' && !value.fits && !empty.has(value)) && !isGivenByNobody(trace, node, frame, 0);
}

/** True for a parameter, or a part of one, for which the project is not seen to give anything: what others may give is theirs. */
function isGivenByNobody(trace: Trace, given: Node, frame: Frame | undefined, depth: number): boolean {
  const node = unwrap(given);
  if (depth > deepest) return false;
  if (!isOpen(trace, node, frame)) return true;
  const inner = (next: Node): boolean => isGivenByNobody(trace, next, frame, depth + 1);
  if (node.type === 'LogicalExpression') return inner(node['left']) && inner(node['right']);
  if (node.type === 'ConditionalExpression') return inner(node['consequent']) && inner(node['alternate']);
  if (isMember(node)) return isOpen(trace, node['object'], frame) && inner(node['object']);
  const binding = node.type === 'Identifier' ? trace.project.sourceOf(node).scopes.bindingOf(node) : undefined;
  if (!binding || binding.writes.length > 0) return false;
  if (binding.kind === 'param') return isNeverGiven(trace, binding.id, frame, depth);
  const { declaration } = binding;
  return declaration.type === 'VariableDeclarator' && declaration['init'] ? inner(declaration['init']) : false;
}

const isOpen = (trace: Trace, node: Node, frame: Frame | undefined): boolean => members(trace.evaluate(node, frame)).some((value) => value.kind === 'unknown' && !empty.has(value));

/** True where each call that is seen gives nothing for the parameter, or what nobody gives to the function around the call. */
function isNeverGiven(trace: Trace, id: Node, frame: Frame | undefined, depth: number): boolean {
  let parameter = id;
  while (parameter.parent && !isFunction(parameter.parent)) parameter = parameter.parent;
  const fn = parameter.parent;
  const index: number = fn ? fn['params'].indexOf(parameter) : -1;
  if (!fn || index < 0) return false;
  const isLeftOpen = (call: Node, caller: Frame | undefined): boolean => {
    const written: readonly Node[] = call['arguments'] ?? [];
    const argument = written[index];
    if (written.slice(0, index + 1).some(({ type }) => type === 'SpreadElement')) return false;
    return !argument || isGivenByNobody(trace, argument, caller, depth + 1);
  };
  const own = frameOf(fn, frame);
  if (own) return own.callback || isLeftOpen(own.call, own.caller);
  return callSites(trace, fn).every((site) => site.kind !== 'call' || isLeftOpen(site.node, undefined));
}
