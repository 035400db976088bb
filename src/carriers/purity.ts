import { calleeName, descendants, isCall, type Node, unwrap } from '../source/ast.ts';
import type { Trace } from '../trace/trace.ts';
import { type Frame, type FunctionValue, members } from '../trace/value.ts';

/** Calls that only convert or look: calling them twice changes nothing. */
const harmless =
  /^(?:String|Number|Boolean|encodeURIComponent|decodeURIComponent|toString|trim|toLowerCase|toUpperCase|stringify|at|charAt|slice|join|split|replace|concat|padStart|padEnd|includes|startsWith|endsWith|indexOf|lastIndexOf|has|isArray|some|every|map|filter|find|max|min|floor|round|toISOString|getTime)$/;

const acts = /^(?:AwaitExpression|YieldExpression|AssignmentExpression|UpdateExpression|NewExpression|TaggedTemplateExpression|ImportExpression)$/;

/** Calls that refuse what they are given, or do nothing. */
const refuses = /^(?:assert|invariant|ok)$/;

/** Through how many functions of the project a call is followed. */
const deepest = 4;

/** True for an expression that does nothing, by its form alone. */
export function isPure(node: Node): boolean {
  return descendants(node).every((inner) => !acts.test(inner.type) && (!isCall(inner) || harmless.test(calleeName(inner))));
}

/** The same where calls are followed into functions of the project, and a setting may be asked for: that it has to be there is part of asking. */
export function isPureHere(trace: Trace, node: Node, frame: Frame | undefined): boolean {
  return isPure(node) || descendants(node).every((inner) => !acts.test(inner.type) && (!isCall(inner) || harmless.test(calleeName(inner)) || isPureCall(trace, inner, frame)));
}

function isPureCall(trace: Trace, call: Node, frame: Frame | undefined): boolean {
  const isSetting = isOfSettings(trace, call, frame);
  const targets = members(trace.evaluate(unwrap(call['callee']), frame));
  if (!targets.some(({ kind }) => kind === 'function')) return isSetting && targets.every(({ kind }) => kind === 'library');
  return targets.every((target) => target.kind === 'function' && doesNothing(trace, target, isSetting, 0));
}

/** True for what gives a setting of the environment, asked for by a name that is written here or by none: what is given something else may judge that. */
function isOfSettings(trace: Trace, call: Node, frame: Frame | undefined): boolean {
  const isWritten = (call['arguments'] as Node[]).every(({ type }) => /^(?:String|Numeric|Boolean)Literal$/.test(type));
  return isWritten && members(trace.evaluate(call, frame)).some(({ kind }) => kind === 'env');
}

/** True for a function that works out what it gives and changes nothing; `mayThrow`: it may refuse to give it. */
function doesNothing(trace: Trace, { ref: { node: fn, frame } }: FunctionValue, mayThrow: boolean, depth: number): boolean {
  if (depth > deepest || fn['async'] || fn['generator'] || !fn['body']) return false;
  return [...(fn['params'] as Node[]), fn['body']].every((part) =>
    descendants(part).every((inner) => {
      if (inner.type === 'ThrowStatement') return mayThrow;
      if (inner.type === 'NewExpression') return inner.parent?.type === 'ThrowStatement';
      if (acts.test(inner.type) || inner['operator'] === 'delete') return false;
      if (!isCall(inner) || harmless.test(calleeName(inner)) || (mayThrow && refuses.test(calleeName(inner)))) return true;
      const targets = members(trace.evaluate(unwrap(inner['callee']), frame));
      return targets.every((target) => target.kind === 'function' && doesNothing(trace, target, mayThrow, depth + 1));
    }),
  );
}
