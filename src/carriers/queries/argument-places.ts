import { type Node, unwrap } from '../../source/ast.ts';
import { frameOf } from '../../trace/frames.ts';
import { inlineCall } from '../../trace/calls/parameters.ts';
import type { Trace } from '../../trace/trace.ts';
import type { Ref } from '../../trace/value.ts';

/** Where a value is written: parameters lead to the argument of the call in question, but not beyond these. */
export function placeOf(trace: Trace, ref: Ref, last: readonly Node[] = []): Ref {
  const places = placesTo(trace, ref, last);
  return places.at(-1) ?? ref;
}

/** The places on the way to where a value is written, from one parameter to the next. */
export function placesTo(trace: Trace, ref: Ref, last: readonly Node[] = []): readonly Ref[] {
  const places: Ref[] = [];
  let place: Ref = ref;
  for (let depth = 0; depth < 8; depth += 1) {
    const node = unwrap(place.node);
    const binding = node.type === 'Identifier' ? trace.project.sourceOf(node).scopes.bindingOf(node) : undefined;
    const fn = binding?.kind === 'param' && binding.declaration === binding.id ? binding.scope.function : undefined;
    const frame = fn && frameOf(fn, place.frame);
    const argument: Node | undefined = fn && frame && !frame.callback && !inlineCall(fn) ? frame.call['arguments']?.[fn['params'].indexOf(binding?.id)] : undefined;
    places.push({ node, frame: place.frame });
    if (!argument || last.includes(node)) return places;
    place = { node: argument, frame: frame?.caller };
  }
  return [...places, place];
}
