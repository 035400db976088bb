import type { Node } from '../../source/ast.ts';
import { bindingMentions } from '../changes/contents.ts';
import type { Trace } from '../trace.ts';

/** Where a name's value is used, in every file that imports it; undefined where it may change. Types and lists of exports only pass it on. */
export function valueUses(trace: Trace, id: Node | undefined): readonly Node[] | undefined {
  const binding = id?.type === 'Identifier' ? trace.project.sourceOf(id).scopes.bindingOf(id) : undefined;
  if (!id || !binding || binding.writes.length > 0) return undefined;
  return bindingMentions(trace, id).filter((mention) => !/^(?:TSTypeQuery|ExportSpecifier)$/.test(mention.parent?.type ?? ''));
}
