import { isFunction, isCall, isMember, keyName, type Node, unwrap } from '../../source/ast.ts';
import { returnedNodes } from '../calls/calls.ts';
import { propertyName } from '../evaluate.ts';
import { frameOf } from '../frames.ts';
import { entriesOf } from '../members.ts';
import { fitsKey, fitsPattern, isPathKey, mayBeAddress } from '../names/path-keys.ts';
import type { Sample } from './sample-addresses.ts';
import { SampleValues } from './sample-values.ts';
import type { Trace } from '../trace.ts';
import { type Frame, members, type Ref } from '../value.ts';

const deepest = 8;
/** Members beside which an answer stands that is given for what they say. */
const tells = /^(?:url|path|pathname|route|match|matches|matcher|pattern|test|when|endpoint|regexp?|re)$/;

/** Which of a stand-in's answers are given for one address: by the tests around them, and by the table in which they stand. */
export class ToldAnswers {
  readonly #values: readonly SampleValues[];

  constructor(
    readonly trace: Trace,
    readonly samples: readonly Sample[],
    standIn: Node,
  ) {
    this.#values = samples.map((sample) => new SampleValues(trace, sample, standIn));
  }

  /** False for what is written where the address does not lead. */
  fits(node: Node): boolean {
    return this.#isReached(node) && this.#isKept(node);
  }

  /** What an expression gives, taken apart as far as tests and tables decide it. */
  leaves({ node: given, frame }: Ref, depth = 0): Ref[] {
    const node = unwrap(given);
    const on = (inner: Node, around = frame): Ref[] => this.leaves({ node: inner, frame: around }, depth + 1);
    const whole = [{ node, frame }];
    if (depth > deepest) return whole;
    if (node.type === 'AwaitExpression') return on(node['argument']);
    if (node.type === 'ConditionalExpression') {
      const test = this.#holds(node['test']);
      return [...(test === false ? [] : on(node['consequent'])), ...(test === true ? [] : on(node['alternate']))];
    }
    if (node.type === 'LogicalExpression' && /^(?:\|\||\?\?)$/.test(node['operator'])) return [...on(node['left']), ...on(node['right'])];
    if (node.type === 'Identifier') return this.#named({ node, frame }, depth) ?? whole;
    if (isMember(node) && node['computed']) return this.#member({ node, frame }, depth) ?? whole;
    return isCall(node) ? (this.#called({ node, frame }, depth) ?? whole) : whole;
  }

  #named({ node, frame }: Ref, depth: number): Ref[] | undefined {
    const binding = this.trace.project.sourceOf(node).scopes.bindingOf(node);
    if (!binding) return undefined;
    const on = (inner: Node): Ref[] => (this.#isReached(inner) ? this.leaves({ node: inner, frame }, depth + 1) : []);
    if (binding.kind === 'param') return this.#argument(binding.id, frame, depth);
    if (binding.declaration['id'] !== binding.id || !/^(?:const|let|var)$/.test(binding.kind)) return undefined;
    const rights = binding.writes.map((write) => (write.parent?.type === 'AssignmentExpression' && write.parent['operator'] === '=' ? (write.parent['right'] as Node) : undefined));
    const init: Node | undefined = binding.declaration['init'] ?? undefined;
    if (rights.includes(undefined) || (!init && rights.length === 0)) return undefined;
    return [...(init ? [init] : []), ...rights.flatMap((right) => right ?? [])].flatMap(on);
  }

  #argument(id: Node, frame: Frame | undefined, depth: number): Ref[] | undefined {
    const fn = id.parent;
    const around = fn && isFunction(fn) ? frameOf(fn, frame) : undefined;
    const index = (fn?.['params'] as Node[] | undefined)?.indexOf(id) ?? -1;
    const argument: Node | undefined = around && !around.callback ? around.call['arguments']?.[index] : undefined;
    return around && argument && argument.type !== 'SpreadElement' ? this.leaves({ node: argument, frame: around.caller }, depth + 1) : undefined;
  }

  /** `answers[new URL(url).pathname]`: the one of that name, where the code says which that is. */
  #member({ node, frame }: Ref, depth: number): Ref[] | undefined {
    const names = new Set(this.#values.map((values) => values.valueOf(node['property'])));
    const tables = members(this.trace.evaluate(node['object'], frame));
    if (names.size === 0 || [...names].some((name) => typeof name !== 'string') || tables.some((table) => table.kind !== 'object')) return undefined;
    const entries = tables.flatMap((table) =>
      table.kind === 'object' ? entriesOf(table.ref.node).flatMap((entry) => (entry['value'] ? [{ name: propertyName(this.trace, entry, table.ref.frame) ?? '', node: entry['value'] as Node, frame: table.ref.frame }] : [])) : [],
    );
    const exact = entries.filter((entry) => names.has(entry.name));
    // Of a table of addresses only those count that may be this one; in one that says nothing of users there is none.
    const areAddresses = entries.length > 0 && entries.every((entry) => isPathKey(entry.name));
    if (!areAddresses && names.size > 1) return undefined;
    const found = exact.length > 0 || !areAddresses ? exact : entries.filter((entry) => this.samples.some((sample) => mayBeAddress(entry.name, sample)));
    return found.length > 0 || (areAddresses && !entries.some((entry) => entry.name.includes('/users'))) ? found.flatMap((ref) => this.leaves(ref, depth + 1)) : undefined;
  }

  /** `JSON.stringify(page)`, and what a function of the project gives, asked with what is known. */
  #called({ node, frame }: Ref, depth: number): Ref[] | undefined {
    const callee = unwrap(node['callee']);
    const args = node['arguments'] as Node[];
    if (isMember(callee) && /^(?:JSON|Promise)$/.test(callee['object'].name ?? '') && /^(?:stringify|resolve)$/.test(callee['property'].name) && args[0]) return this.leaves({ node: args[0], frame }, depth + 1);
    const targets = members(this.trace.evaluate(callee, frame));
    if (targets.length === 0 || targets.some((target) => target.kind !== 'function')) return undefined;
    return targets.flatMap((target) => {
      if (target.kind !== 'function') return [];
      const fn = target.ref.node;
      for (const values of this.#values)
        for (const [index, parameter] of (fn['params'] as Node[]).entries()) if (args[index]) values.given.set(parameter.type === 'AssignmentPattern' ? parameter['left'] : parameter, values.valueOf(args[index]));
      const around = this.trace.frame(fn, node, frame, target.ref.frame, target.self);
      return returnedNodes(fn)
        .filter((result) => this.#isReached(result))
        .flatMap((result) => this.leaves({ node: result, frame: around }, depth + 1));
    });
  }

  /** What a test says of all addresses alike. */
  #holds(test: Node): boolean | undefined {
    const answers = new Set(this.#values.map((values) => values.holds(test)));
    const [answer] = answers;
    return answers.size === 1 ? answer : undefined;
  }

  #isReached(node: Node): boolean {
    for (let child = node, at = node.parent; at; child = at, at = at.parent) if (!this.#passes(at, child)) return false;
    return true;
  }

  #passes(at: Node, child: Node): boolean {
    if (at.type === 'IfStatement' || at.type === 'ConditionalExpression') {
      if (child === at['test']) return true;
      return this.#holds(at['test']) !== (at['consequent'] !== child);
    }
    if (at.type === 'LogicalExpression' && at['right'] === child && at['operator'] !== '??') return this.#holds(at['left']) !== (at['operator'] === '||');
    if (at.type === 'SwitchCase' && at['test'] !== child) return this.#entersCase(at.parent as Node, at);
    if (at.type === 'BlockStatement' || at.type === 'Program') return this.#goesOn((at['body'] as Node[]).slice(0, Math.max(0, (at['body'] as Node[]).indexOf(child))));
    return true;
  }

  /** False where a statement before is known to leave. */
  #goesOn(before: readonly Node[]): boolean {
    return before.every((statement) => {
      if (statement.type === 'SwitchStatement') {
        const entered = this.#entered(statement);
        return entered === undefined || entered < 0 || !leavesSwitch((statement['cases'] as Node[]).slice(entered).flatMap((one) => one['consequent'] as Node[]));
      }
      if (statement.type !== 'IfStatement') return true;
      const test = this.#holds(statement['test']);
      const branch: Node | undefined = test === undefined ? undefined : test ? statement['consequent'] : (statement['alternate'] ?? undefined);
      return !branch || (branch.type === 'IfStatement' ? this.#goesOn([branch]) : !leaves([branch]));
    });
  }

  /** Where a switch goes in; -1 where it does not, undefined where that is not known. */
  #entered(statement: Node): number | undefined {
    const cases = statement['cases'] as Node[];
    const places = this.#values.map((values) => {
      const subject = values.valueOf(statement['discriminant']);
      const labels = cases.map((one) => (one['test'] ? values.valueOf(one['test']) : null));
      if (subject === undefined || labels.includes(undefined)) return undefined;
      const found = labels.indexOf(subject as never);
      return found >= 0 ? found : labels.indexOf(null as never);
    });
    return new Set(places).size === 1 ? places[0] : undefined;
  }

  #entersCase(statement: Node, here: Node): boolean {
    const cases = statement['cases'] as Node[];
    const entered = this.#entered(statement);
    const index = cases.indexOf(here);
    if (entered === undefined || entered === index) return true;
    return entered >= 0 && entered < index && !leaves(cases.slice(entered, index).flatMap((one) => one['consequent'] as Node[]));
  }

  /** False for what stands in a table under another path. */
  #isKept(node: Node): boolean {
    for (let child = node, at = node.parent; at; child = at, at = at.parent) if (!this.#isUnder(at, child)) return false;
    return true;
  }

  #isUnder(at: Node, child: Node): boolean {
    if (/^Object(?:Property|Method)$/.test(at.type) && at.parent?.type === 'ObjectExpression') {
      const nameOf = (entry: Node): string => (entry['key'] && (keyName(entry['key'], entry['computed']) ?? propertyName(this.trace, entry, undefined))) ?? '';
      const name = nameOf(at);
      const entries = entriesOf(at.parent);
      if (isPathKey(name)) return this.samples.some((sample) => fitsKey(name, sample, entries.map(nameOf)));
      return entries.every((entry) => entry === at || !tells.test(nameOf(entry)) || this.#says(entry['value']));
    }
    const [first] = at.type === 'ArrayExpression' ? (at['elements'] as (Node | null)[]) : [];
    return !first || first === child || this.#says(first);
  }

  /** False for a text or a pattern that is one of other addresses. */
  #says(node: Node | undefined): boolean {
    return this.#values.some((values) => {
      const said = node && values.valueOf(node);
      if (said instanceof RegExp) return fitsPattern(said, values.sample);
      return typeof said !== 'string' || !isPathKey(said) || fitsKey(said, values.sample, []);
    });
  }
}

/** `break` goes on behind the switch. */
function leavesSwitch(statements: readonly Node[]): boolean {
  const plain = statements.flatMap((statement): Node[] => (statement.type === 'BlockStatement' ? statement['body'] : [statement]));
  const end = plain.findIndex((statement) => statement.type === 'BreakStatement');
  return leaves(end < 0 ? plain : plain.slice(0, end));
}

function leaves(statements: readonly Node[]): boolean {
  return statements.some((statement) => {
    if (statement.type === 'BlockStatement') return leaves(statement['body']);
    if (statement.type === 'IfStatement') return !!statement['alternate'] && leaves([statement['consequent']]) && leaves([statement['alternate']]);
    return /^(?:Return|Throw|Break|Continue)Statement$/.test(statement.type);
  });
}
