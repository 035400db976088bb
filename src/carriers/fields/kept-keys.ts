import { enclosingFunction, isCall, isMember, keyName, memberName, type Node, outermost, superclassAround, unwrap } from '../../source/ast.ts';
import { bindingMentions } from '../../trace/changes/contents.ts';
import { holds, isAnother } from '../../trace/modules/constants.ts';
import { nodesByName } from '../../trace/flow/mentions.ts';
import { constructorFor } from '../../trace/classes/making.ts';
import { contextsOnce } from '../../trace/requests/requests.ts';
import type { Trace } from '../../trace/trace.ts';
import { turnsBehind } from '../../trace/conditions/turns.ts';
import { valueUses } from '../../trace/modules/uses.ts';
import { linksAround } from '../../trace/texts/links.ts';
import { type Frame, members } from '../../trace/value.ts';
import { rangeOf, replaceRange, stringCode } from '../code.ts';
import type { Site } from '../queries/site.ts';

/**
 * A parameter whose name is kept in a constant, a field, a table or an argument, by which the code also reads it again:
 * `[this.cursor]: url.searchParams.get(this.cursor)`, `params.set(CURSOR, …)`. It is renamed where it is kept.
 */
export function keptKey(trace: Trace, given: Node, site: Site, frame: Frame | undefined): Site {
  const key = unwrap(given);
  const value = /Literal$/.test(key.type) ? undefined : trace.evaluate(key, frame);
  const [piece] = value?.kind === 'text' && value.pieces.length === 1 ? value.pieces : [];
  const literal = piece?.kind === 'literal' && piece.node !== key ? piece.node : undefined;
  const mentions = literal?.type === 'StringLiteral' ? mentionsOf(trace, literal).flatMap((mention) => usesOf(trace, mention, 0)) : [];
  const reads = mentions.filter((mention) => readOf(mention));
  if (!literal || reads.length === 0) return site;
  const source = trace.project.sourceOf(literal);
  const stuck = (): { blocked: string } => ({ blocked: 'the code reads something by the same name, which is kept elsewhere' });
  const isRead = (mention: Node): boolean => readOf(mention) && contextsWith(trace, mention, literal).every((context) => linksAround(trace, outermost(mention), context, 1, true).length > 0);
  const isSettled = mentions.every((mention) => isComputedKey(mention) || isPutOnSame(trace, mention, key) || isRead(mention) || isAnother(trace, mention, literal));
  return { ...site, source, at: rangeOf(source, literal), rename: (to) => (isSettled ? [replaceRange(source, literal, stringCode(source, to, literal))] : stuck()), remove: stuck, replace: stuck };
}

/** Through how many names and functions a name is handed on. */
const deepest = 4;

/** Where the name is used that is kept in this text; empty where that is not seen. */
function mentionsOf(trace: Trace, literal: Node): readonly Node[] {
  const outer = outermost(literal);
  const { parent } = outer;
  if (isCall(parent) || parent?.type === 'NewExpression') return usesOf(trace, literal, 0).filter((use) => use !== literal);
  const id: Node | undefined = parent?.type === 'VariableDeclarator' ? parent['id'] : parent?.type === 'AssignmentPattern' && parent['right'] === outer ? parent['left'] : undefined;
  if (id?.type === 'Identifier') return bindingMentions(trace, id).filter((mention) => mention !== id);
  const name =
    parent && /^Class(?:Private)?Property$|^ObjectProperty$/.test(parent.type) && parent['value'] === outer ? (parent.type === 'ClassPrivateProperty' ? `#${parent['key'].id.name}` : keyName(parent['key'], parent['computed'])) : undefined;
  return name === undefined ? [] : [...membersNamed(trace, name), ...lookups(trace, parent as Node)];
}

/** Where a member of this name is taken from something, in any file. */
function membersNamed(trace: Trace, name: string): readonly Node[] {
  return trace.project.filesWith(name.replace(/^#/, '')).flatMap((file) => {
    const source = trace.project.source(file);
    return (source ? [...nodesByName(source, new Set([name]))] : []).flatMap((node) => {
      const use = node.parent;
      const isTaken = use?.type === 'ObjectProperty' && use.parent?.type === 'ObjectPattern' && use['key'] === node;
      return isTaken ? [node] : isMember(use) && use?.['property'] === node && memberName(use) === name && !isGiven(use) ? [use] : [];
    });
  });
}

/** `this.name = …`: is given the name, and does not use it. */
const isGiven = (member: Node): boolean => member.parent?.type === 'AssignmentExpression' && member.parent['operator'] === '=' && member.parent['left'] === member;

/** `CURSORS[kind]`, where the text stands in such a table. */
function lookups(trace: Trace, entry: Node): readonly Node[] {
  const table = entry.parent?.type === 'ObjectExpression' ? outermost(entry.parent).parent : undefined;
  const mentions = table?.type === 'VariableDeclarator' && table['id'].type === 'Identifier' ? bindingMentions(trace, table['id']) : [];
  return mentions.flatMap(({ parent }) => (isMember(parent) && parent?.['computed'] && memberName(parent) === undefined ? [parent] : []));
}

/** What becomes of the name where it is mentioned: under another name, taken by a pattern, as an argument, as a field. The mention itself where it is used, or nothing more is seen. */
export function usesOf(trace: Trace, mention: Node, depth: number, seen: Set<Node> = new Set()): readonly Node[] {
  if (seen.has(mention)) return [];
  seen.add(mention);
  const uses = depth < deepest ? (fieldUses(trace, mention) ?? namesFor(trace, mention)?.map((id) => usesOfName(trace, id))) : undefined;
  return uses?.every((some) => some !== undefined) ? uses.flatMap((some) => some ?? []).flatMap((use) => usesOf(trace, use, depth + 1, seen)) : [mention];
}

/** Uses of a name, and of the field that a parameter is: `constructor(private readonly cursor: string)`. */
function usesOfName(trace: Trace, id: Node): readonly Node[] | undefined {
  const uses = valueUses(trace, id)?.filter((use) => use !== id);
  const isField = id.parent?.type === 'TSParameterProperty' || id.parent?.parent?.type === 'TSParameterProperty';
  return uses && isField ? [...uses, ...membersNamed(trace, id['name'])] : uses;
}

/** `this.cursor = cursor`: the uses of the field. */
function fieldUses(trace: Trace, mention: Node): readonly (readonly Node[])[] | undefined {
  const { parent } = outermost(mention);
  const field: Node | undefined = parent?.type === 'AssignmentExpression' && parent['left'] !== outermost(mention) && isGiven(parent['left']) ? parent['left'] : undefined;
  const name = field && isMember(field) && field['object'].type === 'ThisExpression' && parent?.parent?.type === 'ExpressionStatement' ? memberName(field) : undefined;
  return name === undefined ? undefined : [membersNamed(trace, name)];
}

/** The names that get what is mentioned; undefined where it gets none. */
function namesFor(trace: Trace, mention: Node): readonly Node[] | undefined {
  const outer = outermost(mention);
  const { parent } = outer;
  if (parent?.type === 'VariableDeclarator' && parent['init'] === outer) return [parent['id']];
  if (parent?.type === 'ObjectProperty' && parent.parent?.type === 'ObjectPattern') return [nameIn(parent['value'])];
  const call = parent && (isCall(parent) || parent.type === 'NewExpression') ? parent : undefined;
  const index: number = call?.['arguments'].indexOf(outer) ?? -1;
  const parameters = call && index >= 0 ? calledFunctions(trace, call).map((fn): Node | undefined => fn?.['params'][index]) : [];
  return parameters.length > 0 && parameters.every((parameter) => parameter !== undefined) ? parameters.map(nameIn) : undefined;
}

/** The functions that a call runs: those that it names, the constructor of a class, or that of the class above for `super(…)`. */
function calledFunctions(trace: Trace, call: Node): readonly (Node | undefined)[] {
  const callee = unwrap(call['callee']);
  const targets = members(trace.evaluate(callee.type === 'Super' ? (superclassAround(callee) ?? callee) : callee, undefined));
  return targets.map((target) => (target.kind === 'function' ? target.ref.node : target.kind === 'class' && !isCalled(call) ? constructorFor(trace, target).ctor : undefined));
}

const isCalled = (call: Node): boolean => isCall(call) && unwrap(call['callee']).type !== 'Super';

const nameIn = (pattern: Node): Node => (pattern.type === 'TSParameterProperty' ? nameIn(pattern['parameter']) : pattern.type === 'AssignmentPattern' ? pattern['left'] : pattern);

/** The contexts in which a name stands for this very text; one without a context where they are not told apart. */
function contextsWith(trace: Trace, mention: Node, literal: Node): readonly (Frame | undefined)[] {
  const fn = enclosingFunction(mention);
  const mine = (turnsBehind(trace, mention) ?? (fn ? contextsOnce(trace, fn, [undefined]) : [undefined])).filter((context) => holds(trace.evaluate(mention, context), literal));
  return mine.length > 0 ? mine : [undefined];
}

const isComputedKey = (mention: Node): boolean => {
  const outer = outermost(mention);
  return outer.parent?.type === 'ObjectProperty' && outer.parent['key'] === outer && outer.parent.parent?.type === 'ObjectExpression';
};

/** `params.set(name, …)`: the parameter itself, or the same put on the same parameters once more. */
function isPutOnSame(trace: Trace, mention: Node, key: Node): boolean {
  const receiver = putOn(mention);
  if (!receiver || outermost(mention) === outermost(key)) return receiver !== undefined;
  const own = putOn(key);
  const made = own ? queriesOf(trace, own) : [];
  const others = queriesOf(trace, receiver);
  return others.length > 0 && others.every((query) => query !== undefined && made.includes(query));
}

/** What a parameter of this name is put on. */
function putOn(mention: Node): Node | undefined {
  const outer = outermost(mention);
  const call = outer.parent;
  const callee = call && isCall(call) && call['arguments'][0] === outer && call['arguments'].length > 1 ? unwrap(call['callee']) : undefined;
  return callee && isMember(callee) && /^(?:set|append)$/.test(memberName(callee) ?? '') ? callee['object'] : undefined;
}

/** Where the parameters are made; undefined for what is none. */
const queriesOf = (trace: Trace, receiver: Node): (Node | undefined)[] => members(trace.evaluate(receiver, undefined)).map((value) => (value.kind === 'query' ? value.ref.node : undefined));

/** `params.get(name)`. */
function readOf(mention: Node): boolean {
  const outer = outermost(mention);
  const call = outer.parent;
  return !!call && isCall(call) && call['arguments'][0] === outer && isMember(unwrap(call['callee'])) && /^(?:get|getAll|has|delete)$/.test(memberName(unwrap(call['callee'])) ?? '');
}
