import type { LibraryValue } from '../../trace/value.ts';
import type { Client } from '../client.ts';
import { tableOf } from '../../table.ts';

/** What a route handler is given, by the name of the package: which parameter is the request, or holds it. */
const frameworks: Readonly<Record<string, number>> = tableOf({ express: 0, fastify: 0, hono: 0, koa: 0, '@koa/router': 0, 'koa-router': 0, polka: 0, restify: 0, next: 0, 'next/server': 0, '@hapi/hapi': 0, h3: 0 });
const routes = /^(?:get|post|put|patch|delete|all|use|route|handle|handler|defineEventHandler|eventHandler)$/;
const requests = /^(?:Request|NextApiRequest|FastifyRequest|NextRequest|Context|HonoRequest)$/;

/** Web servers: what their routes are given. Its query is made of names that the server's own callers chose. */
export const servers: Client = {
  id: 'servers',
  packages: Object.keys(frameworks),
  call(use) {
    const name = use.path.at(-1) ?? '';
    if (use.path[0] === 'request') return /^(?:query|queries|searchParams|getQuery)$/.test(name) ? (use.args.length === 0 ? use.library : undefined) : undefined;
    if (name === 'getQuery') return use.library && { ...use.library, path: ['request', 'query'] };
    return routes.test(name) && use.path.length > 0 ? undefined : use.library && { ...use.library, path: [], made: use.made.length > 0 ? use.made : [{ node: use.call, frame: use.frame }] };
  },
  callback(use, argument, parameter, within) {
    const isHandler = routes.test(use.path.at(-1) ?? '') && (argument > 0 || within.at(-1) === 'handler' || use.path.at(-1) !== 'get');
    return isHandler && parameter === frameworks[use.library?.name ?? ''] && use.library ? { ...use.library, path: ['request'] } : undefined;
  },
  typed: (type) => (requests.test(type.path.at(-1) ?? '') ? { ...type, path: ['request'] } : undefined),
  isIncoming: (library: LibraryValue) => library.path[0] === 'request' && /^(?:query|queries|searchParams)$/.test(library.path.at(-1) ?? ''),
};
