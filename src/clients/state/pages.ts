import { exportedResult } from '../../trace/types/result-types.ts';
import type { Value } from '../../trace/value.ts';
import type { Client, ClientUse } from '../client.ts';

/** Next.js: a page is drawn with the props that a function beside it gives; answers are made as the platform makes them. */
export const next: Client = {
  id: 'next',
  packages: ['next', 'next/server'],
  pages: { getServerSideProps: { from: 'props' }, getStaticProps: { from: 'props' } },
  pageTypes: { InferGetServerSidePropsType: 'props', InferGetStaticPropsType: 'props' },
  call: (use) => (use.path.join('.') === 'NextResponse.json' ? given(use) : undefined),
};

/** Remix and React Router: a route draws what its loader gives, with or without an answer around it. */
export const remix: Client = {
  id: 'remix',
  packages: ['@remix-run/react', '@remix-run/node', '@remix-run/cloudflare', '@remix-run/deno', '@remix-run/server-runtime', 'react-router', 'react-router-dom'],
  pages: { loader: { as: 'loaderData' }, clientLoader: { as: 'loaderData' }, action: { as: 'actionData' } },
  call(use) {
    const name = use.path.at(-1) ?? '';
    if (/^(?:json|data|defer)$/.test(name)) return given(use);
    const loaded = /^use(Loader|Action)Data$/.exec(name)?.[1]?.toLowerCase();
    return loaded === undefined ? undefined : exportedResult(use.trace, use.trace.project.fileOf(use.call), loaded);
  },
};

const given = (use: ClientUse): Value | undefined => use.args[0] && use.trace.evaluate(use.args[0], use.frame);
