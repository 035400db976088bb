import { isTest } from '../../evidence-words.ts';
import type { Range } from '../../facts.ts';
import { calleeName, descendants, isCall, isMember, type Node, outermost, unwrap } from '../../source/ast.ts';
import type { Trace } from '../trace.ts';
import { members } from '../value.ts';

/** A text that says a path of users with old parameters, and that the code compares with something. */
export interface ComparedText {
  readonly node: Node;
  /** The old parameters that it names. */
  readonly names: readonly string[];
  /** What stands in it from `users?` on; undefined where it is not seen to be compared as it stands. */
  readonly tail: string | undefined;
}

/** What stands before an address where texts tell requests apart by method and address: `GET /users?…`. */
const method = /^(?:GET|HEAD|POST|PUT|PATCH|DELETE) /;

/** Texts that are written like the address of a request for users, or like a key that is made of one, and with which the code compares or under which it keeps something. */
export function comparedTexts(trace: Trace, names: readonly string[]): ComparedText[] {
  const named = new RegExp(`\\busers\\b[^\\s]{0,60}\\b(?:${names.join('|')})["']?[=:]`);
  const files = trace.project.filesWith('users').filter((file) => named.test(trace.project.files.read(file) ?? ''));
  return files
    .flatMap((file) => trace.project.nodes(file))
    .flatMap((node): ComparedText[] => {
      const text = node.type === 'TemplateElement' ? node['value'].raw : node.type === 'StringLiteral' ? node['value'] : '';
      if (!named.test(text) || /\s/.test(text.replace(method, ''))) return [];
      const template = node.type === 'TemplateElement' && node.parent?.type === 'TemplateLiteral' ? node.parent : undefined;
      if (node.type === 'TemplateElement' && !template) return [];
      const use = trace.ask(() => useOf(trace, template ?? node, 0), undefined);
      const start = text.lastIndexOf('users?');
      const said = names.filter((name) => new RegExp(`\\b${name}["']?[=:]`).test(text));
      // A template that is handed on is an address like any other.
      if (!use || (template && use !== 'same')) return [];
      return [{ node, names: said, tail: use === 'same' && start >= 0 && (!template || node['tail']) ? text.slice(start) : undefined }];
    });
}

/** Texts that say a query as a whole and nothing before it, with which the code compares or under which it keeps something: `seen['?status=active']`. */
export function comparedQueries(trace: Trace, names: readonly string[]): { readonly node: Node; readonly text: string }[] {
  const query = new RegExp(`^\\??(?:${names.join('|')})=[^\\s]{1,200}$`);
  const quoted = new RegExp(`["']\\??(?:${names.join('|')})=`);
  return [...new Set(names.flatMap((name) => trace.project.filesWith(name)))]
    .filter((file) => !file.endsWith('.json') && quoted.test(trace.project.files.read(file) ?? ''))
    .sort()
    .flatMap((file) => trace.project.nodes(file))
    .filter((node) => node.type === 'StringLiteral' && query.test(node['value']) && trace.ask(() => useOf(trace, node, 0), undefined) === 'same')
    .map((node) => ({ node, text: node['value'].replace(/^\?/, '') }));
}

/** Texts that end in this path, with which the code compares or under which it keeps something, and patterns in which it stands. */
export function comparedPaths(trace: Trace, path: string): Node[] {
  const isPattern = (node: Node): boolean => node.type === 'RegExpLiteral' && node['pattern'].replaceAll('\\', '').includes(path);
  return trace.project
    .filesWith(path.split('/').at(-1) ?? path)
    .filter((file) => !file.endsWith('.json') && (trace.project.files.read(file) ?? '').replaceAll('\\', '').includes(path))
    .flatMap((file) => trace.project.nodes(file))
    .filter((node) => isPattern(node) || (node.type === 'StringLiteral' && node['value'].endsWith(path) && trace.ask(() => useOf(trace, node, 0), undefined) === 'same'));
}

/** The literal, or the part of a template, in which a place stands. */
export function literalAround(trace: Trace, { file, start }: Range): Node | undefined {
  const program = trace.project.source(file)?.program;
  return program && descendants(program).find((node) => /^(?:StringLiteral|TemplateElement)$/.test(node.type) && node.start <= start && node.end > start);
}

/** Methods of texts and lists, and those of Map and Set. */
const looks = /^(?:has|includes|indexOf|lastIndexOf|startsWith|endsWith)$/;
const keeps = /^(?:get|set|delete|add)$/;
/** What tests compare with. */
const asserts =
  /^(?:(?:not|deep|strict|deepStrict|notStrict|notDeep)?[eE]qual|to(?:Be|Equal|StrictEqual|Contain(?:Equal)?|EndWith|StartWith|MatchObject|(?:HaveBeen|Be)\w{0,8}CalledWith)|include|eql|same|stringContaining|calledWith(?:Exactly)?)$/;

/** How a text is used: compared as it is, handed to code of the program which is not seen to send it, or otherwise. */
function useOf(trace: Trace, given: Node, depth: number): 'same' | 'handed' | undefined {
  const node = outermost(given);
  const { parent } = node;
  if (!parent) return undefined;
  if (isMember(parent)) return parent['property'] === node && parent['computed'] ? 'same' : undefined;
  if (parent.type === 'BinaryExpression') return parent['operator'] === 'in' ? (parent['left'] === node ? 'same' : undefined) : /^[!=]==?$/.test(parent['operator']) ? 'same' : undefined;
  if (parent.type === 'SwitchCase' || (parent.type === 'ObjectProperty' && parent['key'] === node && parent.parent?.type === 'ObjectExpression')) return 'same';
  if (isExpected(node)) return 'same';
  if (parent.type === 'ArrayExpression') return (parent['elements'][0] === node && isPairOfMap(parent)) || isCaseOfTest(trace, parent) ? 'same' : undefined;
  if (parent.type === 'VariableDeclarator' && parent['id'].type === 'Identifier' && depth < 2) {
    const uses = (trace.project.sourceOf(node).scopes.bindingOf(parent['id'])?.references ?? []).map((reference) => useOf(trace, reference, depth + 1));
    return uses.length > 0 && uses.every((use) => use === 'same') ? 'same' : uses.some(Boolean) ? 'handed' : undefined;
  }
  if (!isCall(parent) || !parent['arguments'].includes(node)) return undefined;
  const callee = unwrap(parent['callee']);
  const name = calleeName(parent);
  if (asserts.test(name)) return 'same';
  if (isMember(callee) && parent['arguments'][0] === node && (looks.test(name) || (keeps.test(name) && keepsByKey(trace, callee['object'])))) return 'same';
  return members(trace.evaluate(callee, undefined)).some((value) => value.kind === 'function') ? 'handed' : undefined;
}

/** `deepEqual(asked, ['/users?…'])`, `toEqual([{ url: '/users?…' }])`: it stands in a list or an object that a test expects. */
function isExpected(node: Node): boolean {
  let at = node;
  while (at.parent && (/^(?:ArrayExpression|ObjectExpression)$/.test(at.parent.type) || (at.parent.type === 'ObjectProperty' && at.parent['value'] === at))) at = outermost(at.parent);
  const call = at.parent;
  return at !== node && !!call && isCall(call) && call['arguments'].includes(at) && asserts.test(calleeName(call));
}

/** `[['/users?…', page], [/keys/, []]]` in a test: what a stand-in answers, or what is expected, case by case. */
const isCaseOfTest = (trace: Trace, row: Node): boolean => outermost(row).parent?.type === 'ArrayExpression' && isTest(trace.project.sourceOf(row).text);

/** `new Map([['/users?…', 1]])`. */
function isPairOfMap(pair: Node): boolean {
  const list = pair.parent?.type === 'ArrayExpression' ? pair.parent.parent : undefined;
  return list?.type === 'NewExpression' && list['callee'].name === 'Map';
}

/** True for a Map or a Set. */
function keepsByKey(trace: Trace, receiver: Node): boolean {
  const init = receiver.type === 'Identifier' ? trace.project.sourceOf(receiver).scopes.bindingOf(receiver)?.declaration['init'] : undefined;
  return (init?.type === 'NewExpression' && /^(?:Map|Set)$/.test(init['callee'].name)) || members(trace.evaluate(receiver, undefined)).some((value) => value.kind === 'map' && value.how === 'map');
}
