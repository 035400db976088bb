import type { NewValue, Rewrite } from '../../facts.ts';
import { enclosingFunction, type Node, outermost, unwrap } from '../../source/ast.ts';
import type { Source } from '../../source/source.ts';
import type { Trace } from '../../trace/trace.ts';
import { removedWhole } from './appended-text.ts';
import { areInSeveral } from './chosen.ts';
import { replaceRange, together } from '../code.ts';
import { isLookedAt } from './looked-at.ts';
import { removedProperty, removedStatement } from '../fields/removals.ts';
import { branchOf, type Site } from './site.ts';
import { isKnownAt, isVisibleAt, saysTheSame } from '../visible.ts';

/** What decides whether a parameter is sent: `if (test) …;`, `...(test ? { … } : {})`, `test && …`, `test ? '&x=…' : ''`. */
interface Gate {
  /** Undefined where the parameter is always sent. */
  readonly test: Node | undefined;
  /** The branch around the whole of it. */
  readonly branch: Node | undefined;
  /** Takes the parameter away, and what decides about it. */
  remove(): Rewrite;
}

const stuck = (blocked: string): Rewrite => ({ blocked });
const differs = 'the parameters are sent under different conditions';

/**
 * `if (a) query.set('x', a); if (b) query.set('y', b);`: one parameter in place of several of which each is sent where its own test holds. It stands where the last of them stood,
 * and is sent where one of the tests holds. `value` makes it of the code of the tests, undefined for what is always sent.
 */
export function gathered(trace: Trace, sites: readonly Site[], all: readonly Site[], name: string, value: (tests: readonly (string | undefined)[]) => NewValue): Rewrite {
  const gates = sites.map((site) => gateOf(site, all));
  const [first] = gates;
  const isPlain = sites.every((site) => !site.isOneOf && !site.isAsked && site.unless === undefined && site.source === sites[0]?.source && enclosingFunction(site.anchor) === enclosingFunction((sites[0] as Site).anchor));
  const isTested = gates.some((gate) => gate?.test !== undefined);
  if (!first || !isPlain || !isTested || areInSeveral(sites) || gates.some((gate) => !gate || gate.branch !== first.branch)) return stuck(differs);
  const placed = sites.map((site, index) => ({ site, gate: gates[index] as Gate }));
  const always = placed.filter(({ gate }) => gate.test === undefined);
  const isSameAt = ({ site, gate }: (typeof placed)[number], at: Site): boolean => isVisibleAt(trace, site, at.anchor) && (!gate.test || (saysTheSame(trace, gate.test, at.anchor) && isKnownAt(trace, gate.test, at.anchor)));
  const target = [...(always.length > 0 ? always : placed)].sort((a, b) => b.site.anchor.start - a.site.anchor.start).find(({ site }) => placed.every((one) => isSameAt(one, site)));
  if (!target) return stuck('whether each of them is sent is not known at one place');
  if (isLookedAt(sites)) return stuck('the code asks what it has put together so far');
  const tests = placed.map(({ site, gate }) => gate.test && testCode(site.source, gate.test));
  const opened = target.gate.test ? [replaceRange(target.site.source, target.gate.test, eitherOf(tests as readonly string[], target.gate.test))] : [];
  return together([target.site.replace(name, value(tests)), opened, ...placed.filter((one) => one !== target).map(({ gate }) => gate.remove())]);
}

/** A test as it may stand in front of `&&` and `?`. */
function testCode(source: Source, given: Node): string {
  const test = unwrap(given);
  const isTight = /^(?:Identifier|(?:Optional)?(?:Member|Call)Expression|UnaryExpression|BinaryExpression)$/.test(test.type) || (test.type === 'LogicalExpression' && test['operator'] === '&&');
  return isTight ? source.slice(test) : `(${source.slice(test)})`;
}

/** One test for all of them, where this one stands. */
function eitherOf(tests: readonly string[], at: Node): string {
  const code = [...new Set(tests)].join(' || ');
  return at.parent?.type === 'LogicalExpression' && !at['extra']?.parenthesized ? `(${code})` : code;
}

/** Undefined where something else goes with the parameter, or where it is sent otherwise. */
function gateOf(site: Site, all: readonly Site[]): Gate | undefined {
  const { branch, source } = site;
  if (!branch) return { test: undefined, branch, remove: site.remove };
  const isAlone = all.every((other) => other === site || other.branch !== branch);
  const always: Gate = { test: undefined, branch, remove: site.remove };
  if (!isAlone) return always;
  const { parent } = branch;
  if (parent?.type === 'IfStatement') return ofIf(site, parent);
  if (branch.type === 'LogicalExpression') return branch['operator'] === '&&' && isOnly(branch['right']) ? ofExpression(source, branch, branch['left']) : always;
  if (parent?.type !== 'ConditionalExpression') return always;
  return parent['consequent'] === branch && isNothing(parent['alternate']) && isOnly(branch) ? ofExpression(source, parent, parent['test']) : undefined;
}

/** `if (test) query.x = x;`: the statement that sends it is all that there is. */
function ofIf(site: Site, statement: Node): Gate | undefined {
  const consequent: Node = statement['consequent'];
  const isPart = consequent.type === 'BlockStatement' && consequent['body'].length !== 1;
  if (isPart) return { test: undefined, branch: site.branch, remove: site.remove };
  const isList = /^(?:BlockStatement|Program|StaticBlock|SwitchCase)$/.test(statement.parent?.type ?? '');
  if (consequent !== site.branch || statement['alternate'] || !isList) return undefined;
  return { test: statement['test'], branch: branchOf(statement, undefined), remove: () => [removedStatement(site.source, statement)] };
}

/** `test && { x }`, `test ? '&x=…' : ''`, where it is spread, joined or appended. */
function ofExpression(source: Source, choice: Node, test: Node): Gate | undefined {
  const outer = outermost(choice);
  const { parent } = outer;
  const gate = (remove: () => Rewrite): Gate => ({ test, branch: branchOf(choice, undefined), remove });
  if (parent?.type === 'SpreadElement' && parent.parent?.type === 'ObjectExpression') return gate(() => [removedProperty(source, parent)]);
  if (parent?.type === 'TemplateLiteral') {
    const index: number = parent['expressions'].indexOf(outer);
    const [before, after] = [parent['quasis'][index], parent['quasis'][index + 1]] as [Node, Node];
    return gate(() => [replaceRange(source, { start: before.end, end: after.start }, '')]);
  }
  if (parent?.type === 'BinaryExpression' && parent['operator'] === '+' && parent['right'] === outer) return gate(() => [replaceRange(source, { start: parent['left'].end, end: outer.end }, '')]);
  return gate(() => removedWhole(source, choice) ?? stuck(differs));
}

/** True for an object with one member, and for anything that is no object. */
const isOnly = (given: Node): boolean => {
  const node = unwrap(given);
  return node.type !== 'ObjectExpression' || node['properties'].length === 1;
};

/** `{}`, `''`, `[]`, `undefined`, `null`: nothing is sent. */
function isNothing(given: Node): boolean {
  const node = unwrap(given);
  if (node.type === 'ObjectExpression') return node['properties'].length === 0;
  if (node.type === 'ArrayExpression') return node['elements'].length === 0;
  return node.type === 'NullLiteral' || (node.type === 'StringLiteral' && node['value'] === '') || (node.type === 'Identifier' && node['name'] === 'undefined');
}
