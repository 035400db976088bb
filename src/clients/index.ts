import { postman } from './postman.ts';
import { awilix } from './awilix.ts';
import { ajv } from './ajv.ts';
import { angular } from './angular.ts';
import { axiosClient } from './axios.ts';
import { axiosMockAdapter } from './axios-mock-adapter.ts';
import { axiosHooks, puppeteer } from './browsers.ts';
import { channels } from './channels.ts';
import type { Client } from './client.ts';
import { classTransformer } from './class-transformer.ts';
import { commandLines } from './command-lines.ts';
import { cypress } from './cypress.ts';
import { events } from './events.ts';
import { expectations } from './expectations.ts';
import { fetchClient } from './fetch.ts';
import { gotClient, kyClient } from './got.ts';
import { graphql } from './graphql.ts';
import { ioTs } from './io-ts.ts';
import { joi } from './joi.ts';
import { jqueryClient } from './jquery.ts';
import { jsonFiles } from './json-files.ts';
import { legacyUrls } from './legacy-urls.ts';
import { lodash, lodashFp } from './lodash.ts';
import { msw } from './msw.ts';
import { nest, nestConfig } from './nest.ts';
import { nock } from './nock.ts';
import { nodeHttpClient } from './node-http.ts';
import { ofetchClient } from './ofetch.ts';
import { openapiFetch, openapiReactQuery } from './openapi-fetch.ts';
import { next, remix } from './pages.ts';
import { pinia } from './pinia.ts';
import { playwright } from './playwright.ts';
import { asyncClient, immer, promises, utilities } from './promises.ts';
import { printing } from './printing.ts';
import { proxies } from './proxies.ts';
import { qlikApi } from './qlik-api.ts';
import { qlikRestApi } from './qlik-rest-api.ts';
import { qlikSaasApi } from './qlik-saas-api.ts';
import { qlikSdk } from './qlik-sdk.ts';
import { queries, swr } from './queries.ts';
import { queryStrings } from './query-strings.ts';
import { ramda } from './ramda.ts';
import { react } from './react.ts';
import { needleClient, requestClient, wretchClient } from './request.ts';
import { reduxToolkit } from './redux-toolkit.ts';
import { rtkQuery } from './rtk-query.ts';
import { rxjs } from './rxjs.ts';
import { servers } from './servers.ts';
import { shell } from './shell.ts';
import { streams } from './streams.ts';
import { superagentClient } from './superagent.ts';
import { agGrid, antd, exceljs, muiGrid, tanstackTable } from './tables.ts';
import { supertest } from './supertest.ts';
import { superstruct } from './superstruct.ts';
import { svelte } from './svelte.ts';
import { testDoubles } from './test-doubles.ts';
import { typebox } from './typebox.ts';
import { undiciClient } from './undici.ts';
import { valibot } from './valibot.ts';
import { vue } from './vue.ts';
import { vuex } from './vuex.ts';
import { webStreams } from './web-streams.ts';
import { xhrClient } from './xhr.ts';
import { yup } from './yup.ts';
import { ownStandIns } from './own-stand-ins.ts';
import { ownSchemas } from './own-schemas.ts';
import { zod } from './zod.ts';
import { zustand } from './zustand.ts';
import { userScripts } from './user-scripts.ts';
import { appsScript } from './apps-script.ts';
import { k6 } from './k6.ts';

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
