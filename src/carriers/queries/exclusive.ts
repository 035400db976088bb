import { enclosingFunction, isCall, isInside, isMember, memberName, type Node, outermost, unwrap } from '../../source/ast.ts';
import { callSites } from '../../trace/calls/callers.ts';
import { loopsAround } from '../../trace/flow/flow.ts';
import type { Trace } from '../../trace/trace.ts';
import { isInsteadOf } from './defaults.ts';
import { areAlternatives } from './chosen.ts';
import { leaves } from './presence.ts';
import type { Site, TextPart } from './site.ts';

/** More parameters than this are not compared with each other. */
const most = 40;
/** Through how many functions a choice is followed to the one that makes what is filled. */
const deepest = 3;

/** `if (a) url += '&x=1'; else url += '&x=2'`: parameters of which only those of one group are sent together. One group where nothing tells them apart. What is only asked for stands alone. */
export function separated(trace: Trace, sites: readonly Site[]): readonly (readonly Site[])[] {
  const isAsked = (site: Site): boolean => site.isAsked === true;
  return [
    ...groupsOf(
      trace,
      sites.filter((site) => !isAsked(site)),
    ),
    ...sites.filter(isAsked).map((site) => [site]),
  ];
}

function groupsOf(trace: Trace, sites: readonly Site[]): readonly (readonly Site[])[] {
  if (sites.length < 2 || sites.length > most) return sites.length > 0 ? [sites] : [];
  return sites.reduce<Site[][]>((groups, site) => {
    const near = groups.filter((group) => group.some((other) => !isNeverWith(trace, site, other) && !isInsteadOf(site, other, sites) && !isInsteadOf(other, site, sites)));
    return [...groups.filter((group) => !near.includes(group)), [...near.flat(), site]];
  }, []);
}

/** True for two that stand in different objects of which one is chosen, or in different branches of a choice, which is made once for what they are put into. */
function isNeverWith(trace: Trace, one: Site, other: Site): boolean {
  if (areAlternatives(one, other)) return true;
  if (one.source !== other.source) return false;
  const theirs = branchesAround(other.anchor);
  return [...branchesAround(one.anchor)].some(([choice, branch]) => {
    const another = theirs.get(choice);
    if (!another || another === branch || (choice.type === 'SwitchStatement' && !(isLeft(branch) && isLeft(another)))) return false;
    return [one, other].every((site) => holdersOf(trace, site).some((holder) => isMadeOnce(trace, choice, holder)));
  });
}

/** The choices around a place in its function and those that let it be reached, each with the branch in which the place stands. */
function branchesAround(anchor: Node): Map<Node, Node> {
  const found = new Map<Node, Node>();
  for (let at = anchor.parent, child = anchor; at && !/Function|Method/.test(at.type); child = at, at = at.parent) {
    if (/^(?:If|Switch)Statement$|^ConditionalExpression$/.test(at.type) && at['test'] !== child && at['discriminant'] !== child) found.set(at, child);
    const statements: readonly Node[] = /^(?:BlockStatement|Program|StaticBlock)$/.test(at.type) ? at['body'] : at.type === 'SwitchCase' ? at['consequent'] : [];
    for (const statement of statements.slice(0, Math.max(0, statements.indexOf(child)))) passed(statement, found);
  }
  return found;
}

/** `if (a) { …; return; }` in front of a place: what stands behind it belongs to the other branch, which may be left out. */
function passed(statement: Node, found: Map<Node, Node>): void {
  if (statement.type !== 'IfStatement') return;
  const other: Node | undefined = statement['alternate'] ?? undefined;
  if (leaves(statement['consequent'])) found.set(statement, other ?? statement);
  else if (leaves(other)) found.set(statement, statement['consequent']);
  if (other) passed(other, found);
}

/** A case that does not go on with the next one. */
function isLeft(branch: Node): boolean {
  const statements: readonly Node[] = branch['consequent'] ?? [];
  return branch === branch.parent?.['cases'].at(-1) || leaves(statements.at(-1));
}

/** What the parameter is put into, the innermost first. */
const holdersOf = (trace: Trace, site: Site): readonly (Node | undefined)[] => (site.text ? [textHolder(trace, site.text)] : [site.holder, site.layer]);

/** What a text is put into: a list, the variable of a text; the statement where it is written as a whole. */
function textHolder(trace: Trace, text: TextPart): Node | undefined {
  let at = outermost(text.root);
  while (at.parent && /^(?:Conditional|Binary|Parenthesized|Array|Logical)Expression$|^(?:TemplateLiteral|SpreadElement)$/.test(at.parent.type)) at = at.parent;
  const { parent } = at;
  const callee = isCall(parent) ? unwrap(parent?.['callee']) : undefined;
  const isPushed = callee && isMember(callee) && /^(?:push|unshift|concat)$/.test(memberName(callee) ?? '');
  const target: Node | undefined = parent?.type === 'AssignmentExpression' ? parent['left'] : isPushed ? callee['object'] : undefined;
  if (!target) return parent;
  const binding = target.type === 'Identifier' ? trace.project.sourceOf(target).scopes.bindingOf(target) : undefined;
  return isPushed && binding?.kind === 'param' ? undefined : binding?.id;
}

/** True where the choice is made at most once for each holder: in one function with it, or in one that this function calls once, and in no loop that it does not share. */
export function isMadeOnce(trace: Trace, choice: Node | undefined, holder: Node | undefined, depth = 0): boolean {
  if (!choice || !holder || depth > deepest) return false;
  if (isInside(holder, choice) || isInside(choice, holder)) return true;
  const fn = enclosingFunction(choice);
  if (trace.project.sourceOf(choice) === trace.project.sourceOf(holder) && fn === enclosingFunction(holder)) return [...loopsAround(choice, fn)].every((loop) => isInside(holder, loop));
  const [site, ...others] = fn && loopsAround(choice, fn).size === 0 ? callSites(trace, fn) : [];
  return site?.kind === 'call' && others.length === 0 && isMadeOnce(trace, site.node, holder, depth + 1);
}
