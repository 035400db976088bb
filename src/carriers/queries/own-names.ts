import { filterAttributes } from '../../api.ts';
import type { Edit, NewValue, Rewrite } from '../../facts.ts';
import { isMember, type Node, outermost, unwrap } from '../../source/ast.ts';
import { constantUses } from '../../trace/modules/constants.ts';
import type { Trace } from '../../trace/trace.ts';
import { type Frame, members } from '../../trace/value.ts';
import { rangeOf, replaceRange, stringCode, valueCode } from '../code.ts';
import { commonKey } from '../fields/common-keys.ts';
import { keptKey, usesOf } from '../fields/kept-keys.ts';
import { removedProperty } from '../fields/removals.ts';
import { type Site, stuckSite } from './site.ts';

/** A parameter whose name is not written where it is put into the query. */
export function computedKey(trace: Trace, given: Node, site: Site, frame: Frame | undefined): Site {
  const kept = keptKey(trace, given, site, frame);
  const common = kept === site ? commonKey(trace, given, site, frame) : kept;
  const own = common === site ? ownName(trace, given, site, frame) : common;
  const isOneOfSeveral = own === site && members(trace.evaluate(given, undefined)).length > 1;
  const literal = isOneOfSeveral ? nameLiteral(trace, given, frame) : undefined;
  return literal ? { ...stuckSite(own, 'the code sends other parameters under names that stand here as well'), at: rangeOf(trace.project.sourceOf(literal), literal) } : own;
}

/** The literal in which the name of a parameter is written that a key stands for. */
function nameLiteral(trace: Trace, given: Node, frame: Frame | undefined): Node | undefined {
  const key = unwrap(given);
  const value = key.type === 'Identifier' || isMember(key) ? trace.evaluate(key, frame) : undefined;
  const [piece] = value?.kind === 'text' && value.pieces.length === 1 ? value.pieces : [];
  return piece?.kind === 'literal' && piece.node.type === 'StringLiteral' ? piece.node : undefined;
}

/** A parameter whose name is a constant that nothing else goes by: `[PARAM.SORT_BY]: 'name'`. It gets its new name where it is written. */
function ownName(trace: Trace, given: Node, site: Site, frame: Frame | undefined): Site {
  const key = unwrap(given);
  const literal = nameLiteral(trace, given, frame);
  const property = site.anchor;
  if (!literal || property.type !== 'ObjectProperty' || unwrap(property['key']) !== key || !isOnlyUse(trace, literal, key)) return site;
  const source = trace.project.sourceOf(literal);
  const named = (to: string) => replaceRange(source, literal, stringCode(source, to, literal));
  const entry = outermost(literal).parent;
  const isEntry = entry?.type === 'ObjectProperty' && (entry.parent?.['properties'].length ?? 0) > 1;
  const gone = (rewrite: Rewrite): Rewrite => ('blocked' in rewrite || !isEntry ? rewrite : [...rewrite, removedProperty(source, entry)]);
  const said = (next: NewValue): Edit[] => {
    const old: Node = property['value'];
    const code = valueCode(site.source, next, old.type === 'StringLiteral' ? old : undefined);
    return code === site.source.slice(old) ? [] : [replaceRange(site.source, old, code)];
  };
  return {
    ...site,
    at: rangeOf(source, literal),
    rename: (to) => [named(to)],
    remove: () => gone(site.remove()),
    // A condition of a filter goes by none of the old names.
    replace: (to, next) => (Object.hasOwn(filterAttributes, site.name) ? gone(site.replace(to, next)) : [named(to), ...said(next)]),
  };
}

/** True where nothing but this key goes by the text. */
function isOnlyUse(trace: Trace, literal: Node, key: Node): boolean {
  const uses = constantUses(trace, literal)?.flatMap((mention) => usesOf(trace, mention, 0));
  return !!uses && uses.length > 0 && uses.every((use) => unwrap(use) === key);
}
