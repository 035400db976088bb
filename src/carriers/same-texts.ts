import type { Rewrite } from '../facts.ts';
import { descendants, isCall, isMember, memberName, type Node, outermost, unwrap } from '../source/ast.ts';
import type { Trace } from '../trace/trace.ts';
import { members } from '../trace/value.ts';
import type { Site } from './site.ts';

const known = new WeakMap<Trace, Map<string, readonly Node[]>>();

/** An address stays as it is where the same text is written elsewhere as a key: `cache['/users?status=invited']`, `labels.get('/users?status=invited')`. */
export function unlessKey(trace: Trace, site: Site): Site {
  const stuck = (): Rewrite | undefined => (isKeyElsewhere(trace, site.anchor) ? { blocked: 'the same text is written elsewhere as a key' } : undefined);
  return { ...site, rename: (name) => stuck() ?? site.rename(name), remove: () => stuck() ?? site.remove(), replace: (name, value) => stuck() ?? site.replace(name, value) };
}

function isKeyElsewhere(trace: Trace, anchor: Node): boolean {
  if (anchor.type !== 'StringLiteral') return false;
  const text: string = anchor['value'];
  const texts = known.get(trace) ?? new Map<string, readonly Node[]>();
  known.set(trace, texts);
  const found = texts.get(text) ?? keysWith(trace, text);
  texts.set(text, found);
  return found.some((node) => node !== anchor);
}

function keysWith(trace: Trace, text: string): readonly Node[] {
  const [word] = /[A-Za-z]\w+/.exec(text) ?? [];
  const files = word === undefined ? [] : trace.project.filesWith(word).filter((file) => !file.endsWith('.json') && trace.project.files.read(file)?.includes(text));
  const literals = files.flatMap((file) => [...descendants(trace.project.source(file)?.program ?? { type: 'Program', start: 0, end: 0 })].filter((node) => node.type === 'StringLiteral' && node['value'] === text));
  return literals.length < 2 ? [] : literals.filter((literal) => isKey(trace, literal));
}

/** `kept[text]`, `text in kept`, and what a Map, a Set or a list is asked for. */
function isKey(trace: Trace, literal: Node): boolean {
  const outer = outermost(literal);
  const { parent } = outer;
  if (isMember(parent)) return parent?.['property'] === outer;
  if (parent?.type === 'BinaryExpression') return parent['operator'] === 'in' && parent['left'] === outer;
  const callee = isCall(parent) && parent?.['arguments'][0] === outer ? unwrap(parent['callee']) : undefined;
  if (!callee || !isMember(callee) || !/^(?:get|has|delete|includes|indexOf)$/.test(memberName(callee) ?? '')) return false;
  return members(trace.evaluate(callee['object'], undefined)).some(({ kind }) => kind === 'map' || kind === 'list');
}
