import { isMember, memberName, type Node, outermost } from '../../source/ast.ts';
import { importers } from './callers.ts';
import { bindingMentions, placeMentions } from '../changes/contents.ts';
import { exportNames } from '../modules/modules.ts';
import { type CallSite, siteOf } from './sites.ts';
import type { Trace } from '../trace.ts';

/** Where a table of functions is asked for one by a key that only the run knows, and calls it or hands it on: `handlers[kind](people)`, `people.map(handlers[kind])`, `const handle = handlers[kind]`. Each of the table may be meant. */
export function sitesByKey(trace: Trace, fn: Node, declared: Node): CallSite[] {
  const keyed = [...tableMentions(trace, fn), ...moduleMentions(trace, declared)].flatMap((mention) => {
    const outer = outermost(mention);
    const member = outer.parent;
    return isMember(member) && member?.['object'] === outer && member['computed'] && memberName(member) === undefined ? [member] : [];
  });
  return keyed.flatMap((member) => sitesOfTaken(trace, member));
}

/** Mentions of the object literals in which the function stands under a name, itself or by its own name: `{ list, 'set-roles': setRoles }`. */
function tableMentions(trace: Trace, fn: Node): Node[] {
  const parent = outermost(fn).parent;
  const id: Node | undefined = fn.type === 'FunctionDeclaration' ? fn['id'] : parent?.type === 'VariableDeclarator' ? parent['id'] : undefined;
  const mentions = id?.type === 'Identifier' ? bindingMentions(trace, id) : [];
  const tables = new Set([fn.type === 'ObjectMethod' ? fn.parent : tableAround(fn), ...mentions.map(tableAround)]);
  return [...tables].flatMap((table) => {
    const outer = table && outermost(table);
    return outer?.parent ? placeMentions(trace, outer, outer.parent, 0) : [];
  });
}

/** The object literal of which an expression is the value of a property. */
function tableAround(value: Node): Node | undefined {
  const outer = outermost(value);
  const property = outer.parent;
  return property?.type === 'ObjectProperty' && property['value'] === outer && property.parent?.type === 'ObjectExpression' ? property.parent : undefined;
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
