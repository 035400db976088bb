import { isMember, memberName, type Node, outermost } from '../source/ast.ts';
import { importers } from './callers.ts';
import { bindingMentions, placeMentions } from './contents.ts';
import { exportNames } from './modules.ts';
import { type CallSite, siteOf } from './sites.ts';
import type { Trace } from './trace.ts';

/** Where a table of functions is asked for one by a key that only the run knows, and calls it or hands it on: `handlers[kind](people)`, `people.map(handlers[kind])`, `const handle = handlers[kind]`. Each of the table may be meant. */
export function sitesByKey(trace: Trace, fn: Node, declared: Node): CallSite[] {
  const keyed = [...tableMentions(trace, fn), ...moduleMentions(trace, declared)].flatMap((mention) => {
    const outer = outermost(mention);
    const member = outer.parent;
    return isMember(member) && member?.['object'] === outer && member['computed'] && memberName(member) === undefined ? [member] : [];
  });
  return keyed.flatMap((member) => sitesOfTaken(trace, member));
}

/** Mentions of the object literal in which the function stands under a name. */
function tableMentions(trace: Trace, fn: Node): Node[] {
  const property = fn.type === 'ObjectMethod' ? fn : outermost(fn).parent;
  const table = property?.type === 'ObjectMethod' || (property?.type === 'ObjectProperty' && property['value'] === outermost(fn)) ? property.parent : undefined;
  if (table?.type !== 'ObjectExpression') return [];
  const outer = outermost(table);
  return outer.parent ? placeMentions(trace, outer, outer.parent, 0) : [];
}

/** Mentions of the module that exports the function, where another file has it as a whole. */
function moduleMentions(trace: Trace, declared: Node): Node[] {
  const wanted = new Map<string, Set<string>>();
  if (exportNames(trace, declared).length > 0) importers(trace, trace.project.fileOf(declared), ['*'], wanted, 0);
  return [...wanted].flatMap(([file, names]) => [...names].flatMap((name) => trace.project.source(file)?.scopes.root.bindings.get(name)?.references ?? []));
}

/** The places that call what a key takes out of a table or hand it on, here or under the name that it is given. */
export function sitesOfTaken(trace: Trace, member: Node): CallSite[] {
  const outer = outermost(member);
  const { parent } = outer;
  const mentions = parent?.type === 'VariableDeclarator' && parent['init'] === outer && parent['id'].type === 'Identifier' ? bindingMentions(trace, parent['id']) : [member];
  return mentions.flatMap((mention) => {
    const around = outermost(mention);
    const site = around.parent && siteOf(around.parent, around);
    return site ? [site] : [];
  });
}
