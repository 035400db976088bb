/**
 * Loaded before a program (`node --import`): requests for the hosts below go to the model server, whatever client sends them.
 * The name that was asked for travels along in `x-model-host`. Plain JavaScript, so that it needs no loader.
 */
import http from 'node:http';
import https from 'node:https';
import { createRequire, syncBuiltinESMExports } from 'node:module';
import path from 'node:path';
import { pathToFileURL } from 'node:url';

const model = new URL(process.env.MODEL_SERVER_URL);
const isRedirected = (host) => /(?:^|\.)(?:qlikcloud\.com|okta\.com|example\.com|example)$/i.test(host);

// http.request, https.request and everything built on them

/** The three ways to call `request`, as one list of options and a callback. */
function normalized(first, second, third, protocol) {
  const isUrl = typeof first === 'string' || first instanceof URL;
  const given = isUrl ? (typeof second === 'object' && second) || {} : first;
  const callback = [second, third].find((candidate) => typeof candidate === 'function');
  const url = isUrl ? new URL(first) : undefined;
  const fromUrl = url ? { protocol: url.protocol, hostname: url.hostname, port: url.port, path: `${url.pathname}${url.search}`, ...(url.username ? { auth: `${url.username}:${url.password}` } : {}) } : {};
  const options = { protocol, ...fromUrl, ...given };
  return { options, callback, host: String(options.hostname ?? options.host ?? 'localhost').replace(/:\d+$/, '') };
}

function withHost(headers, host) {
  return Array.isArray(headers) ? [...headers, 'x-model-host', host] : { ...headers, 'x-model-host': host };
}

/** Sockets, agents and certificates of the real host are of no use for the model server. */
function towardsModel(options, host) {
  const { agent, agents, createConnection, servername, socketPath, defaultPort, lookup, host: _host, ...kept } = options;
  return { ...kept, protocol: 'http:', hostname: model.hostname, port: model.port, headers: withHost(options.headers, host) };
}

function patch(module, protocol) {
  const { request } = module;
  module.request = (first, second, third) => {
    const { options, callback, host } = normalized(first, second, third, protocol);
    return isRedirected(host) ? plainRequest(towardsModel(options, host), callback) : request.call(module, first, second, third);
  };
  module.get = (...given) => {
    const sent = module.request(...given);
    sent.end();
    return sent;
  };
}

const plainRequest = http.request.bind(http);
patch(http, 'http:');
patch(https, 'https:');
syncBuiltinESMExports();

// fetch of Node itself and the undici package

function withHostFlat(headers, host) {
  if (Array.isArray(headers)) return [...headers, 'x-model-host', host];
  const pairs = headers && typeof headers[Symbol.iterator] === 'function' ? Object.fromEntries(headers) : headers;
  return { ...pairs, 'x-model-host': host };
}

/** The options of a dispatch, sent elsewhere when they are for a redirected host. */
function redirected(options, origin) {
  const { hostname } = new URL(String(origin));
  return isRedirected(hostname) ? { ...options, origin: model.origin, headers: withHostFlat(options.headers, hostname) } : undefined;
}

const globalDispatcher = Symbol.for('undici.globalDispatcher.1');

async function patchFetch() {
  await fetch('data:,');
  const agent = globalThis[globalDispatcher];
  const { dispatch } = agent;
  agent.dispatch = (options, handler) => dispatch.call(agent, redirected(options, options.origin) ?? options, handler);
}

/** Clients and pools of the package are bound to one origin, so their requests are handed to an agent that is not. */
async function patchUndici() {
  const place = createRequire(path.join(process.cwd(), 'program.js')).resolve('undici');
  const { default: undici } = await import(pathToFileURL(place).href);
  const shared = Object.getPrototypeOf(undici.Agent.prototype);
  const { dispatch } = shared;
  const agent = new undici.Agent();
  shared.dispatch = function (options, handler) {
    const bound = Object.getOwnPropertySymbols(this).find((symbol) => symbol.description === 'url');
    const moved = redirected(options, options.origin ?? this[bound]);
    return moved ? dispatch.call(agent, moved, handler) : dispatch.call(this, options, handler);
  };
}

await patchFetch();
if (process.env.MODEL_UNDICI) await patchUndici();
