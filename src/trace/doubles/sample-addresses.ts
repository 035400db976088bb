import type { Node } from '../../source/ast.ts';
import { addressOf, textOfUnits, unitsOf, usersPath } from '../texts/address.ts';
import type { Known } from './sample-values.ts';
import type { Trace } from '../trace.ts';
import { members, type RawRequest } from '../value.ts';

/** One address that a request may ask for. */
export interface Sample {
  readonly url: string;
  /** Empty where nobody says it. */
  readonly method: string;
  /** What a function is given that is asked for it, where that is not the address and the settings. */
  readonly given?: readonly Known[];
}

/** What stands in for a part that only the run knows: what is said of an address holds for each. */
export const fillings = ['x1', '7'];
/** Of an address that may be more than this many, nothing is said. */
const mostTexts = 8;
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

/** What a call gives to the function that answers it, as far as its arguments are texts; none where no path is among them. */
export function samplesOfCall(trace: Trace, call: Node): Sample[] {
  const given = call['arguments'] as Node[];
  if (given.some(({ type }) => type === 'SpreadElement')) return [];
  const texts = given.map((argument) => {
    const values = members(trace.evaluate(argument, undefined));
    const known = values.flatMap((value) => (value.kind === 'text' ? [textOfUnits(unitsOf(trace, value.pieces)).replaceAll('\ue001', 'q=\ue000')] : []));
    return known.length === values.length && known.length <= mostTexts ? known : [];
  });
  const at = texts.findIndex((known) => known.some((text) => text.includes('/')));
  const filled = (texts[at] ?? []).flatMap((path) => fillings.map((filling) => path.replace(unseen, filling)));
  return filled.map((url) => ({ url, method: '', given: texts.map((known, index) => (index === at ? url : known.length === 1 ? known[0]?.replace(unseen, fillings[0] as string) : undefined)) }));
}

/** What follows the host in an address, with the query. */
export const pathOf = ({ url }: Sample): string => url.replace(/^[a-z][a-z\d+.-]*:\/\/[^/]*/i, '');

/** The same as a server sees it, which is given a request with the path and what follows it. */
export const atServer = (sample: Sample): Sample => ({ ...sample, given: [{ method: sample.method, url: pathOf(sample) }] });
