/** Words, names and bytes by which the gate (`evidence.ts`) and what searches for it tell the users API of Qlik Cloud from what looks like it. */

export const qlikHost = /(?:^|\.)(?:qlikcloud\.com|qlikcloudgov\.com|qlik-stage\.com)(?::\d+)?$/i;
/** Names in code that speak of Qlik. */
export const qlikName = /qlik|\bqcs/i;
export const qlikEnvironment = /qlik|^QCS_|_QCS_/i;
export const qlikHeader = /^(?:qlik-web-integration-id|qlik-csrf-token|qlik-api-version)$/i;
export const otherName = /okta|auth0|keycloak|clerk|cognito|nprinting|rocket|gitlab|github|jira|atlassian|slack|zendesk|supabase|firebase|strapi|qrs|repository/i;
export const otherHeader = /^(?:x-qlik-xrfkey|x-qlik-user|x-auth-token|x-user-id|x-okta-[\w-]+)$/i;
export const qlikPackage = /^(?:@qlik\/|qlik-saas-api$|qlik-rest-api$)/;
export const localHost = /^(?:https?:\/\/)?(?:localhost|127\.0\.0\.1|0\.0\.0\.0|\[::1\])(?::[\d\ue000]+)?$/i;

/** Bytes that speak of Qlik Cloud; one such file makes a project a Qlik project. `qlik-rest-api` also has clients for client-managed Qlik, so its name alone says nothing. */
export const qlikEvidence = /qlikcloud\.com|qlikcloudgov\.com|@qlik\/(?:sdk|api|embed|runtime)|qlik-saas-api|QlikSaaSClient|qlik-web-integration-id|qlik-csrf-token|QLIK_[A-Z]|QCS_(?:SERVER|API_KEY)|qlik.?cloud|qlik.?sense.?(?:saas|cloud)/i;
/** Bytes of a setting or a name for the host of a tenant that says Qlik: `QLIK_TENANT_URL`, `config.qlik.host`. */
export const qlikSetting = /\bqlik[\w.]{0,40}?(?:url|uri|host|domain|tenant|server|base|origin|endpoint)/i;
/** Words by which programs name systems that have users of their own. */
const otherSystem =
  /^(?:accounts?|auth|billing|chat|cms|community|crm|desk|directory|erp|forum|helpdesk|hr|iam|identity|idp|intranet|ldap|lms|mail|mailer|members?|notif(?:y|ications?)|payroll|portal|registry|shop|sso|staff|store|support|tickets?)$/;
/** What a name for a host is made of that says nothing of whose it is, or that says Qlik Cloud. */
const plainWord =
  /^(?:ur[li]|base|host|hostname|domain|server|origin|endpoint|api|root|prefix|path|addr|address|href|link|https?|client|conn|connection|config|configuration|cfg|conf|settings?|opts?|options|props|params?|args?|env|environment|process|import|meta|vite|next|public|react|nuxt|app|this|self|ctx|context|get|data|my|our|the|default|main|core|v|rest|service|services|backend|remote|target|node|global|window|local|full|web|tenants?|qlik|qcs|cloud|saas|sense|analytics|bi|hub)$/;
/** How a server of the project says that it answers a path, in front of the path. */
const route = /(?:(?:[aA]pp|[rR]outer|[sS]erver|[rR]outes?|\bfastify|\bhono)\s*\.(?:get|post|put|patch|delete|all)|\.(?:route|use)|@(?:Get|Post|Controller))\(\s*["'`][^"'`\n]*/;
/** Bytes of a route for users that a server of the project answers: by what the server is called, or by a handler that takes a request and what answers it. */
export const ownRoute = new RegExp(`(?:${route.source}|\\.(?:get|post|put|patch|delete|all)\\(\\s*["'\`][^"'\`\\n]*(?=users\\b[^\\n]{0,160}?\\(\\s*_?(?:req|request|_)\\s*,\\s*_?(?:res|response|reply|h)\\b))(?<=["'\`/])users\\b`);
/** The same, with the very path of the users API. */
export const sameRoute = new RegExp(`${route.source}v1/users\\b`);

/** Bytes of a server that asks another what it is asked itself: `fetch(tenant + req.url)`, `httpProxy`. */
export const handsOn = /http-?[pP]roxy|[cC]reateProxy|\bproxy\(|\$\{\s*\w+\.(?:url|originalUrl)\s*\}|\+\s*\w+\.(?:url|originalUrl)\b|\bnew URL\(\s*\w+\.(?:url|originalUrl)\s*,\s*(?![\s"'`])/;

/** Bytes of a file that mocks servers: what looks like a route there is none. */
export const mocksServers = /["'](?:msw|nock|axios-mock-adapter|@playwright\/test|playwright|fetch-mock|jest-fetch-mock)["'/]|\bcy\.intercept\s*\(|\)\s*\.reply(?:Once)?\(/;

/** Bytes of a file that puts something in the place of what makes requests, and of one that compares what came out. */
export const standsIn =
  /\b(?:globalThis|global|window|self)\.fetch\s*=(?!=)|\bstubGlobal\(|\bspyOn\(|\bmock\.(?:method|fn)\(|\b(?:vi|jest|sinon)\.(?:fn|stub|fake)\(|\b(?:const|let|class|function)\s+_?(?:[Ff]ake|[Mm]ock|[Ss]tub|[Dd]ummy|[Ii]n_?[Mm]emory)/;
export const asserts = /["'](?:node:)?assert(?:\/strict)?["']|\bexpect\(|\bassert\.\w+\(|\.(?:deepEqual|deepStrictEqual)\(/;

/** True for the text of a file that compares what came out, or puts something in the place of what makes requests. */
export const isTest = (text: string): boolean => asserts.test(text) || standsIn.test(text);

/** Names under which clients take the parameters of a request, and stand-ins keep them. */
export const queryName = /^(?:query|params|searchParams|qs)$/;

/** The same of what is sent. */
export const bodyName = /^(?:body|data|json|payload)$/;

/** Hosts that nobody owns, as tests use them. */
export const reservedHost = /(?:^|\.)(?:test|example|invalid|localhost|local|example\.(?:com|org|net))(?::\d+)?$/i;

/** Names of parameters that are given `fetch`, or what stands in for it. */
export const fetchLike = /^_?(?:custom|my|the|do|do_)?fetch(?:er|fn|func|impl|like|api|_fn|_impl)?_?$/i;

/** A file (from the root) or a name of what stands in for something in tests: `test/users.mjs`, `FakeUsers`. */
export const testDouble = /(?:^|[/_])(?:tests?|testing|specs?|e2e|mocks?|fixtures?|fakes?|stubs?)[/_]|[.-](?:test|spec|mock|fake|stub)s?\.\w+$|^_?(?:[Ff]ake|[Mm]ock|[Ss]tub|[Dd]ummy|[Ii]n_?[Mm]emory)|(?:Fake|Mock|Stub|Double)s?$/;

/** True for a file that a framework serves as a route for users. */
export function isOwnRouteFile(file: string): boolean {
  const users = /\/users(?:\/(?:route|index|\+server))?\.[jt]sx?$/.exec(file);
  return users !== null && /\/(?:pages\/api|app\/api|server\/api|routes)\//.test(file.slice(0, users.index + 1));
}

/** A text that says an address, and none of users. */
export const isOtherAddress = (text: string): boolean => /^(?:https?:\/\/|\/)[\w.:/-]{1,200}$/.test(text) && !/\busers\b/.test(text);

/** What programs call a user of theirs: `user`, `currentUser`, `this.user`. */
export const userLike = /(?:^|[._$])(?:[a-z\d]*_)?(?:users?|usr)$|[a-z\d]Users?$/;
/** The person who is signed in to the program itself, as servers hand it to what answers a request: `req.user`. */
export const signedIn = /^(?:_?req|request|ctx|context|c|session|res|reply|event|auth|socket|locals)\b.*\./;
/** Attributes that users have, and hardly anything else beside an old one of theirs. */
export const userAttributes: ReadonlySet<string> = new Set(['email', 'subject', 'picture', 'locale', 'zoneinfo', 'inviteExpiry', 'assignedRoles', 'assignedGroups']);

/** True for a name, or a chain of names, that says another system: `config.identity.url`. A setting says one by any word of its own, `ACME_URL`; a name in the code may be in any language. */
export function saysOther(name: string, isSetting: boolean): boolean {
  const spaced = name.replace(/([a-z\d])([A-Z])/g, '$1 $2').toLowerCase();
  const words = /^[\w$.?!\s]+$/.test(name) ? (spaced.match(/[a-z]+/g) ?? []) : [];
  if (words.some((word) => /^(?:tenants?|qlik|qcs)$/.test(word))) return false;
  return words.some((word) => otherSystem.test(word)) || (isSetting && words.some((word) => !plainWord.test(word)) && !words.some((word) => /^(?:cloud|saas|sense)$/.test(word)));
}
