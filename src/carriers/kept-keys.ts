import { isCall, isMember, keyName, memberName, type Node, outermost, unwrap } from '../source/ast.ts';
import { bindingMentions } from '../trace/contents.ts';
import { nodesByName } from '../trace/mentions.ts';
import type { Trace } from '../trace/trace.ts';
import { linksAround } from '../trace/links.ts';
import { type Frame, members } from '../trace/value.ts';
import { rangeOf, replaceRange, stringCode } from './code.ts';
import { commonKey } from './common-keys.ts';
import type { Site } from './site.ts';

/** A parameter whose name is not written where it is put into the query. */
export function computedKey(trace: Trace, given: Node, site: Site, frame: Frame | undefined): Site {
  const kept = keptKey(trace, given, site, frame);
  return kept === site ? commonKey(trace, given, site, frame) : kept;
}

/**
 * A parameter whose name is kept in a constant or a field, by which the code also reads it again: `[this.cursor]: url.searchParams.get(this.cursor)`,
 * `params.set(CURSOR, …)`. It is renamed where it is kept.
 */
function keptKey(trace: Trace, given: Node, site: Site, frame: Frame | undefined): Site {
  const key = unwrap(given);
  const value = /Literal$/.test(key.type) ? undefined : trace.evaluate(key, frame);
  const [piece] = value?.kind === 'text' && value.pieces.length === 1 ? value.pieces : [];
  const literal = piece?.kind === 'literal' && piece.node !== key ? piece.node : undefined;
  const mentions = literal?.type === 'StringLiteral' ? mentionsOf(trace, literal) : [];
  const reads = mentions.filter((mention) => readOf(mention));
  if (!literal || reads.length === 0) return site;
  const source = trace.project.sourceOf(literal);
  const stuck = (): { blocked: string } => ({ blocked: 'the code reads something by the same name, which is kept elsewhere' });
  const isSettled = mentions.every((mention) => isComputedKey(mention) || isPutOnSame(trace, mention, key) || (readOf(mention) && linksAround(trace, outermost(mention), undefined, 1, true).length > 0));
  return { ...site, source, at: rangeOf(source, literal), rename: (to) => (isSettled ? [replaceRange(source, literal, stringCode(source, to, literal))] : stuck()), remove: stuck, replace: stuck };
}

/** Where the name is used that is kept in this text; empty where that is not seen. */
function mentionsOf(trace: Trace, literal: Node): readonly Node[] {
  const outer = outermost(literal);
  const { parent } = outer;
  if (parent?.type === 'VariableDeclarator' && parent['id'].type === 'Identifier') return bindingMentions(trace, parent['id']).filter((mention) => mention !== parent['id']);
  const name =
    parent && /^Class(?:Private)?Property$|^ObjectProperty$/.test(parent.type) && parent['value'] === outer ? (parent.type === 'ClassPrivateProperty' ? `#${parent['key'].id.name}` : keyName(parent['key'], parent['computed'])) : undefined;
  if (name === undefined) return [];
  return trace.project.filesWith(name.replace(/^#/, '')).flatMap((file) => {
    const source = trace.project.source(file);
    const named = source ? [...nodesByName(source, new Set([name]))] : [];
    return named.flatMap((node) => {
      const use = node.parent;
      const isTaken = use?.type === 'ObjectProperty' && use.parent?.type === 'ObjectPattern' && use['key'] === node;
      return isTaken ? [node] : isMember(use) && use?.['property'] === node && memberName(use) === name ? [use] : [];
    });
  });
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
