import type { Node } from '../ast.ts';
import { identifier, make, member, type Span, statement } from './nodes.ts';
import { JqText, type Mark } from './jq-text.ts';
import type { ShellVariables } from './shell-variables.ts';
import { type Chars, joined, unseen } from './shell-words.ts';

type Give = () => Node;

/** What operators bind, loosest first; those of one line alike. */
const operators: readonly RegExp[] = [/\/\/(?!=)/y, /(?:=(?!=)|\|=|\/\/=|[-+*/%]=)/y, /or\b/y, /and\b/y, /[=!]=|<=|>=|<|>/y, /[-+](?!=)/y, /(?:\*|\/(?!\/)|%)(?!=)/y];
/** Functions whose arguments are asked of each element. */
const ofEach = /^(?:map|map_values|sort_by|group_by|unique_by|min_by|max_by|any|all|INDEX)$/;
/** Functions that give what they are given, or a part of it. */
const same = /^(?:select|sort_by|unique_by|sort|unique|reverse|flatten|tojson|fromjson|tostring|ascii_downcase|ascii_upcase|ltrimstr|rtrimstr|values|del|debug|objects|strings|arrays)$/;
const oneOf = /^(?:min_by|max_by|min|max|add)$/;
const word = /[a-zA-Z_]\w*/y;

/** A filter of jq that cannot be read any further. */
class Unread extends Error {}

/** Reads a filter of jq as what it takes from its input: `.data[].created` is a member of each element of a member. */
export class JqFilter {
  readonly #text: JqText;
  readonly #names: Map<string, Give>;
  #input: Give;
  #depth = 0;

  /** `names`: what stands under `$name`. */
  constructor(
    chars: Chars,
    readonly variables: ShellVariables,
    readonly root: Give,
    names: ReadonlyMap<string, Give>,
  ) {
    this.#text = new JqText(chars);
    this.#names = new Map(names);
    this.#input = root;
  }

  /** What the filter gives; undefined where it gives nothing, or cannot be read. */
  read(): Node | undefined {
    try {
      return this.#pipe();
    } catch (error) {
      if (error instanceof Unread) return undefined;
      throw error;
    }
  }

  #pipe(): Node | undefined {
    this.#depth += 1;
    if (this.#depth > deepest) throw new Unread();
    while (this.#text.take(/def\b/y)) this.#definition();
    const left = this.#list();
    const result = this.#text.take(/\|(?!=)/y) ? this.#within(left, () => this.#pipe()) : left;
    this.#depth -= 1;
    return result;
  }

  /** What `read` gives with another input. */
  #within<T>(input: Node | undefined, read: () => T): T {
    const around = this.#input;
    const at = this.#text.here;
    this.#input = input ? this.variables.bound(input) : () => unseen(at);
    const result = read();
    this.#input = around;
    return result;
  }

  /** `def name(f): …;`: what it is given, nobody asks. */
  #definition(): void {
    this.#text.take(/[^:;]{0,200}:/y);
    this.#within(undefined, () => this.#pipe());
    this.#need(/;/y);
  }

  #list(): Node | undefined {
    let result = this.#binary(0);
    while (this.#text.take(/,/y)) result = either(result, this.#binary(0));
    return result;
  }

  #binary(level: number): Node | undefined {
    const operator = operators[level];
    if (!operator) return this.#term();
    let left = this.#binary(level + 1);
    for (let found = this.#text.take(operator); found; found = this.#text.take(operator)) {
      const right = this.#binary(level === 0 ? 0 : level + 1);
      left = this.#joined(found.text, left, right);
    }
    return left;
  }

  #joined(operator: string, left: Node | undefined, right: Node | undefined): Node | undefined {
    if (operator === '//') return left && right ? make('LogicalExpression', left, { operator: '??', left, right }) : (left ?? right);
    if (operator === '+' && left && right) return make('BinaryExpression', { start: left.start, end: right.end }, { operator: '+', left, right });
    this.#mention(left, right);
    return operator.endsWith('=') && !/^[=!<>]=$/.test(operator) ? this.#input() : unseen(this.#text.here);
  }

  /** What is asked without being handed on. */
  #mention(...nodes: readonly (Node | undefined)[]): void {
    for (const node of nodes) if (node) this.variables.add(statement(node));
  }

  #term(): Node | undefined {
    const { here } = this.#text;
    if (this.#text.take(/-/y)) {
      this.#mention(this.#term());
      return unseen(here);
    }
    let value = this.#primary(here);
    for (;;) {
      const name = this.#text.take(/\.\s*([a-zA-Z_]\w*)/y, 1) ?? (value ? this.#text.name(/\.(?=")/y) : undefined);
      if (name) value = value && member(value, name.text, name.at);
      else if (this.#text.take(/\.?\[/y)) value = this.#index(value);
      else if (this.#text.take(/\bas\b/y)) return this.#bound(value);
      else if (!this.#text.take(/\?(?!\/\/)/y)) return value;
    }
  }

  #primary(at: Span): Node | undefined {
    const text = this.#text;
    if (text.take(/\.\./y)) return unseen(at);
    const field = text.take(/\.([a-zA-Z_]\w*)/y, 1) ?? text.name(/\.(?=")/y);
    if (field) return member(this.#input(), field.text, field.at);
    if (text.take(/\./y)) return this.#input();
    if (text.take(/\d+(?:\.\d+)?|\ue000/y)) return unseen(at);
    const variable = text.take(/\$(?:__loc__|[a-zA-Z_]\w*)/y);
    if (variable) return this.#names.get(variable.text.slice(1))?.() ?? unseen(at);
    if (text.take(/@\w+/y)) return text.sees(/"/y) ? this.#string() : this.#input();
    if (text.sees(/"/y)) return this.#string();
    if (text.take(/\(/y)) return this.#closed(/\)/y);
    if (text.take(/\[/y)) return this.#array(at);
    if (text.take(/\{/y)) return this.#object(at);
    const named = text.take(word);
    if (!named) throw new Unread();
    return this.#keyword(named) ?? unseen(at);
  }

  #closed(end: RegExp): Node | undefined {
    const value = this.#pipe();
    this.#need(end);
    return value;
  }

  #need(sign: RegExp): void {
    if (!this.#text.take(sign)) throw new Unread();
  }

  /** A text, with what stands in its `\(…)`. */
  #string(): Node {
    const at = this.#text.here;
    const pieces = this.#text.string(() => this.#closed(/\)/y) ?? unseen(this.#text.here));
    if (!pieces) throw new Unread();
    return joined(pieces.length > 0 ? pieces : [{ text: '', offsets: [at.end] }], at);
  }

  #array(at: Span): Node {
    const value = this.#text.take(/\]/y) ? undefined : this.#closed(/\]/y);
    return make('ArrayExpression', at, { elements: value ? [value] : [] });
  }

  /** `[]`, `[0]`, `["name"]`, `[1:]`. */
  #index(value: Node | undefined): Node | undefined {
    const at = this.#text.here;
    if (this.#text.take(/\]/y)) return value && each(value, at);
    const name = this.#text.name(/(?=")/y);
    if (name && this.#text.take(/\]/y)) return value && member(value, name.text, name.at);
    const isPart = this.#text.take(/[^[\]"]{0,80}:[^[\]"]{0,80}\]/y);
    if (isPart) return value;
    this.#mention(this.#closed(/\]/y));
    return value && each(value, at);
  }

  /** `value as $x | …`. */
  #bound(value: Node | undefined): Node | undefined {
    const names = this.#text.take(/[^|]{1,200}(?=\|)/y);
    this.#need(/\|/y);
    const given = value && this.variables.bound(value);
    const [only] = /^\$(\w+)\s*$/.exec(names?.text ?? '') ? [names?.text.trim().slice(1) as string] : [];
    if (only !== undefined && given) this.#names.set(only, given);
    return this.#pipe();
  }

  #keyword({ text, at }: Mark): Node | undefined {
    switch (text) {
      case 'if': {
        this.#mention(this.#pipe());
        this.#need(/then\b/y);
        let result = this.#pipe();
        while (this.#text.take(/elif\b/y)) {
          this.#mention(this.#pipe());
          this.#need(/then\b/y);
          result = either(result, this.#pipe());
        }
        if (this.#text.take(/else\b/y)) result = either(result, this.#pipe());
        this.#need(/end\b/y);
        return result;
      }
      case 'try': {
        const result = this.#term();
        if (this.#text.take(/catch\b/y)) this.#mention(this.#term());
        return result;
      }
      case 'reduce':
      case 'foreach':
        return this.#reduced(at);
      case 'label':
        throw new Unread();
      default:
        return this.#call(text, at);
    }
  }

  /** `reduce .data[] as $user (0; …)`: the term reads what stands before the bracket. */
  #reduced(at: Span): Node {
    const value = this.#primaryOnly();
    const name = this.#text.take(/as\s+\$(\w+)/y, 1);
    this.#need(/\(/y);
    if (name && value) this.#names.set(name.text, this.variables.bound(value));
    this.#within(undefined, () => {
      do this.#mention(this.#pipe());
      while (this.#text.take(/;/y));
    });
    this.#need(/\)/y);
    return unseen(at);
  }

  /** A term in front of `as`, which is left. */
  #primaryOnly(): Node | undefined {
    const end = this.#text.before(/\bas\s+\$/g);
    return end === undefined ? undefined : this.#text.until(end, () => this.#term());
  }

  #call(name: string, at: Span): Node | undefined {
    const input = this.#input();
    const given = this.#text.take(/\(/y) ? this.#arguments(name, at) : [];
    const [first] = given;
    if (name === 'map') return make('ArrayExpression', at, { elements: first ? [first] : [] });
    if (/^(?:first|last|limit|until|nth)$/.test(name)) return given.at(-1) ?? each(input, at);
    this.#mention(...given);
    if (name === 'empty' || name === 'error') return undefined;
    if (name === 'input' || name === 'inputs') return this.root();
    if (same.test(name)) return input;
    if (name === 'group_by') return make('ArrayExpression', at, { elements: [input] });
    return oneOf.test(name) ? each(input, at) : unseen(at);
  }

  #arguments(name: string, at: Span): readonly (Node | undefined)[] {
    const key = name === 'has' ? this.#text.name(/(?=")/y) : undefined;
    if (key && this.#text.take(/\)/y)) return [member(this.#input(), key.text, key.at)];
    const read = (): (Node | undefined)[] => {
      const found = [this.#pipe()];
      while (this.#text.take(/;/y)) found.push(this.#pipe());
      return found;
    };
    const given = ofEach.test(name) ? this.#within(each(this.#input(), at), read) : read();
    this.#need(/\)/y);
    return given;
  }

  #object(at: Span): Node {
    const properties: Node[] = [];
    while (!this.#text.take(/\}/y)) {
      this.#property(properties);
      if (!this.#text.take(/,/y) && !this.#text.sees(/\}/y)) throw new Unread();
    }
    return make('ObjectExpression', { start: at.start, end: this.#text.here.start }, { properties });
  }

  #property(properties: Node[]): void {
    const variable = this.#text.take(/\$([a-zA-Z_]\w*)/y, 1);
    const key = variable ?? this.#text.take(/[a-zA-Z_]\w*/y) ?? this.#text.name(/(?=")/y);
    if (!key) this.#mention(this.#text.take(/\(/y) ? this.#closed(/\)/y) : this.#string());
    const value = this.#text.take(/:/y) ? this.#valueOfProperty() : key && (variable ? this.#names.get(key.text)?.() : member(this.#input(), key.text, key.at));
    if (key) properties.push(make('ObjectProperty', key.at, { key: identifier(key.text, key.at), value: value ?? unseen(key.at), computed: false, shorthand: false }));
    else this.#mention(value);
  }

  #valueOfProperty(): Node | undefined {
    let value = this.#binary(0);
    while (this.#text.take(/\|(?!=)/y)) value = this.#within(value, () => this.#binary(0));
    return value;
  }
}

/** Filters may be nested this deep. */
const deepest = 200;

/** Any one of a list. */
const each = (list: Node, at: Span): Node => make('MemberExpression', at, { object: list, property: identifier('each of the list', at), computed: true });

const either = (one: Node | undefined, other: Node | undefined): Node | undefined => (one && other ? make('ConditionalExpression', one, { test: unseen(one), consequent: one, alternate: other }) : (one ?? other));
