import { isFunction, type Node, unwrap } from '../../source/ast.ts';
import type { Trace } from '../../trace/trace.ts';
import { type Frame, type LibraryValue, members } from '../../trace/value.ts';
import { type Job, objectKeys } from './collections.ts';
import type { ListUse, TextKey } from '../client.ts';

/** Functions that ask nothing of a list but whether it is there and how long it is. */
const asking = /^(?:isEmpty|isNotEmpty|isNil|isNotNil|isNull|isUndefined|isArray|length|size)$/i;
/** Functions that ask what others ask: one, all that they are given, or the first and the last of those that they join. */
const passing = /^(?:complement|not|negate|both|either|allPass|anyPass|overEvery|overSome)$/;
const forth = /^(?:pipe|flow)$/;
const back = /^(?:compose|flowRight|o)$/;
const deepest = 4;

/** What a function does with a list that a library gives it. */
export function useBy(trace: Trace, given: Node | undefined, frame: Frame | undefined): ListUse {
  const fn = given && unwrap(given);
  if (!fn) return { how: 'unknown' };
  if (!isFunction(fn)) return asksOnly(trace, fn, frame, 0) ? { how: 'presence' } : { how: 'unknown' };
  const uses = usesOfParameter(trace, fn);
  return uses ? { how: 'given', uses } : { how: 'unknown' };
}

/** Where a function that is written out uses the one thing that it is given; undefined where that is not all seen. */
function usesOfParameter(trace: Trace, fn: Node): readonly Node[] | undefined {
  const [parameter, ...others] = fn['params'] as Node[];
  const binding = parameter?.type === 'Identifier' && others.length === 0 && !parameter['typeAnnotation'] && fn.type === 'ArrowFunctionExpression' ? trace.project.sourceOf(fn).scopes.bindingOf(parameter) : undefined;
  return binding && binding.writes.length === 0 ? binding.references.filter((use) => use !== parameter) : undefined;
}

function asksOnly(trace: Trace, node: Node, frame: Frame | undefined, depth: number): boolean {
  if (node.type === 'Identifier' && node['name'] === 'Boolean') return true;
  const values = depth > deepest ? [] : members(trace.evaluate(node, frame));
  return values.length > 0 && values.every((value) => value.kind === 'library' && libraryAsks(trace, value, depth));
}

function libraryAsks(trace: Trace, { name: from, path, made }: LibraryValue, depth: number): boolean {
  const name = path.filter((part) => part !== 'default').at(-1) ?? /[./](\w{1,40})(?:\.js)?$/.exec(from)?.[1] ?? '';
  if (asking.test(name)) return made.length === 0;
  const given = made.flatMap((ref) => ((ref.node['arguments'] ?? []) as Node[]).flatMap(listed).map((argument) => ({ node: unwrap(argument), frame: ref.frame })));
  const first = passing.test(name) ? given : forth.test(name) ? given.slice(0, 1) : back.test(name) ? given.slice(-1) : [];
  return first.length > 0 && first.every((one) => asksOnly(trace, one.node, one.frame, depth + 1));
}

/** What an argument stands for: a list of functions, or one. */
const listed = (argument: Node): readonly Node[] => (argument.type === 'ArrayExpression' ? (argument['elements'] as Node[]) : [argument]);

/** The keys of an object of functions, each of which is given the member of its name. */
export function functionKeys(job: Job): TextKey[] {
  const [option] = job.options;
  if (option?.node.type !== 'ObjectExpression') return [];
  return objectKeys(option.node, job.data, 'the function there is given the list of names').map((key) => {
    const { blocked, ...open } = key;
    const list = blocked === undefined ? key.list : useBy(job.trace, key.literal['value'], option.frame);
    return list.how === 'unknown' ? key : { ...open, list };
  });
}
