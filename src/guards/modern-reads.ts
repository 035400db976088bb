import { renamedFields } from '../api.ts';
import { isMember, isNullish, keyName, memberName, type Node, outermost, unwrap } from '../source/ast.ts';
import type { Trace } from '../trace/trace.ts';
import { type FieldPlace, shapesOf } from '../trace/users.ts';
import { members } from '../trace/value.ts';

/**
 * Half-migrated code: it takes the old members out of its users (`delete user.created`, `({ created, ...user })`, `omit(user, ['created'])`)
 * and reads today's. To take today's out instead would take what it reads.
 */
export class ModernReads {
  #read: Node | null | undefined;

  constructor(readonly trace: Trace) {}

  /** Why a place that takes a member out has to keep its name; undefined where nothing reads one of today's, or nothing is taken out. */
  about(place: FieldPlace): string | undefined {
    if (place.shape.shape !== 'User' || !takesOut(place)) return undefined;
    this.#read ??= this.#find() ?? null;
    if (!this.#read) return undefined;
    const where = this.trace.project.sourceOf(this.#read).lineFrom(this.trace.project.fileOf(place.node), this.#read.start);
    return `\`${place.name}\` is taken out of the user here, and ${where} reads the user by today's names already`;
  }

  /** Where the program reads one of today's names from a user. */
  #find(): Node | undefined {
    const { project } = this.trace;
    const files = [...new Set([...today].flatMap((name) => project.filesWith(name)))].filter((file) => !file.endsWith('.json'));
    for (const file of files.sort()) {
      // What a fix has written here since is no sign of a migration.
      const before = project.files.replaced?.(file);
      const names = [...today].filter((name) => before === undefined || before.includes(name));
      const read = names.length > 0 ? project.nodes(file).find((node) => this.#reads(node, names)) : undefined;
      if (read) return read;
    }
    return undefined;
  }

  #reads(node: Node, names: readonly string[]): boolean {
    const isRead = isMember(node) && !isTarget(node);
    const isTaken = node.type === 'ObjectProperty' && node.parent?.type === 'ObjectPattern';
    const name = isRead ? memberName(node) : isTaken ? keyName(node['key'], node['computed']) : undefined;
    if (name === undefined || !names.includes(name)) return false;
    return this.trace
      .ask(() => members(isRead ? this.trace.evaluate(node['object'], undefined) : this.trace.evaluatePattern(node.parent as Node, undefined)), [])
      .some((value) => shapesOf(this.trace, value, name).some(({ shape }) => shape === 'User'));
  }
}

const today: ReadonlySet<string> = new Set(Object.values(renamedFields['User'] ?? {}));

/** True for what is written, or taken out. */
function isTarget(member: Node): boolean {
  const { parent } = outermost(member);
  return (parent?.type === 'AssignmentExpression' && unwrap(parent['left']) === member) || isDeleted(parent);
}

const isDeleted = (parent: Node | undefined): boolean => parent?.type === 'UnaryExpression' && parent['operator'] === 'delete';

/** True where a place leaves the user, or what is made of it, without the member. */
function takesOut({ node, place, text, compares, keyType }: FieldPlace): boolean {
  if (place === 'destructured') return ((node.parent?.['properties'] ?? []) as readonly Node[]).some(({ type }) => type === 'RestElement');
  if (place === 'key') return !!compares || (text?.list.how === 'presence' && !keyType);
  const { parent } = outermost(node);
  if (place !== 'read' || !parent) return false;
  return isDeleted(parent) || (parent.type === 'AssignmentExpression' && unwrap(parent['left']) === node && isNothing(unwrap(parent['right'])));
}

/** `undefined`, `null`, `void 0`. */
const isNothing = (value: Node): boolean => isNullish(value) || (value.type === 'UnaryExpression' && value['operator'] === 'void');
