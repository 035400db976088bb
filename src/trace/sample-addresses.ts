import { addressOf, textOfUnits, usersPath } from './address.ts';
import type { Trace } from './trace.ts';
import type { RawRequest } from './value.ts';

/** One address that a request may ask for. */
export interface Sample {
  readonly url: string;
  readonly method: string;
}

/** What stands in for a part that only the run knows: what is said of an address holds for each. */
const fillings = ['x1', '7'];
const unseen = /[\ue000\ue001]/g;

export const isAbsolute = (url: string): boolean => /^[a-z][a-z\d+.-]*:\/\//i.test(url);

/** Addresses that a request asks for, as its code writes them; none where its method is not known. */
export function samplesOf(trace: Trace, request: RawRequest): Sample[] {
  const { method } = request;
  if (method === undefined || request.url.length === 0) return [];
  const address = addressOf(trace, request);
  const path = textOfUnits(address.pathUnits);
  const isVersioned = usersPath(address)?.versioned !== false || /^\/?api\//.test(path);
  const origin = /^\ue000+$/.test(address.origin) ? `https://tenant.us.qlikcloud.com${isVersioned ? '' : '/api/v1'}` : address.origin;
  const query = address.query.length > 0 ? `?${textOfUnits(address.query).replaceAll('\ue001', 'q=\ue000')}` : '';
  return [...new Set(fillings.map((filling) => `${origin}${path}${query}`.replace(unseen, filling)))].map((url) => ({ url, method }));
}
