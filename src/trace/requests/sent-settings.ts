import { isMember, memberName, type Node, unwrap } from '../../source/ast.ts';
import { propertyName } from '../evaluate.ts';
import type { Trace } from '../trace.ts';
import { type Frame, members, type RecordValue, type Value } from '../value.ts';

const records = new WeakSet<Value>();

/** What a client shows a function of the project of a request that it is about to send; the function may change it. */
export function sentSettings(known: RecordValue['members']): RecordValue {
  const record: RecordValue = { kind: 'record', members: known };
  records.add(record);
  return record;
}

/** Members under which such settings hold the parameters. */
export const holding = /^(?:params|searchParams|query)$/;

/** True for the settings themselves. */
export const isSettings = (trace: Trace, node: Node, frame: Frame | undefined): boolean => members(trace.evaluate(node, frame)).some((value) => records.has(value));

/** True for an expression that is the parameters of such settings: `config.params`, `options.url.searchParams`, a name for them. */
export function isParameters(trace: Trace, given: Node, frame: Frame | undefined, depth = 0): boolean {
  const node = unwrap(given);
  if (depth > 4) return false;
  if (isMember(node)) return holding.test(memberName(node) ?? '') && (isSettings(trace, node['object'], frame) || (memberName(node) === 'searchParams' && isSentAgain(trace, node['object'], frame)));
  if (node.type === 'LogicalExpression' || node.type === 'AssignmentExpression') return isParameters(trace, node['left'], frame, depth + 1);
  const id = node.type === 'Identifier' ? trace.project.sourceOf(node).scopes.bindingOf(node)?.id : undefined;
  const declarator = id?.parent;
  if (declarator?.type === 'VariableDeclarator' && declarator['id'] === id && declarator['init']) return isParameters(trace, declarator['init'], frame, depth + 1);
  const property = declarator?.type === 'AssignmentPattern' ? declarator.parent : declarator;
  const pattern = property?.type === 'ObjectProperty' ? property.parent : undefined;
  return pattern?.type === 'ObjectPattern' && holding.test(propertyName(trace, property as Node, frame) ?? '') && members(trace.evaluatePattern(pattern, frame)).some((value) => records.has(value));
}

/** `const url = new URL(request.url); …; return new Request(url, request);`: an address of its own, which is sent in place of the one that is shown. */
function isSentAgain(trace: Trace, given: Node, frame: Frame | undefined): boolean {
  const node = unwrap(given);
  const binding = node.type === 'Identifier' ? trace.project.sourceOf(node).scopes.bindingOf(node) : undefined;
  const made: Node | undefined = binding?.declaration['id'] === binding?.id && binding?.declaration['init'] ? unwrap(binding.declaration['init']) : undefined;
  const shown: Node | undefined = made?.type === 'NewExpression' && made['callee'].name === 'URL' && made['arguments'].length === 1 ? unwrap(made['arguments'][0]) : undefined;
  if (!binding || !shown || !isMember(shown) || memberName(shown) !== 'url' || !isSettings(trace, shown['object'], frame)) return false;
  return binding.references.some((reference) => {
    const outer = isMember(reference.parent) && /^(?:href|toString)$/.test(memberName(reference.parent as Node) ?? '') ? (reference.parent as Node) : reference;
    const sent = outer.parent?.type === 'CallExpression' ? outer.parent : outer;
    return sent.parent?.type === 'NewExpression' && sent.parent['callee'].name === 'Request' && unwrap(sent.parent['arguments'][0]) === sent;
  });
}
