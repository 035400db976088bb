import { axiosClient } from './axios.ts';
import type { Client } from './client.ts';
import { events } from './events.ts';
import { fetchClient } from './fetch.ts';
import { gotClient, kyClient } from './got.ts';
import { jqueryClient } from './jquery.ts';
import { lodash } from './lodash.ts';
import { nodeHttpClient } from './node-http.ts';
import { qlikApi, qlikSdk } from './qlik.ts';
import { queryStrings } from './query-strings.ts';
import { react } from './react.ts';
import { superagentClient } from './superagent.ts';
import { svelte } from './svelte.ts';
import { undiciClient } from './undici.ts';
import { vue } from './vue.ts';

/** Every way of calling that the trace knows; a new one is one file and one line. */
export const clients: readonly Client[] = [undiciClient, fetchClient, axiosClient, gotClient, kyClient, superagentClient, nodeHttpClient, jqueryClient, queryStrings, lodash, events, react, vue, svelte, qlikSdk, qlikApi];
