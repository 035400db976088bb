import type { OldName } from '../../facts.ts';
import { calleeName, enclosingFunction, isCall, isMember, isNullish, memberName, type Node, outermost, unwrap } from '../../source/ast.ts';
import { callSites } from '../calls/callers.ts';
import { filesAround } from '../modules/reach.ts';
import type { Trace } from '../trace.ts';
import type { FieldPlace } from '../users.ts';
import { absent, members, nothing, unfilled, type Value } from '../value.ts';
import { actOf } from './key-acts.ts';
import { isOfUsers } from './keyed.ts';
import { isExpression, isTableKey, namesOf, oldNames, tableKeys, textOf } from './written-names.ts';

/** What shows that names which a program keeps as values are seen wherever they go. */
export interface ClosedNames {
  /** Texts that read members of users by their names, and are compared with each other at most. */
  readonly closed: ReadonlySet<Node>;
  /** Texts with which those are compared, here or where they are kept: `sortKey === 'created'`. */
  readonly compared: readonly FieldPlace[];
}

/** Methods that only ask whether a list has a name. */
const asking = /^(?:includes|indexOf|lastIndexOf)$/;
/** Methods that call a function for the sake of an answer that is true or not. */
const testing = /^(?:filter|find|findLast|findIndex|findLastIndex|some|every|forEach)$/;
/** Methods that give the elements of a list, or one of them. */
const going = /^(?:map|flatMap|filter|find|findLast|findIndex|some|every|forEach|slice|at|concat|toReversed|reverse|sort|toSorted|length|reduce)$/;

/**
 * Names of members that a program keeps: `const [sortKey, setSortKey] = useState('created')`, `state.sort = column.key`. Where everything that may
 * hold such a name is seen, and it is nothing but read by it, handed on and compared with others of them, the names change together.
 */
export function closedNames(trace: Trace, places: readonly FieldPlace[], isExplained: (text: Node) => boolean): ClosedNames {
  const others = new Set(places.filter((place) => !isKept(trace, place)).map(({ node }) => node));
  const open = places.filter((place) => place.isOnlyKey === false && !others.has(place.node));
  if (open.length === 0) return { closed: new Set(), compared: [] };
  return new NameFlow(trace, open, isExplained).judged();
}

/** True for a name, written in the code, by which dates of users are read and nothing else is done. */
const isKept = (trace: Trace, { place, node, name, act, text, other, compares, keyType, redefines, handed }: FieldPlace): boolean =>
  place === 'key' &&
  (name !== 'roles' || !!handed) &&
  !act &&
  !text &&
  !compares &&
  !keyType &&
  !redefines &&
  other === undefined &&
  textOf(node) === name &&
  (node.type === 'StringLiteral' || isTableKey(node)) &&
  !trace.project.fileOf(node).endsWith('.json');

/** Where names go, of one program. */
class NameFlow {
  /** Each text that is a name -> the first of those that go the same ways. */
  readonly #names: Map<Node, Node>;
  /** Objects and lists that hold names. */
  readonly #holders = new Map<Node, Set<Node>>();
  readonly #bad = new Set<Node>();
  /** Names by which something is seen to be read. */
  readonly #read = new Set<Node>();

  constructor(
    readonly trace: Trace,
    readonly places: readonly FieldPlace[],
    readonly isExplained: (text: Node) => boolean,
  ) {
    this.#names = new Map(places.map(({ node }) => [node, node]));
  }

  judged(): ClosedNames {
    const files = filesAround(this.trace.project, [...new Set(this.places.map(({ node }) => this.trace.project.fileOf(node)))]);
    const expressions = [...files].sort().flatMap((file) => (file.endsWith('.json') ? [] : this.trace.project.nodes(file).filter(isExpression)));
    for (const name of this.#names.keys()) isTableKey(name) ? this.#hold(name.parent?.parent as Node, [name]) : this.#see(name, [name]);
    // What is found to hold a name may be held itself.
    for (let before = -1; before !== this.#holders.size + this.#names.size; ) {
      before = this.#holders.size + this.#names.size;
      for (const expression of expressions) this.#see(expression, this.#heldBy(this.trace.ask(() => this.trace.evaluate(expression, undefined), nothing)));
    }
    this.#doubt([...files].filter((file) => !file.endsWith('.json')));
    // What is read by a name in a way that was not followed may be done with it elsewhere as well.
    for (const { node } of this.places) if (!this.#read.has(node)) this.#bad.add(node);
    const bad = new Set([...this.#bad].map((name) => this.#first(name)));
    const closed = new Set([...this.#names.keys()].filter((name) => !bad.has(this.#first(name))));
    const known = new Set(this.places.map(({ node }) => node));
    const compared = [...closed].flatMap((node) => {
      const place = known.has(node) ? undefined : this.places.find((one) => this.#first(one.node) === this.#first(node));
      return place ? [{ ...place, node, name: textOf(node) as OldName, isOnlyKey: true, act: 'selects' as const }] : [];
    });
    return { closed, compared };
  }

  /**
   * The same words where nothing explains them, and tables with such keys that are asked by what nobody knows: a name that was lost on its way may be
   * compared with the one, or look for the other.
   */
  #doubt(files: readonly string[]): void {
    const isOpen = (text: Node): boolean => !this.#names.has(text) && !this.isExplained(text);
    for (const node of files.flatMap((file) => this.trace.project.nodes(file))) {
      if (node.type === 'StringLiteral' && oldNames.has(node['value']) && node.parent?.['key'] !== node && node.parent?.type !== 'TSLiteralType' && isOpen(node)) this.#leave(node['value']);
      if (!isMember(node) || !node['computed'] || /Literal$/.test(node['property'].type)) continue;
      const keys = this.trace.ask(() => (isOpenKey(this.trace, node['property']) ? members(this.trace.evaluate(node['object'], undefined)).flatMap((value) => (value.kind === 'object' ? tableKeys(value.ref.node) : [])) : []), []);
      for (const key of keys) if (isOpen(key)) this.#leave(textOf(key));
    }
  }

  #leave(text: string): void {
    for (const name of this.#names.keys()) if (textOf(name) === text) this.#bad.add(name);
  }

  #first(name: Node): Node {
    let at = name;
    for (let next = this.#names.get(at); next && next !== at; next = this.#names.get(at)) at = next;
    return at;
  }

  /** The names that a value is, or that stand in the objects and lists of the program that it is. */
  #heldBy(value: Value): readonly Node[] {
    return members(value).flatMap((one) => {
      const names = namesOf(one);
      if (names) return names.filter((name) => this.#names.has(name));
      return one.kind === 'object' || one.kind === 'list' ? [...(this.#holders.get(one.ref.node) ?? [])] : [];
    });
  }

  #see(expression: Node, held: readonly Node[]): void {
    const [first, ...others] = held;
    if (!first) return;
    for (const other of others) this.#join(first, other);
    if (!this.#isFine(expression, held)) this.#bad.add(first);
  }

  #join(one: Node, other: Node): void {
    this.#names.set(this.#first(other), this.#first(one));
  }

  #hold(container: Node, names: readonly Node[]): true {
    const known = this.#holders.get(container) ?? new Set();
    for (const name of names) known.add(name);
    this.#holders.set(container, known);
    return true;
  }

  /** True where what an expression holds is read by, compared, tested, or goes on to where it is seen again. */
  #isFine(given: Node, names: readonly Node[]): boolean {
    const node = outermost(given);
    const { parent } = node;
    if (!parent) return false;
    switch (parent.type) {
      case 'MemberExpression':
      case 'OptionalMemberExpression':
        return parent['property'] === node && parent['computed'] ? this.#isRead(parent, node, names) : this.#isHolder(node) && this.#isAsked(parent, names);
      case 'BinaryExpression':
        return /^[!=]==?$/.test(parent['operator']) ? this.#isComparable(parent['left'] === node ? parent['right'] : parent['left'], names) : parent['operator'] === 'in' && isOfUsers(this.trace, parent['right'], undefined);
      case 'SwitchStatement':
        return (parent['cases'] as Node[]).every((one) => !one['test'] || this.#isComparable(one['test'], names));
      case 'SwitchCase':
        return this.#isComparable((parent.parent as Node)['discriminant'], names);
      case 'ConditionalExpression':
      case 'LogicalExpression':
        return parent['test'] === node || this.#isFine(parent, names);
      case 'AssignmentExpression':
        return parent['right'] === node && /^(?:\?\?|\|\|)?=$/.test(parent['operator']) && this.#isKept(parent['left'], names);
      case 'ObjectProperty':
        return parent['value'] === node && parent.parent?.type === 'ObjectExpression' && this.#hold(parent.parent, names);
      case 'ArrayExpression':
        return this.#hold(parent, names);
      case 'SpreadElement':
        return !!parent.parent && /^(?:Array|Object)Expression$/.test(parent.parent.type) && this.#hold(parent.parent, names);
      case 'JSXExpressionContainer':
      case 'JSXAttribute':
        return this.#isAttribute(parent.type === 'JSXAttribute' ? parent : parent.parent, names);
      case 'JSXSpreadAttribute':
        return this.#isElement(parent.parent, names);
      case 'CallExpression':
      case 'OptionalCallExpression':
        return parent['callee'] === node || this.#isGiven(parent, node, names);
      case 'ReturnStatement':
      case 'ArrowFunctionExpression':
        return this.#isResult(parent.type === 'ReturnStatement' ? enclosingFunction(parent) : parent);
      case 'ForOfStatement':
        return parent['right'] === node && this.#isHolder(node);
      case 'AssignmentPattern':
      case 'VariableDeclarator':
        return parent['init'] === node || parent['right'] === node;
      case 'AwaitExpression':
        return this.#isFine(parent, names);
      default:
        return /^(?:IfStatement|WhileStatement|ExpressionStatement|ExportSpecifier|UnaryExpression|TSTypeQuery|SequenceExpression)$/.test(parent.type);
    }
  }

  #isHolder(node: Node): boolean {
    return members(this.trace.evaluate(node, undefined)).every((value) => namesOf(value) === undefined);
  }

  /** `user[key]`, `labels[key]`: a member of users alone, or of tables whose keys change as well, by names of which all are known. */
  #isRead(member: Node, key: Node, names: readonly Node[]): boolean {
    for (const name of names) this.#read.add(name);
    const isOfAll =
      isOfUsers(this.trace, member['object'], undefined) || members(this.trace.evaluate(member['object'], undefined)).every((value) => value.kind === 'object' && tableKeys(value.ref.node).every((name) => this.#names.has(name)));
    return actOf(this.trace, member) === undefined && isOfAll && members(this.trace.evaluate(key, undefined)).every((value) => this.#isClosed(value));
  }

  /** A member of an object or an element of a list; a method of a list that goes through it. */
  #isAsked(member: Node, names: readonly Node[]): boolean {
    if (oldNames.has(memberName(member) ?? '') && names.some(isTableKey)) return false;
    const call = outermost(member).parent;
    if (!isCall(call) || unwrap(call?.['callee']) !== member) return true;
    const name = memberName(member) ?? '';
    return going.test(name) || asking.test(name) || members(this.trace.evaluate(member, undefined)).some(({ kind }) => kind === 'function' || kind === 'library');
  }

  /** A name of one of today's members, or one that changes as well. */
  #isClosed(value: Value): boolean {
    const names = namesOf(value);
    return names ? names.every((name) => this.#names.has(name) || !oldNames.has(textOf(name))) : value === nothing || value === absent || value === unfilled;
  }

  /** What a name is compared with: others that are known, or an old name that is written there and changes with it. */
  #isComparable(given: Node, [name]: readonly Node[]): boolean {
    const other = unwrap(given);
    if (isNullish(other)) return true;
    const values = members(this.trace.evaluate(other, undefined));
    for (const value of values) {
      for (const known of namesOf(value) ?? []) if (name && oldNames.has(textOf(known)) && this.#isAdopted(known)) this.#join(name, known);
    }
    return values.every((value) => this.#isClosed(value));
  }

  /** A text with which a name is compared is one itself, wherever it goes; names of roles are read by it or they are none. */
  #isAdopted(text: Node): boolean {
    if (this.#names.has(text)) return true;
    if (text.type !== 'StringLiteral' || textOf(text) === 'roles') return false;
    this.#names.set(text, text);
    this.#see(text, [text]);
    return true;
  }

  /** True where what is assigned is found again by the target. */
  #isKept(target: Node, names: readonly Node[]): boolean {
    return target.type === 'Identifier' || (isMember(target) && this.#holds(target, names));
  }

  /** True where an expression is seen to hold all these names. */
  #holds(expression: Node, names: readonly Node[]): boolean {
    const held = this.#heldBy(this.trace.evaluate(expression, undefined));
    return names.every((name) => held.includes(name));
  }

  /** `key={column.key}`, `sortKey={sortKey}` of a component of the program, `value={state}` of a provider. */
  #isAttribute(attribute: Node | null | undefined, names: readonly Node[]): boolean {
    return attribute?.type === 'JSXAttribute' && (attribute['name'].name === 'key' || this.#isElement(attribute.parent, names));
  }

  #isElement(element: Node | null | undefined, names: readonly Node[]): boolean {
    const tag: Node | undefined = element?.type === 'JSXOpeningElement' ? element['name'] : undefined;
    const isProvider = tag?.type === 'JSXMemberExpression' && tag['property'].name === 'Provider';
    const values = tag ? members(this.trace.evaluate(isProvider ? tag['object'] : tag, undefined)) : [];
    return values.length > 0 && values.every((value) => value.kind === 'function' || this.#isState(value)) && this.#hold(element as Node, names);
  }

  /** An argument of functions of the program, or of what keeps state for it. */
  #isGiven(call: Node, argument: Node, names: readonly Node[]): boolean {
    const callee = unwrap(call['callee']);
    const index = (call['arguments'] as Node[]).indexOf(argument);
    if (isMember(callee) && unwrap(callee['object'])['name'] === 'Object' && /^(?:keys|entries|values)$/.test(memberName(callee) ?? '')) return this.#isHolder(argument);
    if (isMember(callee) && asking.test(memberName(callee) ?? '')) return this.#areClosed(callee['object']);
    // `actions.reduce(reducer, initial)` starts with what the reducer gets.
    if (isMember(callee) && index === 1 && /^reduce(?:Right)?$/.test(memberName(callee) ?? '')) return this.#holds(call, names);
    const targets = members(this.trace.evaluate(callee, undefined));
    return index >= 0 && targets.length > 0 && targets.every((target) => this.#isState(target) || (target.kind === 'function' && isTaken(target.ref.node['params'][index])));
  }

  /** True for a list of names of which all are known. */
  #areClosed(list: Node): boolean {
    return members(this.trace.evaluate(list, undefined)).every((value) => value.kind === 'list' && value.items.every((item) => item.node.type !== 'SpreadElement' && members(this.trace.value(item)).every((one) => this.#isClosed(one))));
  }

  #isState(value: Value): boolean {
    return value.kind === 'library' && this.trace.clientOf(value)?.keepsState === true;
  }

  /** What a function gives back: to those who are seen to call it, to what keeps state, or for the sake of its truth. */
  #isResult(fn: Node | undefined): boolean {
    const outer = fn && outermost(fn);
    const call = outer?.parent;
    if (!fn || !call || fn['generator']) return false;
    if (!isCall(call) || !(call['arguments'] as Node[]).includes(outer)) return callSites(this.trace, fn).length > 0;
    const targets = members(this.trace.evaluate(unwrap(call['callee']), undefined));
    return testing.test(calleeName(call)) || (targets.length > 0 && targets.every((target) => this.#isState(target)));
  }
}

/** True for a key that may be something of which nothing is known. */
const isOpenKey = (trace: Trace, key: Node): boolean => members(trace.evaluate(key, undefined)).some((value) => value.kind === 'unknown' && value !== nothing && value !== absent && value !== unfilled);

/** A parameter whose uses are seen. */
const isTaken = (parameter: Node | undefined): boolean => /^(?:Identifier|ObjectPattern|AssignmentPattern)$/.test(parameter?.type ?? '');
