import http from 'node:http';
import type { AddressInfo } from 'node:net';
import { createUser, inviteUsers, patchUser } from './changes.ts';
import { makeTenant, type Mode, stateOf, type Tenant } from './data.ts';
import { lookalike } from './lookalikes.ts';
import { read, write } from './neighbours.ts';
import { readQuery } from './query.ts';
import { missing, refuse, Refusal } from './refusal.ts';
import { type Context, countUsers, filterUsers, findUser, listUsers, userView } from './users.ts';

export interface ModelServer {
  readonly url: string;
  /** The final state, to be compared with that of another run: of the tenant, or of the one of a host. */
  state(host?: string): unknown;
  /** Every request with its status, or those for one host. */
  log(host?: string): readonly string[];
  close(): void;
}

interface Answer {
  readonly status: number;
  readonly body?: unknown;
}

/** A server on this machine that plays a tenant of Qlik Cloud, old or new, and some hosts of other vendors; with `apart`, a tenant of its own for each host. */
export async function startServer(mode: Mode, { apart = false } = {}): Promise<ModelServer> {
  const tenants = new Map<string, Tenant>();
  const tenantOf = (host = ''): Tenant => {
    const name = apart ? host : '';
    const tenant = tenants.get(name) ?? makeTenant();
    tenants.set(name, tenant);
    return tenant;
  };
  const log: { readonly host: string | undefined; readonly line: string }[] = [];
  const server = http.createServer(async (request, response) => {
    const text = await textOf(request);
    const named = request.headers['x-model-host'];
    const host = typeof named === 'string' ? named : undefined;
    const base = host ? `https://${host}` : `http://${request.headers.host}`;
    const { status, body } = answer(request.method ?? 'GET', new URL(request.url ?? '/', base), text, { tenant: tenantOf(host), mode, base }, host);
    log.push({ host, line: `${status} ${request.method} ${host ?? ''}${request.url}` });
    response.writeHead(status, body === undefined ? {} : { 'content-type': 'application/json; charset=utf-8' });
    response.end(body === undefined ? undefined : JSON.stringify(body));
  });
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  server.unref();
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    state: (host) => stateOf(tenantOf(host)),
    log: (host) => log.filter((entry) => host === undefined || entry.host === host).map(({ line }) => line),
    close: () => {
      server.closeAllConnections();
      server.close();
    },
  };
}

async function textOf(request: http.IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString('utf8');
}

function answer(method: string, url: URL, text: string, context: Context, host: string | undefined): Answer {
  try {
    const isForeign = host !== undefined && !host.endsWith('.qlikcloud.com');
    const body = text === '' ? undefined : parsed(text, isForeign);
    return isForeign ? { status: 200, body: lookalike(host, method, url, body) } : route(method, url, body, context);
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    return { status: error.status, body: { errors: [{ code: `MODEL-${error.status}`, title: http.STATUS_CODES[error.status], detail: error.message, status: error.status }], traceId: '0' } };
  }
}

function parsed(text: string, isForeign: boolean): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return isForeign || text.startsWith('grant_type=') ? {} : refuse('the body is not JSON');
  }
}

function route(method: string, url: URL, body: unknown, context: Context): Answer {
  if (method === 'POST' && url.pathname === '/oauth/token') return { status: 200, body: { access_token: 'model', token_type: 'bearer', expires_in: 21600 } };
  const [api, version, ...segments] = url.pathname.split('/').filter(Boolean);
  if (api !== 'api' || version !== 'v1') return missing(url.pathname);
  if (segments[0] === 'users') return users(method, segments.slice(1).join('/'), url, body, context);
  if (method === 'GET') return { status: 200, body: read(segments, url, context) };
  return { status: method === 'POST' ? 201 : 200, body: write(method, segments, body, context) };
}

function users(method: string, rest: string, url: URL, body: unknown, context: Context): Answer {
  const { tenant, mode } = context;
  switch (`${method} ${rest}`) {
    case 'GET ':
      return { status: 200, body: listUsers(url, context) };
    case 'POST ':
      return { status: 201, body: userView(createUser(body, tenant, mode), context) };
    case 'GET metadata':
      return mode === 'after' ? missing('metadata') : { status: 200, body: { valid_roles: tenant.roles.map((role) => role.name) } };
    case 'GET actions/count':
      return { status: 200, body: countUsers(url, context) };
    case 'POST actions/filter':
      return { status: 200, body: filterUsers(url, body, context) };
    case 'POST actions/invite':
      return { status: 207, body: inviteUsers(body, tenant) };
    default:
      return oneUser(method, rest, url, body, context);
  }
}

function oneUser(method: string, id: string, url: URL, body: unknown, context: Context): Answer {
  const { tenant, mode } = context;
  const user = id === 'me' && method === 'GET' ? (tenant.users[0] ?? missing('me')) : findUser(tenant, id);
  if (method === 'GET') return { status: 200, body: userView(user, context, readQuery(url, ['fields']).get('fields')) };
  if (method === 'PATCH') patchUser(user, body, tenant, mode);
  else if (method === 'DELETE') tenant.users.splice(tenant.users.indexOf(user), 1);
  else throw new Refusal(405, `${method} of a user`);
  return { status: 204 };
}
