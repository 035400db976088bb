import { oldFields } from '../api.ts';
import { asserts, userAttributes } from '../evidence-words.ts';
import type { OldName } from '../facts.ts';
import { chainRoot, descendants, isCall, keyName, type Node, outermost, unwrap } from '../source/ast.ts';
import { bindingMentions } from '../trace/changes/contents.ts';
import { readsOf } from '../trace/flow/member-reads.ts';
import { filesAround } from '../trace/modules/reach.ts';
import type { Trace } from '../trace/trace.ts';
import type { FieldPlace } from '../trace/users.ts';

/** A row of a test, and the files of the program that the test may run. */
interface UnreadRow {
  readonly name: OldName;
  readonly where: string;
  readonly around: ReadonlySet<string>;
}

/**
 * Rows that a test hands to something by which nobody sees them read: `stub([200, { data: [{ id: '1', roles: ['Developer'] }] }])`. They may
 * stand for users, and what the program reads would no longer be there.
 */
export class UnreadRows {
  #rows: readonly UnreadRow[] | undefined;

  constructor(
    readonly trace: Trace,
    readonly places: readonly FieldPlace[],
  ) {}

  /** Why a name stays in a file. */
  about(name: OldName, file: string): string | undefined {
    this.#rows ??= this.#read();
    const row = this.#rows.find((one) => one.name === name && one.around.has(file));
    return row && `${row.where} has \`${name}\` in a row of a test that nothing is seen to read, and which may stand for a user`;
  }

  #read(): readonly UnreadRow[] {
    const { project } = this.trace;
    // Where one row is known to stand for a user, the others were seen as well, and stand for something else.
    if (this.places.some(({ place, node }) => place === 'mock' && !isCopy(node.parent))) return [];
    const files = new Set([...oldFields].flatMap((name) => project.filesWith(name)));
    return [...files]
      .filter((file) => !file.endsWith('.json') && asserts.test(project.files.read(file) ?? ''))
      .sort()
      .flatMap((file) => project.nodes(file).flatMap((node) => (isRow(node) ? this.#unreadIn(node, file) : [])));
  }

  #unreadIn(row: Node, file: string): readonly UnreadRow[] {
    const names = namedLikeUsers(row);
    if (names.length === 0 || isExpected(this.trace, row, 0)) return [];
    return names.flatMap(({ name, property }): UnreadRow[] => {
      if (readsOf(this.trace, name).some(({ objects }) => objects.has(row))) return [];
      const source = this.trace.project.sourceOf(row);
      return [{ name, where: `${file.split('/').at(-1)}:${source.place(property.start).line}`, around: filesAround(this.trace.project, [file]) }];
    });
  }
}

/** Names behind names are followed to this depth. */
const deepest = 2;

/** True for what an assertion is given, itself, in a literal or under a name. */
function isExpected(trace: Trace, given: Node, depth: number): boolean {
  let at = outermost(given);
  while (at.parent && /^(?:ArrayExpression|ObjectExpression|ObjectProperty|SpreadElement)$/.test(at.parent.type)) at = outermost(at.parent);
  const { parent } = at;
  if (parent && isCall(parent)) return /^(?:assert|expect)$/.test(chainRoot(parent)['name'] ?? '');
  const id: Node | undefined = parent?.type === 'VariableDeclarator' ? parent['id'] : undefined;
  return id?.type === 'Identifier' && depth < deepest && bindingMentions(trace, id).some((mention) => isExpected(trace, mention, depth + 1));
}

/** `{ ...user, roles: [] }`: what a test makes of what it got. */
const isCopy = (object: Node | undefined): boolean => ((object?.['properties'] ?? []) as Node[]).some(({ type }) => type === 'SpreadElement');

/** `data: [row]`, as the pages of answers have it. */
const isInPage = (row: Node): boolean => {
  const list = outermost(row).parent;
  const property = list?.type === 'ArrayExpression' ? outermost(list).parent : undefined;
  return property?.type === 'ObjectProperty' && keyName(property['key'], property['computed']) === 'data';
};

/** An object with members that say a user, or with an old name in what looks like a page. */
function isRow(node: Node): boolean {
  const names = node.type === 'ObjectExpression' ? (node['properties'] as Node[]).map((property) => property['key'] && keyName(property['key'], property['computed'])) : [];
  return names.some((name) => oldFields.has(name ?? '')) && (names.some((name) => /^_?id$/.test(name ?? '') || userAttributes.has(name ?? '')) || isInPage(node));
}

/** Members with an old name and a value of its kind. */
const namedLikeUsers = (row: Node): { readonly name: OldName; readonly property: Node }[] =>
  (row['properties'] as Node[]).flatMap((property) => {
    const name = property.type === 'ObjectProperty' ? keyName(property['key'], property['computed']) : undefined;
    return name !== undefined && oldFields.has(name) && isLikeThat(name, unwrap(property['value'])) ? [{ name: name as OldName, property }] : [];
  });

const isLikeThat = (name: string, value: Node): boolean =>
  name === 'roles' ? value.type === 'ArrayExpression' && descendants(value).every(({ type }) => /^(?:ArrayExpression|StringLiteral)$/.test(type)) : /^\d{4}-\d\d-\d\d/.test(value['value']);
