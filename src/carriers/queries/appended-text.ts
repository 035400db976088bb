import type { NewValue, Rewrite } from '../../facts.ts';
import { descendants, isCall, isMember, memberName, type Node, outermost, unwrap } from '../../source/ast.ts';
import type { Source } from '../../source/source.ts';
import type { Trace } from '../../trace/trace.ts';
import { replaceRange } from '../code.ts';
import { removedElement, removedStatement } from '../fields/removals.ts';
import { branchOf } from './site.ts';

/** `if (test) text += …;`, `if (test) parts.push(…)`, `[…, test && …]`: what decides whether a part of a text is there. */
export interface Append {
  readonly how: 'text' | 'list';
  /** Undefined when it always happens. */
  readonly test: Node | undefined;
  /** The branch around the whole of it. */
  readonly branch: Node | undefined;
}

/** The way in which the expression becomes a part of a text; undefined for any other, and where more than one `if` decides about it. */
export function appendOf(root: Node): Append | undefined {
  const outer = outermost(root);
  const { parent } = outer;
  if (parent?.type === 'LogicalExpression' && parent['operator'] === '&&' && parent['right'] === outer && outermost(parent).parent?.type === 'ArrayExpression')
    return { how: 'list', test: parent['left'], branch: branchOf(parent, undefined) };
  const isText = parent?.type === 'AssignmentExpression' && parent['operator'] === '+=' && parent['right'] === outer;
  if (!parent || (!isText && !(isPush(parent) && parent['arguments'].length === 1))) return undefined;
  const how = isText ? 'text' : 'list';
  const statement = outermost(parent).parent;
  if (statement?.type !== 'ExpressionStatement') return undefined;
  const holder = statement.parent?.type === 'BlockStatement' && statement.parent['body'].length === 1 ? statement.parent : statement;
  const test = holder.parent;
  if (test?.type !== 'IfStatement') return { how, test: undefined, branch: branchOf(statement, undefined) };
  return test['consequent'] === holder && !test['alternate'] ? { how, test: test['test'], branch: branchOf(test, undefined) } : undefined;
}

const isPush = (call: Node): boolean => isCall(call) && isMember(call['callee']) && /^(?:push|unshift)$/.test(memberName(call['callee']) ?? '');

/** An expression that is a part of a text by itself goes as a whole: an element of a list that is joined, `parts.push('a=b')`, `text += '&a=b'`. */
export function removedWhole(source: Source, root: Node): Rewrite | undefined {
  const outer = outermost(root);
  const { parent } = outer;
  if (parent?.type === 'ArrayExpression') return removedElement(source, outer);
  if (parent?.type === 'LogicalExpression' && parent['operator'] === '&&' && parent['right'] === outer) return removedWhole(source, parent);
  const isGrowing = parent?.type === 'AssignmentExpression' && parent['operator'] === '+=';
  if (!parent || (!isGrowing && !isPush(parent))) return undefined;
  const given: readonly Node[] = isGrowing ? [] : parent['arguments'];
  const index = given.indexOf(outer);
  if (given.length > 1) return [replaceRange(source, index > 0 ? { start: (given[index - 1] as Node).end, end: outer.end } : { start: outer.start, end: (given[1] as Node).start }, '')];
  const statement = outermost(parent).parent;
  return statement?.type === 'ExpressionStatement' ? [removedStatement(source, statement)] : undefined;
}

const startsQuery = (node: Node): boolean => (node.type === 'StringLiteral' ? String(node['value']) : node.type === 'TemplateElement' ? String(node['value'].raw) : '').includes('?');

/** Methods by which a list, a text or a query gets more. Any other (`client.get(path)`) makes something of its own in each round. */
const grows = /^(?:push|unshift|splice|concat|append|add|set)$/;

/** True in a loop that starts after the text was: what is appended there is sent once for each round. A list that gets whole addresses is a list of requests. */
export function isRepeated(trace: Trace, root: Node): boolean {
  const assignment = outermost(root).parent;
  if (assignment && isPush(assignment) && descendants(root).some(startsQuery)) return false;
  const call = assignment && isCall(assignment) && isMember(assignment['callee']) && grows.test(memberName(assignment['callee']) ?? '') ? assignment['callee']['object'] : undefined;
  const target: Node | undefined = assignment?.type === 'AssignmentExpression' && assignment['operator'] === '+=' ? assignment['left'] : call;
  const binding = target?.type === 'Identifier' ? trace.project.sourceOf(target).scopes.bindingOf(target) : undefined;
  if (!binding) return false;
  for (let at = outermost(root).parent; at; at = at.parent) {
    if (at.start <= binding.id.start && binding.id.end <= at.end) return false;
    if (/^(?:For(?:In|Of)?|While|DoWhile)Statement$/.test(at.type)) return true;
    if (isCall(at) && /^(?:forEach|map|reduce|each)$/.test(memberName(unwrap(at['callee'])) ?? '')) return true;
  }
  return false;
}

/** True for a test that says the same wherever it stands in its function: names that never change, their members, comparisons of them. */
export function isSteady(trace: Trace, test: Node): boolean {
  const { scopes } = trace.project.sourceOf(test);
  return descendants(test).every((node) => {
    if (isMember(node)) return !isAssigned(trace, node);
    if (node.type !== 'Identifier' || (isMember(node.parent) && node.parent?.['property'] === node && !node.parent['computed']))
      return /^(?:Identifier|(?:String|Numeric|Boolean|Null)Literal|UnaryExpression|BinaryExpression|LogicalExpression|ParenthesizedExpression|TemplateLiteral|TemplateElement)$/.test(node.type);
    const binding = scopes.bindingOf(node);
    return (
      node['name'] === 'undefined' ||
      (!!binding && binding.writes.length === 0 && binding.references.every((reference) => !/^(?:AssignmentExpression|UpdateExpression)$/.test(reference.parent?.type ?? '') || reference.parent?.['right'] === reference))
    );
  });
}

/** The same member of something is given a value in this file. */
function isAssigned(trace: Trace, member: Node): boolean {
  const source = trace.project.sourceOf(member);
  const name = memberName(member);
  return name === undefined || new RegExp(`\\.${name.replace(/\W/g, '\\$&')}\\s*(?:=[^=]|[-+*/?|&]{1,2}=|\\+\\+|--)`).test(source.text);
}

/** `a ? x : y` of two texts for a URL; what they end with alike is written once. */
export function chosenValue(source: Source, test: Node, yes: NewValue, no: NewValue): NewValue {
  const code = source.slice(test);
  const isPlain = [...yes, ...no].every((part) => typeof part === 'string');
  const [taken, otherwise] = [yes.join(''), no.join('')];
  if (isPlain && taken === otherwise) return yes;
  const condition = /^(?:Identifier|MemberExpression|BinaryExpression|LogicalExpression|UnaryExpression)$/.test(unwrap(test).type) ? code : `(${code})`;
  const quote = source.quote;
  if (isPlain && taken === `-${otherwise}`) return [coded(`${condition} ? ${quote}-${quote} : ${quote}${quote}`), otherwise];
  if (isPlain && otherwise === `-${taken}`) return [coded(`${condition} ? ${quote}${quote} : ${quote}-${quote}`), taken];
  return [];
}

const coded = (code: string): NewValue[number] => ({ code, urlCode: code });
