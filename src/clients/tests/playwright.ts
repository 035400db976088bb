import { descendants, isCall, isMember, memberName, type Node, unwrap } from '../../source/ast.ts';
import type { LibraryValue, Ref, Value } from '../../trace/value.ts';
import { functionsOf, propertyRef } from '../chain.ts';
import { address, answerOf, type Client, type ClientUse, httpVerbs, methodIn, optionRef } from '../client.ts';

const fixtures = /^(?:page|context|request)$/;

/** Playwright: `page.route(glob, (route) => route.fulfill({ json }))`, `page.waitForRequest(glob)`, and requests by `request.get(url, { params })`. */
export const playwright: Client = {
  id: 'playwright',
  packages: ['@playwright/test', 'playwright', 'playwright-core'],
  names: /^(?:route|waitForRequest|waitForResponse)$/,
  call(use) {
    const [area, name = ''] = use.path.slice(-2);
    if (!fixtures.test(area ?? '')) return undefined;
    if (name === 'route')
      return answerOf(use, { client: 'playwright', method: routeMethod(use), url: address(use, use.args[0]), answer: [], mock: { bodies: functionsOf(use, use.args[1]).flatMap((fn) => fulfilled(use, fn)), rolesPath: 'roles*' } });
    if (/^waitForRe/.test(name)) return answerOf(use, { client: 'playwright', method: 'GET', url: address(use, use.args[0]), answer: [], mock: { bodies: [], rolesPath: 'roles*' } });
    if (area === 'request' && (httpVerbs.has(name) || name === 'fetch'))
      return answerOf(use, {
        client: 'playwright',
        method: name === 'fetch' ? methodIn(use, use.args[1], 'GET') : name,
        url: address(use, use.args[0]),
        query: [optionRef(use, use.args[1], 'params')],
        body: optionRef(use, use.args[1], 'data'),
        answer: [['json()']],
      });
    return undefined;
  },
  /** `test('…', async ({ page, request }) => …)`. */
  callback: (use, _argument, parameter): Value | undefined => (parameter === 0 && use.library && !fixtures.test(use.path.at(-2) ?? '') ? { ...use.library, path: [] } : undefined),
  typed(type): LibraryValue | undefined {
    const path = { Page: 'page', BrowserContext: 'context', APIRequestContext: 'request' }[type.path.at(-1) ?? ''];
    return path === undefined ? undefined : { ...type, path: [path] };
  },
};

/** A handler that asks for a method answers that one. */
function routeMethod(use: ClientUse): string | undefined {
  const asked = functionsOf(use, use.args[1]).flatMap(({ node }) => descendants(node).flatMap((inner) => (inner.type === 'StringLiteral' && httpVerbs.has(String(inner['value']).toLowerCase()) ? [String(inner['value'])] : [])));
  const methods = new Set(asked);
  return methods.size === 0 ? 'GET' : methods.size === 1 ? asked[0] : undefined;
}

/** `route.fulfill({ json: x })`, `{ body: JSON.stringify(x) }`, `{ path: 'users.json' }`. */
function fulfilled(use: ClientUse, fn: Ref): Ref[] {
  return descendants(fn.node['body']).flatMap((node) => {
    const callee: Node | undefined = isCall(node) ? unwrap(node['callee']) : undefined;
    if (!isMember(callee) || memberName(callee as Node) !== 'fulfill') return [];
    const at: ClientUse = { ...use, frame: fn.frame };
    const path = propertyRef(at, node['arguments'][0], 'path')?.node;
    const file = path?.type === 'StringLiteral' ? use.trace.project.data(`${use.trace.project.files.root}/${path['value']}`) : undefined;
    return [propertyRef(at, node['arguments'][0], 'json'), propertyRef(at, node['arguments'][0], 'body'), file && { node: file, frame: undefined }].flatMap((ref) => ref ?? []);
  });
}
