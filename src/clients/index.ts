import { ajv } from './ajv.ts';
import { axiosClient } from './axios.ts';
import { axiosMockAdapter } from './axios-mock-adapter.ts';
import type { Client } from './client.ts';
import { cypress } from './cypress.ts';
import { expectations } from './expectations.ts';
import { events } from './events.ts';
import { fetchClient } from './fetch.ts';
import { gotClient, kyClient } from './got.ts';
import { ioTs } from './io-ts.ts';
import { joi } from './joi.ts';
import { jqueryClient } from './jquery.ts';
import { lodash } from './lodash.ts';
import { msw } from './msw.ts';
import { nock } from './nock.ts';
import { nodeHttpClient } from './node-http.ts';
import { playwright } from './playwright.ts';
import { qlikApi } from './qlik-api.ts';
import { qlikRestApi } from './qlik-rest-api.ts';
import { qlikSaasApi } from './qlik-saas-api.ts';
import { qlikSdk } from './qlik-sdk.ts';
import { queryStrings } from './query-strings.ts';
import { react } from './react.ts';
import { superagentClient } from './superagent.ts';
import { testDoubles } from './test-doubles.ts';
import { openapiFetch, openapiReactQuery } from './openapi-fetch.ts';
import { superstruct } from './superstruct.ts';
import { svelte } from './svelte.ts';
import { typebox } from './typebox.ts';
import { undiciClient } from './undici.ts';
import { valibot } from './valibot.ts';
import { vue } from './vue.ts';
import { yup } from './yup.ts';
import { zod } from './zod.ts';

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
  queryStrings,
  lodash,
  events,
  react,
  vue,
  svelte,
  qlikSdk,
  qlikApi,
  qlikSaasApi,
  qlikRestApi,
  msw,
  nock,
  axiosMockAdapter,
  playwright,
  cypress,
  expectations,
  testDoubles,
  openapiFetch,
  openapiReactQuery,
  zod,
  yup,
  valibot,
  typebox,
  ioTs,
  superstruct,
  joi,
  ajv,
];
