import { cursors, oldOps, oldParameters } from '../api.ts';
import { placesOf } from '../carriers/bodies/body-places.ts';
import { rangeOf } from '../carriers/code.ts';
import { readQuery } from '../carriers/queries/query.ts';
import { readBody } from '../carriers/bodies/body.ts';
import { asserts, isOtherAddress, queryName, standsIn } from '../evidence-words.ts';
import type { Body, Param, Query, Rewrite } from '../facts.ts';
import { namesInDoubles } from './names-in-doubles.ts';
import { heldBack } from './held-back.ts';
import { calleeName, isCall, isMember, keyName, memberName, type Node, outermost, unwrap } from '../source/ast.ts';
import { placeKey } from '../source/ranges.ts';
import type { Trace } from '../trace/trace.ts';
import { members, type RawRequest } from '../trace/value.ts';

/** Old parameters that say by themselves that an object is a query; the others are names of attributes as well. */
const distinctive: ReadonlySet<string> = new Set(['sortBy', 'sortOrder', ...Object.keys(cursors)]);
const parameters: ReadonlySet<string> = new Set([...oldParameters, 'limit', 'fields', 'sort', 'filter', 'next', 'prev', 'totalResults']);

/** The path of a patch in what a test looks at. */
const rolesPath = '/roles';
/** An operation in what a test looks at. */
const operationOf = (op: string): string => `op: '${op}'`;
/** Words one of which stands in a file that compares something, or answers in place of the API. */
const words = ['fetch', 'mock', 'assert', 'expect', 'fake', 'stub', 'searchParams', 'URLSearchParams'];

/**
 * What tests read out of the requests that their stand-ins were given, and compare them with: `new URL(calls[0]).searchParams.get('status')`,
 * `body[0].path === '/roles'`, `assert.deepEqual(sent, [{ op: 'replace', path: '/roles', … }])`. A request that is looked at in such a way,
 * which the trace does not follow, keeps what is looked for.
 */
export class TestedNames {
  #found: ReadonlyMap<string, Node> | undefined;

  constructor(
    readonly trace: Trace,
    readonly requests: readonly RawRequest[],
  ) {}

  /** The query, which keeps the parameters that a test looks for. */
  guard(query: Query, request: RawRequest): Query {
    const params = query.all(...oldParameters);
    const gone = params.length > 0 ? namesInDoubles(this.trace, request) : undefined;
    const held = params.flatMap((param): [Param, string][] => {
      const reason = this.#reason(param.name, param.at.file) ?? gone;
      return reason === undefined ? [] : [[param, reason]];
    });
    return heldBack(query, new Map(held));
  }

  /** The body, whose operations stay where a test looks for their path. */
  guardBody(body: Body): Body {
    if (body.ops.length === 0) return body;
    const { file = '' } = body.ops[0]?.at ?? {};
    const ofPath = this.#reason(rolesPath, file);
    const ops = body.ops.map((op) => {
      const reason = ofPath ?? (op.op.text === undefined ? undefined : this.#reason(operationOf(op.op.text), file));
      const blocked = (): Rewrite => ({ blocked: reason ?? '' });
      return reason === undefined ? op : { ...op, setOp: blocked, setPath: blocked, addValue: blocked, replaceWith: blocked };
    });
    return { ...body, ops };
  }

  #reason(name: string, from: string): string | undefined {
    this.#found ??= this.#read();
    const node = this.#found.get(name);
    if (!node) return undefined;
    const where = this.trace.project.sourceOf(node).lineFrom(from, node.start);
    return `${where} looks for \`${name}\` in a test, and would not find it any more: change both`;
  }

  /** What is looked for, and where first. */
  #read(): ReadonlyMap<string, Node> {
    const { project } = this.trace;
    const found = new Map<string, Node>();
    let explained: ReadonlySet<string> | undefined;
    for (const file of [...new Set(words.flatMap((word) => project.filesWith(word)))].sort()) {
      const text = file.endsWith('.json') ? '' : (project.files.read(file) ?? '');
      const answers = standsIn.test(text);
      if (!answers && !asserts.test(text)) continue;
      for (const node of project.nodes(file)) {
        const asked = this.trace.ask(() => (node.type === 'StringLiteral' ? (expectedPart(node) ?? (answers || isAsserted(node) || isPathOf(node) ? this.#askedFor(node) : undefined)) : (keptName(node) ?? expectedName(node))), undefined);
        for (const name of asked === undefined ? namesInText(node) : [asked]) {
          if (found.has(name)) continue;
          explained ??= this.#explained();
          const isExplained = [node, node['value']].some((part) => typeof part?.start === 'number' && explained?.has(placeKey(rangeOf(project.sourceOf(node), part))));
          if (!isExplained) found.set(name, node);
        }
      }
    }
    return found;
  }

  /** Where requests and their mocks write parameters and operations. */
  #explained(): ReadonlySet<string> {
    const { trace } = this;
    const places = this.requests.flatMap((request) => [
      ...readQuery(trace, request).params.map(({ at }) => at),
      ...(request.mock?.reads ?? []).map((node) => rangeOf(trace.project.sourceOf(node), node)),
      ...(readBody(trace, request)?.ops ?? []).flatMap(placesOf),
    ]);
    return new Set(places.map(placeKey));
  }

  /** `params.get('status')`, `operation.path === '/roles'`. */
  #askedFor(literal: Node): string | undefined {
    const name: string = literal['value'];
    const outer = outermost(literal);
    const { parent } = outer;
    if (name === rolesPath && parent?.type === 'BinaryExpression' && /^[!=]==?$/.test(parent['operator'])) return rolesPath;
    // Cursors are looked for in links as well, and guarded apart.
    if (!oldParameters.includes(name) || Object.hasOwn(cursors, name) || !isCall(parent) || parent?.['arguments'][0] !== outer || !/^(?:get|getAll|has)$/.test(calleeName(parent as Node))) return undefined;
    const callee = unwrap(parent?.['callee']);
    return isMember(callee) && (memberName(unwrap(callee['object'])) === 'searchParams' || this.#isQuery(callee['object'])) ? name : undefined;
  }

  /** True for parameters of an address that somebody else has put together. */
  #isQuery(receiver: Node): boolean {
    return members(this.trace.evaluate(receiver, undefined)).some((value) => value.kind === 'query' && (value.init === undefined || value.init.kind !== 'object'));
  }
}

/** `operations.find((operation) => operation.path === '/roles')`. */
function isPathOf(literal: Node): boolean {
  const { parent } = outermost(literal);
  return literal['value'] === rolesPath && parent?.type === 'BinaryExpression' && [parent['left'], parent['right']].some((side: Node) => isMember(unwrap(side)) && memberName(unwrap(side)) === 'path');
}

/** `calls[0].params.sortBy`, `assert.equal(seen[0].sortBy, 'name')`: a parameter that is read out of what a stand-in has kept. */
function keptName(node: Node): string | undefined {
  const name = isMember(node) ? memberName(node) : undefined;
  // Cursors are looked for in links as well.
  if (name !== undefined && distinctive.has(name) && !Object.hasOwn(cursors, name) && isLookedAt(node)) return name;
  const of = name !== undefined && oldParameters.includes(name) ? unwrap(node['object']) : undefined;
  return of && isMember(of) && queryName.test(memberName(of) ?? '') ? name : undefined;
}

/** Parameters that a test looks for in the text of an address: `/role=Tenant/.test(url)`, `assert.match(url, /\?status=/)`, `url.includes('&role=')`. */
function namesInText(node: Node): string[] {
  if (node.type === 'TemplateElement' || (node.type === 'StringLiteral' && /\s/.test(node['value']))) return namesInRecord(node['value'].cooked ?? node['value']);
  const text: unknown = node.type === 'RegExpLiteral' ? node['pattern'] : node.type === 'StringLiteral' ? node['value'] : undefined;
  // Addresses of users as a whole are compared elsewhere.
  if (typeof text !== 'string' || !text.includes('=') || (node.type === 'StringLiteral' && /\busers\?/.test(text))) return [];
  const { isTested, isAsserted } = usedInTest(node);
  if (!isTested && !isAsserted) return [];
  // Cursors are looked for in links as well.
  return oldParameters.filter((name) => (isAsserted || !Object.hasOwn(cursors, name)) && new RegExp(`(?<![\\w.-])${name}\\)?=`).test(text.replace(/\\b/g, ' ')));
}

/** What a text names that tells what was asked: `PATCH /users/42 [{"op":"set","path":"/roles"}]`, lines of such. */
function namesInRecord(text: string): string[] {
  const isTold = /\b(?:GET|POST|PATCH|DELETE)\b/.test(text) && /\busers\b/.test(text);
  // An address alone is compared elsewhere.
  if (!isTold || /^[A-Z]+ \S+$/.test(text)) return [];
  const operations = [...text.matchAll(/"op"\s*:\s*"(set|unset)"/g)].map(([, op = '']) => operationOf(op));
  const asked = [...text.matchAll(/\busers\?(\S{1,300})/g)].flatMap(([, query = '']) => oldParameters.filter((name) => new RegExp(`(?:^|&)${name}=`).test(query)));
  return [...new Set([...(/"path"\s*:\s*"\/roles"/.test(text) ? [rolesPath] : []), ...operations, ...asked])];
}

function usedInTest(node: Node): { readonly isTested: boolean; readonly isAsserted: boolean } {
  const outer = outermost(node);
  const { parent } = outer;
  // `[[/users\?.*status=active/, answer]]`: a stand-in looks for it.
  if (node.type === 'RegExpLiteral' && parent?.type === 'ArrayExpression') return { isTested: true, isAsserted: false };
  const call = isMember(parent) && parent?.['object'] === outer ? parent.parent : parent;
  const name = isCall(call) ? calleeName(call as Node) : '';
  const isArgument = !!call && call === parent && isCall(call) && (call['arguments'] as Node[]).includes(outer);
  const isPattern = node.type === 'RegExpLiteral';
  return {
    isTested: isArgument ? /^(?:match|includes|indexOf|search|endsWith|startsWith)$/.test(name) : isPattern && /^(?:test|exec)$/.test(name),
    isAsserted: isArgument && /^(?:match|doesNotMatch|toMatch|toContain|stringMatching|stringContaining)$/.test(name),
  };
}

/** The parameter or the path that a property names of an object which a test expects. */
function expectedName(node: Node): string | undefined {
  if (node.type !== 'ObjectProperty' || node.parent?.type !== 'ObjectExpression' || !isExpected(node.parent)) return undefined;
  const keys: string[] = node.parent['properties'].map((property: Node) => keyName(property['key'], property['computed']) ?? '');
  const name = keyName(node['key'], node['computed']) ?? '';
  if (oldParameters.includes(name)) return keys.some((key) => distinctive.has(key)) || keys.every((key) => parameters.has(key)) ? name : undefined;
  const value: unknown = node['value'].type === 'StringLiteral' ? node['value'].value : undefined;
  if (name === 'path') return keys.includes('op') && value === rolesPath ? rolesPath : undefined;
  return name === 'op' && keys.includes('path') && typeof value === 'string' && oldOps.test(value) ? operationOf(value) : undefined;
}

/** `assert.equal(operation.path, '/roles')`, `expect(operation.path).toBe('/roles')`, `assert.equal(operation.op, 'set')`. */
function expectedPart(literal: Node): string | undefined {
  const outer = outermost(literal);
  const call = outer.parent;
  if (!call || !isCall(call) || !call['arguments'].includes(outer) || !equal.test(calleeName(call))) return undefined;
  if (literal['value'] === rolesPath) return rolesPath;
  const callee = unwrap(call['callee']);
  const looked = [...(call['arguments'] as Node[]), ...(isMember(callee) && isCall(unwrap(callee['object'])) ? (unwrap(callee['object'])['arguments'] as Node[]) : [])];
  return oldOps.test(literal['value']) && looked.some((one) => isMember(unwrap(one)) && memberName(unwrap(one)) === 'op') ? operationOf(literal['value']) : undefined;
}

/** `expect(request.url.searchParams.get('sortBy')).toBe('name')`, `assert.ok(params.has('status'))`: what a test looks at. */
function isAsserted(literal: Node): boolean {
  const asking = outermost(literal).parent;
  return !!asking && isCall(asking) && isLookedAt(asking);
}

/** True for what an assertion is given. */
function isLookedAt(node: Node): boolean {
  const call = outermost(node).parent;
  return !!call && isCall(call) && (call['arguments'] as Node[]).some((argument) => unwrap(argument) === node) && (/^(?:expect|assert|ok)$/.test(calleeName(call)) || equal.test(calleeName(call)));
}

/** What says that something is equal to something. */
const equal = /^(?:(?:deep|strict|deepStrict)?[eE]qual|to(?:Be|Equal|StrictEqual)|same|eql?|is)$/;

/** True for an object that a test expects: it stands in the arguments of `assert.deepEqual` or of a matcher. */
function isExpected(object: Node): boolean {
  let at = outermost(object);
  while (at.parent && /^(?:ArrayExpression|ObjectProperty|ObjectExpression)$/.test(at.parent.type)) at = outermost(at.parent);
  const call = at.parent;
  return (
    isCall(call) &&
    !!call?.['arguments'].includes(at) &&
    // `toHaveBeenCalledWith('/spaces', { sortBy: 'name' })`
    !(call['arguments'] as Node[]).some((other) => other.type === 'StringLiteral' && isOtherAddress(other['value'])) &&
    /^(?:(?:not|deep|strict|deepStrict|partialDeepStrict)?[eE]qual|to(?:Equal|StrictEqual|MatchObject|HaveBeen\w*CalledWith|BeCalledWith|Contain(?:Equal)?)|same|eql|match)$/.test(calleeName(call as Node))
  );
}
