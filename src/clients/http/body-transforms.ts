import type { Node } from '../../source/ast.ts';
import { isVague } from '../../trace/evaluate.ts';
import { type FunctionValue, members, type RawRequest, type Ref, type ShapeValue, type Value } from '../../trace/value.ts';
import { madeMember, ownCall } from '../arguments.ts';
import { type ClientUse, optionRef } from '../client.ts';

/** What the functions under a setting (`transformResponse`, `parseJson`) make of a body: those of the call, otherwise those of the instance. */
export function transformOf(use: ClientUse, config: Node | undefined, name: string): RawRequest['transform'] {
  const setting = optionRef(use, config, name) ?? use.made.map((made) => madeMember(use, made, name)).findLast((ref) => ref !== undefined);
  return setting && ((body) => transformed(use, functionsAt(use, setting), body));
}

/** `transformResponse: fn`, `[fn]`, `[...axios.defaults.transformResponse, fn]`: those of the package only parse. */
function functionsAt(use: ClientUse, setting: Ref): FunctionValue[] {
  const value = use.trace.value(setting);
  const given = value.kind === 'list' ? value.items.map((item) => use.trace.value(item)) : [value];
  return given.flatMap((one) => members(one).filter((member): member is FunctionValue => member.kind === 'function'));
}

const known = new WeakMap<RawRequest, { readonly shape: string; readonly calls: readonly Node[] }>();

/** The body as the last of the functions gives it; as it was where nobody knows. */
function transformed(use: ClientUse, functions: readonly FunctionValue[], body: ShapeValue): Value {
  const before = body.request && known.get(body.request);
  const calls = before?.shape === body.shape ? before.calls : callsOf(use, functions, body);
  if (body.request) known.set(body.request, { shape: body.shape, calls });
  return functions.length === 0 ? body : resultAt(use, functions, calls, functions.length - 1, body);
}

/** Calls that no source text holds: each function is given what the one before gives. */
function callsOf(use: ClientUse, functions: readonly FunctionValue[], body: ShapeValue): Node[] {
  const calls: Node[] = functions.map((_, index) => ownCall(use, () => (index === 0 ? body : resultAt(use, functions, calls, index - 1, body))));
  return calls;
}

function resultAt(use: ClientUse, functions: readonly FunctionValue[], calls: readonly Node[], index: number, body: ShapeValue): Value {
  const [target, call] = [functions[index], calls[index]];
  const given = target && call ? use.trace.returned(target, call, use.frame) : body;
  return isVague(given) ? body : given;
}
