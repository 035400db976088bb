import type { DeclaredParam, Rewrite } from '../../facts.ts';
import { keyName, type Node } from '../../source/ast.ts';
import type { Source } from '../../source/source.ts';
import { rangeOf, replaceRange } from '../code.ts';
import { describedFrom, docLines, wholeLines } from './site.ts';

/** A declared parameter and the edits of its declaration. */
export function declaredParam(source: Source, member: Node): Pick<DeclaredParam, 'at' | 'name' | 'rename' | 'replace' | 'remove'> {
  const own = keyName(member['key'], member['computed']);
  const declared = membersBeside(member).flatMap((other) => (other['key'] ? [keyName(other['key'], other['computed']) ?? ''] : []));
  const remove = (): Rewrite => (member['isListed'] ? unlisted(source, member) : [removedMember(source, member)]);
  const isAlwaysGiven = (names: readonly string[]): boolean => membersBeside(member).some((other) => other['key'] && names.includes(keyName(other['key'], other['computed']) ?? '') && !other['optional']);
  return {
    at: rangeOf(source, member['key']),
    name: own,
    remove,
    rename: (name) => (declared.includes(name) ? remove() : [...undeprecated(source, member), replaceRange(source, member['key'], keyCode(source, member, name))]),
    replace: (names, name) => {
      const isFirst = declared.find((other) => names.includes(other)) === own;
      return declared.includes(name) || !isFirst ? remove() : [...undeprecated(source, member), ...asText(source, member, name, isAlwaysGiven(names))];
    },
  };
}

/** The member as a text under another name. In a comment its type stands in front of it. */
function asText(source: Source, member: Node, name: string, isAlwaysGiven: boolean): ReturnType<typeof replaceRange>[] {
  if (member['isListed']) return [replaceRange(source, member['key'], keyCode(source, member, name))];
  if (member['isDoc']) return [replaceRange(source, member['typeAnnotation'], 'string'), replaceRange(source, member['key'], name)];
  return [replaceRange(source, { start: member['key'].start, end: typeEnd(member) }, `${keyCode(source, member, name)}${isAlwaysGiven ? '' : '?'}: string`)];
}

const membersBeside = (member: Node): readonly Node[] => member.parent?.['members'] ?? member.parent?.['body'] ?? [];
const typeEnd = (member: Node): number => member['typeAnnotation']?.end ?? member['key'].end;

function keyCode(source: Source, member: Node, name: string): string {
  const key: Node = member['key'];
  const quote = key.type === 'StringLiteral' ? (source.text[key.start] as string) : '';
  return `${quote}${name}${quote}`;
}

/** A comment that calls the member deprecated goes with its old name. */
function undeprecated(source: Source, member: Node): readonly ReturnType<typeof replaceRange>[] {
  if (member['isDoc'] || member['isListed']) return [];
  const start = describedFrom(source, member.start);
  const comment = source.text.slice(start, member.start);
  return comment.includes('@deprecated') ? [replaceRange(source, wholeLines(source, start, start + comment.trimEnd().length), '')] : [];
}

/** A name out of a list of names: `'sortBy' | 'limit'`. */
function unlisted(source: Source, member: Node): Rewrite {
  const all = membersBeside(member);
  const index = all.indexOf(member);
  const [previous, next] = [all[index - 1], all[index + 1]];
  if (next) return [replaceRange(source, { start: member.start, end: next.start }, '')];
  return previous ? [replaceRange(source, { start: previous.end, end: member.end }, '')] : { blocked: 'the type would list no name' };
}

/** A member with its separator and the comment that describes it; its lines where nothing else stands on them. */
function removedMember(source: Source, member: Node): ReturnType<typeof replaceRange> {
  if (member['isDoc']) return replaceRange(source, docLines(source, member), '');
  const all = membersBeside(member);
  const index = all.indexOf(member);
  const own = /[;,]$/.test(source.slice(member)) ? member.end : member.end + (/^\s*[;,]/.exec(source.text.slice(member.end))?.[0].length ?? 0);
  const lines = wholeLines(source, describedFrom(source, member.start), own);
  if (lines.isWhole) return replaceRange(source, lines, '');
  const [previous, next] = [all[index - 1], all[index + 1]];
  if (next) return replaceRange(source, { start: member.start, end: next.start }, '');
  if (previous) return replaceRange(source, { start: /[;,]$/.test(source.slice(member)) ? previous.end : previous.start + source.slice(previous).replace(/[;,]$/, '').length, end: member.end }, '');
  const outer = member.parent as Node;
  return replaceRange(source, { start: outer.start + 1, end: outer.end - 1 }, '');
}
