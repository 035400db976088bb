import type { NewValue, Rewrite, ValueFact } from '../../facts.ts';
import { isCall, isFunction, isMember, type Node, unwrap } from '../../source/ast.ts';
import type { Source } from '../../source/source.ts';
import type { Unit } from '../../trace/texts/address.ts';
import type { Trace } from '../../trace/trace.ts';
import type { Ref } from '../../trace/value.ts';
import { placeOf } from './argument-places.ts';
import { rangeOf, replaceRange, stringCode, valueCode } from '../code.ts';
import { emptiness } from './emptiness.ts';
import { removedStatement } from '../fields/removals.ts';
import { branchOf, type Site } from './site.ts';
import { plainValue, readValue } from '../values.ts';

/** `add('sortBy', 'name')`: a parameter whose name and value are arguments of a helper, which writes the text. */
export function argumentSite(trace: Trace, name: readonly Unit[], value: readonly Unit[], written: Site): Site | undefined {
  const key = name[0]?.piece.kind === 'literal' ? name[0].piece.node : undefined;
  const call = key?.parent;
  if (!key || !call || !isCall(call) || !call['arguments'].includes(key) || key['value'].length !== name.length) return undefined;
  const given = valueArgument(trace, value, call['arguments']);
  if (!given || !(call['arguments'] as Node[]).includes(given.ref.node)) return undefined;
  const { node } = given.ref;
  const { source } = written;
  const branch = branchOf(call, undefined);
  const rename = (to: string): ReturnType<typeof replaceRange> => replaceRange(source, key, stringCode(source, to, key));
  const statement = call.parent?.type === 'ExpressionStatement' ? call.parent : undefined;
  const { text: _text, ...site } = written;
  return {
    ...site,
    value: givenValue(readValue(trace, given.ref), value),
    anchor: statement ?? call,
    branch,
    conditional: branch !== undefined,
    rename: (to) => [rename(to)],
    remove: () => (statement ? [removedStatement(source, statement)] : (removedLink(trace, source, call) ?? { blocked: 'the call that sets the parameter is part of a larger expression' })),
    replace: (to, next) => withValue(next, given.isEncoded) ?? [rename(to), replaceRange(source, node, valueCode(source, next, node))],
  };

  /** A helper that asks whether there is a value expects that there may be none. */
  function givenValue(fact: ValueFact, units: readonly Unit[]): ValueFact {
    const piece = units[0]?.piece;
    const inner = piece?.kind === 'hole' ? piece.ref.node : (piece?.via?.[0]?.node ?? node);
    if (branchOf(inner, undefined) === undefined) return fact;
    const tested: ValueFact = { ...fact, leftOut: () => (trace.ask(() => emptiness(trace, node), 'unknown') === 'no' ? fact.leftOut?.() : 'empty') };
    return fact.nullish === 'unknown' ? { ...tested, at: rangeOf(source, node), nullish: 'maybe' } : tested;
  }
}

/** `.set('sortOrder', 'desc')` in a chain whose links all give an instance of the same class: without it the chain goes on from what came before. */
function removedLink(trace: Trace, source: Source, call: Node): Rewrite | undefined {
  const callee = unwrap(call['callee']);
  const object: Node | undefined = isMember(callee) ? callee['object'] : undefined;
  const classOf = (node: Node): unknown => {
    const value = trace.evaluate(node, undefined);
    return value.kind === 'instance' ? value.cls.ref.node : undefined;
  };
  const own = object && classOf(object);
  return object && own !== undefined && own === classOf(call) ? [replaceRange(source, { start: object.end, end: call.end }, '')] : undefined;
}

/** A helper that does not encode sends the new value as it is. */
function withValue(value: NewValue, isEncoded: boolean): Rewrite | undefined {
  const isSafe = value.every((part) => (typeof part === 'string' ? encodeURIComponent(part) === part : part.urlCode !== undefined));
  return isEncoded || isSafe ? undefined : { blocked: 'the helper that writes the parameter does not encode its value' };
}

/** The expression that a helper is given for the value it writes. */
function valueArgument(trace: Trace, value: readonly Unit[], given: readonly Node[]): { readonly ref: Ref; readonly isEncoded: boolean } | undefined {
  const [first] = value;
  if (!first || value.some((unit) => unit.piece !== first.piece)) return undefined;
  const { piece } = first;
  if (piece.kind === 'literal') return piece.node.type === 'StringLiteral' && piece.node['value'].length === value.length ? { ref: { node: piece.node, frame: undefined }, isEncoded: false } : undefined;
  if (piece.kind !== 'hole') return undefined;
  if (piece.tag !== undefined) return undefined;
  const plain = piece.encoded ? (unwrap(piece.ref.node)['arguments'][0] as Node) : piece.ref.node;
  const written = elementOf(trace, { node: plainValue(plain), frame: piece.ref.frame });
  return { ref: placeOf(trace, { node: plainValue(written.node), frame: written.frame }, given), isEncoded: piece.encoded };
}

/** `([name, value]) => …`, called with a pair that is written out: where the part of it is written. */
function elementOf(trace: Trace, ref: Ref): Ref {
  const id = ref.node.type === 'Identifier' ? trace.project.sourceOf(ref.node).scopes.bindingOf(ref.node)?.id : undefined;
  const pattern = id?.parent?.type === 'ArrayPattern' && isFunction(id.parent.parent) ? id.parent : undefined;
  const pair = pattern ? trace.evaluatePattern(pattern, ref.frame) : undefined;
  const item = pair?.kind === 'list' && !pair.rest && pattern && id ? pair.items[(pattern['elements'] as Node[]).indexOf(id)] : undefined;
  return item ?? ref;
}
