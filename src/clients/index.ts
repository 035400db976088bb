import { postman } from './http/postman.ts';
import { awilix } from './state/awilix.ts';
import { ajv } from './schemas/ajv.ts';
import { angular } from './http/angular.ts';
import { axiosClient } from './http/axios.ts';
import { axiosMockAdapter } from './tests/axios-mock-adapter.ts';
import { axiosHooks, puppeteer } from './http/browsers.ts';
import { channels } from './data/channels.ts';
import type { Client } from './client.ts';
import { classTransformer } from './schemas/class-transformer.ts';
import { commandLines } from './shell/command-lines.ts';
import { cypress } from './tests/cypress.ts';
import { events } from './data/events.ts';
import { expectations } from './tests/expectations.ts';
import { fetchClient } from './http/fetch.ts';
import { gotClient, kyClient } from './http/got.ts';
import { graphql } from './state/graphql.ts';
import { ioTs } from './schemas/io-ts.ts';
import { joi } from './schemas/joi.ts';
import { jqueryClient } from './http/jquery.ts';
import { jsonFiles } from './data/json-files.ts';
import { legacyUrls } from './http/legacy-urls.ts';
import { lodash, lodashFp } from './data/lodash.ts';
import { msw } from './tests/msw.ts';
import { nest, nestConfig } from './http/nest.ts';
import { nock } from './tests/nock.ts';
import { nodeHttpClient } from './http/node-http.ts';
import { ofetchClient } from './http/ofetch.ts';
import { openapiFetch, openapiReactQuery } from './http/openapi-fetch.ts';
import { next, remix } from './state/pages.ts';
import { pinia } from './state/pinia.ts';
import { playwright } from './tests/playwright.ts';
import { asyncClient, immer, promises, utilities } from './data/promises.ts';
import { printing } from './data/printing.ts';
import { proxies } from './data/proxies.ts';
import { qlikApi } from './qlik/qlik-api.ts';
import { qlikRestApi } from './qlik/qlik-rest-api.ts';
import { qlikSaasApi } from './qlik/qlik-saas-api.ts';
import { qlikSdk } from './qlik/qlik-sdk.ts';
import { queries, swr } from './state/queries.ts';
import { queryStrings } from './http/query-strings.ts';
import { ramda } from './data/ramda.ts';
import { react } from './state/react.ts';
import { needleClient, requestClient, wretchClient } from './http/request.ts';
import { reduxToolkit } from './state/redux-toolkit.ts';
import { rtkQuery } from './state/rtk-query.ts';
import { rxjs } from './data/rxjs.ts';
import { servers } from './state/servers.ts';
import { shell } from './shell/shell.ts';
import { sockets } from './data/sockets.ts';
import { streams } from './data/streams.ts';
import { superagentClient } from './http/superagent.ts';
import { agGrid, antd, exceljs, muiGrid, tanstackTable } from './state/tables.ts';
import { supertest } from './tests/supertest.ts';
import { superstruct } from './schemas/superstruct.ts';
import { svelte } from './state/svelte.ts';
import { testDoubles } from './tests/test-doubles.ts';
import { typebox } from './schemas/typebox.ts';
import { undiciClient } from './http/undici.ts';
import { valibot } from './schemas/valibot.ts';
import { vue } from './state/vue.ts';
import { vuex } from './state/vuex.ts';
import { webStreams } from './data/web-streams.ts';
import { xhrClient } from './http/xhr.ts';
import { yup } from './schemas/yup.ts';
import { ownStandIns } from './tests/own-stand-ins.ts';
import { ownSchemas } from './schemas/own-schemas.ts';
import { zod } from './schemas/zod.ts';
import { zustand } from './state/zustand.ts';
import { userScripts } from './http/user-scripts.ts';
import { appsScript } from './http/apps-script.ts';
import { k6 } from './http/k6.ts';

/** Every way of calling that the trace knows; a new one is one file and one line. */
export const clients: readonly Client[] = [
  undiciClient,
  fetchClient,
  axiosClient,
  gotClient,
  kyClient,
  superagentClient,
  nodeHttpClient,
  jqueryClient,
  ofetchClient,
  requestClient,
  needleClient,
  wretchClient,
  xhrClient,
  userScripts,
  k6,
  appsScript,
  postman,
  puppeteer,
  axiosHooks,
  queryStrings,
  legacyUrls,
  jsonFiles,
  streams,
  webStreams,
  channels,
  sockets,
  servers,
  promises,
  asyncClient,
  utilities,
  immer,
  printing,
  proxies,
  commandLines,
  shell,
  graphql,
  lodashFp,
  lodash,
  ramda,
  events,
  rxjs,
  angular,
  nest,
  nestConfig,
  awilix,
  classTransformer,
  agGrid,
  muiGrid,
  antd,
  tanstackTable,
  exceljs,
  react,
  next,
  remix,
  queries,
  swr,
  reduxToolkit,
  rtkQuery,
  zustand,
  pinia,
  vuex,
  vue,
  svelte,
  qlikSdk,
  qlikApi,
  qlikSaasApi,
  qlikRestApi,
  msw,
  nock,
  axiosMockAdapter,
  ownStandIns,
  playwright,
  cypress,
  testDoubles,
  expectations,
  supertest,
  openapiFetch,
  openapiReactQuery,
  zod,
  ownSchemas,
  yup,
  valibot,
  typebox,
  ioTs,
  superstruct,
  joi,
  ajv,
];
