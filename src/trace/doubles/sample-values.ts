import { calleeName, isCall, isMember, isWrapper, keyName, memberName, type Node, unwrap } from '../../source/ast.ts';
import type { Trace } from '../trace.ts';
import { isAbsolute, type Sample } from './sample-addresses.ts';

/** What is known when a stand-in is asked for one address. The settings of a call (`init`) and a request are no texts, but have some. */
export type Known = string | number | boolean | URL | RegExp | readonly string[] | { readonly method: string; readonly url?: string } | undefined;

const deepest = 12;

/** What expressions of a stand-in give when it is asked for one address: run over the texts that are known, undefined where one is not. */
export class SampleValues {
  /** What the parameters of functions were given that the stand-in calls. */
  readonly given = new Map<Node, Known>();

  constructor(
    readonly trace: Trace,
    readonly sample: Sample,
    /** The stand-in, whose first parameter is the address and whose second are the settings. */
    readonly standIn: Node,
  ) {}

  /** Whether a test holds; undefined where that is not known. */
  holds(test: Node): boolean | undefined {
    const value = this.valueOf(test, 0);
    return typeof value === 'boolean' ? value : undefined;
  }

  valueOf(given: Node, depth = 0): Known {
    const node = unwrap(given);
    if (depth > deepest) return undefined;
    const inner = (one: Node): Known => this.valueOf(one, depth + 1);
    switch (node.type) {
      case 'StringLiteral':
      case 'NumericLiteral':
      case 'BooleanLiteral':
        return node['value'];
      case 'RegExpLiteral':
        return patternOf(node['pattern'], node['flags']);
      case 'TemplateLiteral':
        return joined(node['quasis'] as Node[], (node['expressions'] as Node[]).map(inner));
      case 'Identifier':
        return this.#named(node, depth);
      case 'AwaitExpression':
        return inner(node['argument']);
      case 'UnaryExpression':
        return unary(node, inner(node['argument']));
      case 'LogicalExpression':
        return logical(node['operator'], inner(node['left']), () => inner(node['right']));
      case 'ConditionalExpression': {
        const test = inner(node['test']);
        return typeof test === 'boolean' ? inner(test ? node['consequent'] : node['alternate']) : undefined;
      }
      case 'BinaryExpression':
        return compared(node['operator'], inner(node['left']), inner(node['right']));
      default:
        if (isMember(node)) return memberOfKnown(inner(node['object']), memberName(node) ?? String(inner(node['property']) ?? ''));
        return isCall(node) || node.type === 'NewExpression' ? this.#called(node, inner) : isWrapper(node) ? inner(node['expression']) : undefined;
    }
  }

  #named(node: Node, depth: number): Known {
    const binding = this.trace.project.sourceOf(node).scopes.bindingOf(node);
    if (!binding || binding.writes.length > 0) return undefined;
    if (this.given.has(binding.id)) return this.given.get(binding.id);
    const own = this.#parameter(binding.id);
    if (own !== undefined || binding.kind === 'param') return own;
    const init: Node | undefined = binding.declaration['init'] ?? undefined;
    if (!init || !/^(?:const|let|var)$/.test(binding.kind)) return undefined;
    const pattern = binding.declaration['id'] as Node;
    return pattern === binding.id ? this.valueOf(init, depth + 1) : taken(this.valueOf(init, depth + 1), pattern, binding.id);
  }

  /** `(url, init)`, `(url, { method })`, `({ url, method })`. */
  #parameter(id: Node): Known {
    const given: readonly Known[] = this.sample.given ?? [this.sample.url, { method: this.sample.method }];
    const parameters = this.standIn['params'] as Node[];
    for (const [index, parameter] of parameters.slice(0, given.length).entries()) {
      const pattern: Node = parameter.type === 'AssignmentPattern' ? parameter['left'] : parameter;
      if (pattern === id) return given[index];
      const value = taken(given[index], pattern, id);
      if (value !== undefined) return value;
    }
    return undefined;
  }

  #called(node: Node, inner: (one: Node) => Known): Known {
    const callee = unwrap(node['callee']);
    const args = node['arguments'] as Node[];
    if (callee.type === 'Identifier') return plainCall(callee['name'], args.map(inner));
    if (!isMember(callee)) return undefined;
    return methodOfKnown(inner(callee['object']), calleeName(node), args.map(inner), args.length);
  }
}

function patternOf(pattern: string, flags: string): RegExp | undefined {
  try {
    return new RegExp(pattern, flags.replace(/[gy]/g, ''));
  } catch {
    return undefined;
  }
}

const textOf = (value: Known): string | undefined => (typeof value === 'string' ? value : typeof value === 'number' ? String(value) : value instanceof URL ? value.href : undefined);

function joined(parts: readonly Node[], values: readonly Known[]): string | undefined {
  const texts = values.map(textOf);
  return texts.includes(undefined) ? undefined : parts.map((part, index) => `${part['value'].cooked}${texts[index] ?? ''}`).join('');
}

function unary(node: Node, value: Known): Known {
  if (node['operator'] === '!') return typeof value === 'boolean' ? !value : undefined;
  if (node['operator'] === '-') return typeof value === 'number' ? -value : undefined;
  return node['operator'] === 'typeof' && value !== undefined ? typeof value : undefined;
}

function logical(operator: string, left: Known, right: () => Known): Known {
  if (operator === '??') return left;
  if (operator === '||' && typeof left === 'string' && left !== '') return left;
  const isDeciding = left === (operator === '||');
  if (isDeciding) return left;
  const other = right();
  return other === (operator === '||') || typeof left === 'boolean' ? other : undefined;
}

function compared(operator: string, left: Known, right: Known): Known {
  const [one, other] = [left, right].map((value) => (typeof value === 'number' ? value : textOf(value)));
  if (one === undefined || other === undefined) return undefined;
  if (/^[!=]==?$/.test(operator)) return (one === other) === operator.startsWith('=');
  if (operator === '+') return typeof one === 'string' || typeof other === 'string' ? `${one}${other}` : undefined;
  if (typeof one !== 'number' || typeof other !== 'number') return undefined;
  const orders: Readonly<Record<string, boolean>> = { '>': one > other, '>=': one >= other, '<': one < other, '<=': one <= other };
  return orders[operator];
}

/** What a pattern takes out of a value under a name: `{ pathname }`, `[path]`. */
function taken(value: Known, pattern: Node, id: Node): Known {
  if (pattern.type === 'ArrayPattern') return Array.isArray(value) ? (value[(pattern['elements'] as Node[]).indexOf(id)] as string | undefined) : undefined;
  if (pattern.type !== 'ObjectPattern') return undefined;
  const property = (pattern['properties'] as Node[]).find((one) => one['value'] === id || one['value']?.left === id);
  return property ? memberOfKnown(value, keyName(property['key'], property['computed']) ?? '') : undefined;
}

function memberOfKnown(value: Known, name: string): Known {
  if (value instanceof URL) return /^(?:pathname|search|href|host|hostname|origin|protocol)$/.test(name) ? value[name as 'pathname'] : undefined;
  // A text stands for a Request, or a URL, as well.
  if (typeof value === 'string' && /^(?:url|href)$/.test(name)) return value;
  if (typeof value === 'string' && name === 'length') return value.length;
  if (Array.isArray(value)) return value[Number(name)] as string | undefined;
  return value && typeof value === 'object' && 'method' in value && (name === 'method' || name === 'url') ? value[name] : undefined;
}

function plainCall(name: string, [first, base]: readonly Known[]): Known {
  const text = textOf(first);
  if (text === undefined) return undefined;
  if (/^(?:String|decodeURI|decodeURIComponent)$/.test(name)) return text;
  if (name === 'RegExp') return patternOf(text, '');
  if (name !== 'URL') return undefined;
  try {
    return isAbsolute(text) ? new URL(text) : new URL(text, textOf(base) ?? 'https://tenant.example');
  } catch {
    return undefined;
  }
}

function methodOfKnown(value: Known, name: string, args: readonly Known[], count: number): Known {
  if (value instanceof RegExp) {
    const text = textOf(args[0]);
    return text !== undefined && /^(?:test|exec)$/.test(name) ? value.test(text) : undefined;
  }
  if (Array.isArray(value))
    return name === 'at' && typeof args[0] === 'number' ? (value as string[]).at(args[0]) : name === 'pop' ? (value as string[]).at(-1) : name === 'includes' && typeof args[0] === 'string' ? value.includes(args[0]) : undefined;
  const text = textOf(value);
  return text === undefined || args.length < count || args.includes(undefined) ? undefined : methodOfText(text, name, args);
}

function methodOfText(text: string, name: string, [first, second]: readonly Known[]): Known {
  switch (name) {
    case 'toString':
    case 'trim':
      return text;
    case 'toLowerCase':
      return text.toLowerCase();
    case 'toUpperCase':
      return text.toUpperCase();
    case 'match':
    case 'search':
      return name === 'match' && first instanceof RegExp ? first.test(text) : undefined;
    case 'replace':
      return (typeof first === 'string' || first instanceof RegExp) && typeof second === 'string' ? text.replace(first, second) : undefined;
    case 'slice':
    case 'substring':
      return typeof first === 'number' ? text.slice(first, typeof second === 'number' ? second : undefined) : undefined;
    default:
      return typeof first === 'string' ? lookedFor(text, name, first) : undefined;
  }
}

function lookedFor(text: string, name: string, wanted: string): Known {
  switch (name) {
    case 'includes':
      return text.includes(wanted);
    case 'startsWith':
      return text.startsWith(wanted);
    case 'endsWith':
      return text.endsWith(wanted);
    case 'indexOf':
      return text.indexOf(wanted);
    case 'split':
      return text.split(wanted);
    default:
      return undefined;
  }
}
