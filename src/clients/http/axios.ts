import type { Node } from '../../source/ast.ts';
import { scheme } from '../../trace/texts/chosen-hosts.ts';
import { addressAt, madeMember, verbsWithBody } from '../arguments.ts';
import { members, type Piece, type Ref, type ResponseValue, union, unknown, type Value } from '../../trace/value.ts';
import { adapterMocks } from './axios-adapters.ts';
import { defaultsOf, requestHooksOf, touchesOf } from './axios-defaults.ts';
import { answersGivenTo, throughAnswerHooks } from './axios-answers.ts';
import { transformOf } from './body-transforms.ts';
import { throughHooks } from './request-hooks.ts';
import { sentSettings } from '../../trace/requests/sent-settings.ts';
import { address, answerOf, argument, type Client, type ClientUse, configured, findMember, httpVerbs, joined, methodIn, option, optionRef } from '../client.ts';
import { spreadApply, spreadCall, spreadCallback } from '../data/spread-lists.ts';

/** How the body of an axios answer is read. */
const answer = [['data']] as const;

/** axios: the default instance, `create`d ones, `axios(config)`, `axios(url, config)`, `request(config)`, every verb, and several at once with `all` and `spread`. */
export const axiosClient: Client = {
  id: 'axios',
  packages: ['axios', 'redaxios', 'global'],
  globals: ['axios'],
  call(use) {
    const path = use.path.filter((part) => part !== 'axios' && part !== 'instance');
    const [name] = path;
    if (path.length > 1) return undefined;
    if (name === 'create' || name === 'extend') return configured(use);
    if (name === 'all') return use.args[0] && use.trace.evaluate(use.args[0], use.frame);
    if (name === 'spread') return spreadCall(use);
    if (name === undefined || name === 'request') return throughAnswerHooks(use, called(use));
    return httpVerbs.has(name) ? throughAnswerHooks(use, verb(use, name)) : undefined;
  },
  callback(use, argument, parameter) {
    if (argument === 0 && use.path.at(-1) === 'spread' && use.made.length === 0) return spreadCallback(use, parameter);
    const hook = argument === 0 && parameter === 0 && use.path.slice(-3).join('.') === 'interceptors.response.use' ? use.args[0] : undefined;
    return hook && union(members(use.trace.evaluate(hook, use.frame)).flatMap((value) => (value.kind === 'function' ? [answersGivenTo(use, value.ref.node)] : [])));
  },
  mockNames: /^(?:create|adapter)$/,
  mocks: adapterMocks,
  apply: (library, _given, _at, trace) => (library.path.at(-1) === 'spread' ? spreadApply(library, trace) : undefined),
};

function called(use: ClientUse): ResponseValue {
  const [first, second] = use.args;
  const isConfig = first !== undefined && members(use.trace.evaluate(first, use.frame)).some((value) => value.kind === 'object');
  const config = isConfig ? first : second;
  const url = isConfig ? addressAt(use, optionRef(use, config, 'url')) : address(use, first);
  return stated(use, methodIn(use, config, 'GET'), url, config, optionRef(use, config, 'data'));
}

function verb(use: ClientUse, name: string): ResponseValue {
  const hasBody = verbsWithBody.has(name);
  const config = use.args[hasBody ? 2 : 1];
  return stated(use, name, address(use, use.args[0]), config, hasBody ? argument(use, 1) : optionRef(use, config, 'data'));
}

function stated(use: ClientUse, method: string | undefined, path: readonly Piece[], config: Node | undefined, body: Ref | undefined): ResponseValue {
  const bases = [...use.made.flatMap(settings), config];
  const ownBase = bases.map((node) => baseOf(use, node)).findLast((pieces) => pieces.length > 0);
  const [known, ...others] = ownBase ? [] : defaultsOf(use, 'baseURL');
  const base = ownBase ?? (others.length === 0 ? addressAt(use, known) : []);
  const given = [...defaultsOf(use, 'params'), ...use.made.map((made) => madeMember(use, made, 'params')), optionRef(use, config, 'params')].flatMap((ref) => ref ?? []);
  const told = { url: textOf(path), baseURL: textOf(base), method: textOf([{ kind: 'literal', text: (method ?? 'get').toLowerCase(), node: use.call }]) };
  const { query, hooks } = throughHooks(use, requestHooksOf(use), given, (params) => sentSettings({ ...told, params }));
  const headers = [...use.made.map((made) => madeMember(use, made, 'headers')), optionRef(use, config, 'headers')].flatMap((ref) => (ref ? [use.trace.value(ref)] : []));
  const answered = answerOf(use, {
    client: 'axios',
    method,
    url: joined(base, path),
    query,
    hooks: [...hooks, ...writersOf(use, config)],
    touches: touchesOf(use),
    body,
    headers: [...headers, option(use, config, 'headers')],
    answer,
    transform: transformOf(use, config, 'transformResponse'),
    dropsUndefined: true,
    takes: 'whole',
    standsIn: base.length === 0 && !(path[0]?.kind === 'literal' && scheme.test(path[0].text)) && isAnsweredHere(use),
  });
  return { ...answered, beside: { config: { kind: 'record', members: told } } };
}

/** What is known of a text that stands in the settings of a request. */
const textOf = (pieces: readonly Piece[]): Value => (pieces.length > 0 ? { kind: 'text', pieces } : unknown);

/** The functions that write the parameters, of the call and of the instance: `paramsSerializer: (params) => …`, `paramsSerializer: { serialize }`. */
function writersOf(use: ClientUse, config: Node | undefined): Ref[] {
  const settings = [...use.made.map((made) => madeMember(use, made, 'paramsSerializer')), optionRef(use, config, 'paramsSerializer')];
  return settings.flatMap((setting) => {
    const value = setting && use.trace.value(setting);
    const named = value && findMember(use.trace, value, 'serialize');
    return [value, named && use.trace.value(named)].flatMap((one) => (one ? members(one) : [])).flatMap((one) => (one.kind === 'function' ? [{ node: one.ref.node, frame: undefined }] : []));
  });
}

/** True where the program answers for the instance: by an adapter that is a function of its own, or an adapter of axios-mock-adapter that is put on it. */
function isAnsweredHere(use: ClientUse): boolean {
  const { trace } = use;
  return use.made.some((made) => {
    const adapter = madeMember(use, made, 'adapter');
    if (adapter && members(trace.value(adapter)).some((value) => value.kind === 'function')) return true;
    const declarator = made.node.parent;
    const mentions = declarator?.type === 'VariableDeclarator' ? (trace.project.sourceOf(declarator).scopes.bindingOf(declarator['id'])?.references ?? []) : [];
    return mentions.some(({ parent }) => parent?.type === 'NewExpression' && members(trace.evaluate(parent['callee'], undefined)).some((value) => value.kind === 'library' && value.name === 'axios-mock-adapter'));
  });
}

/** The base address of a made instance. */
export function baseAddress(use: ClientUse): readonly Piece[] {
  return (
    use.made
      .flatMap(settings)
      .map((node) => baseOf(use, node))
      .findLast((pieces) => pieces.length > 0) ?? []
  );
}

const settings = (made: Ref): Node[] => (made.node['arguments'][0] ? [made.node['arguments'][0]] : []);

function baseOf(use: ClientUse, config: Node | undefined): readonly Piece[] {
  if (!config) return [];
  const made = use.made.find((ref) => ref.node['arguments'][0] === config);
  return addressAt(use, made ? madeMember(use, made, 'baseURL') : optionRef(use, config, 'baseURL'));
}
