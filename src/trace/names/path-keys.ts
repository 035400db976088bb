import { fillings, type Sample } from '../doubles/sample-addresses.ts';

const methodInFront = /^(GET|POST|PUT|PATCH|DELETE)[ :]+/i;

/** True for a name that is a path, or an address, with or without a method in front. */
export const isPathKey = (name: string): boolean => /^(?:https?:\/\/|\/|\*)/.test(name.replace(methodInFront, ''));

/** Whether the answer under this path is given for an address: it ends in the path, or holds it where no other key of the table is its end. */
export function fitsKey(name: string, sample: Sample, others: readonly string[]): boolean {
  if (isEnd(name, sample)) return true;
  const path = pathIn(name);
  return isMethod(name, sample) && path.length > 1 && pathIn(sample.url).includes(path) && !others.some((other) => other !== name && isPathKey(other) && isEnd(other, sample));
}

/** Whether a pattern finds something in the address, as a whole or in a part of it. */
export function fitsPattern(pattern: RegExp, { url, method }: Sample): boolean {
  const path = pathIn(url);
  const whole = `${path}${url.includes('?') ? url.slice(url.indexOf('?')) : ''}`;
  const views = [url, whole, path, short(whole), short(path), short(path).replace(/^\//, ''), path.replace(/^\//, '')];
  return [...views, ...views.map((view) => `${method} ${view}`)].some((view) => pattern.test(view));
}

/** True for a path of a table that may be this address, where each part of the sample that only the run knows may be anything. */
export function mayBeAddress(name: string, sample: Sample): boolean {
  const [theirs = [], mine = []] = [name, sample.url].map((text) => segmentsOf(short(pathIn(text))));
  return isMethod(name, sample) && mine.length === theirs.length && mine.every((segment, index) => segment === theirs[index] || fillings.includes(segment));
}

/** Without the version of the API. */
const short = (text: string): string => text.replace(/^\/api(?:\/v1)?(?=\/)/, '').replace(/^\/v1(?=\/)/, '');

const isMethod = (name: string, { method }: Sample): boolean => method === '' || (methodInFront.exec(name)?.[1] ?? method).toUpperCase() === method;

function isEnd(name: string, sample: Sample): boolean {
  const wanted = segmentsOf(pathIn(name));
  const asked = segmentsOf(pathIn(sample.url)).slice(-wanted.length);
  return isMethod(name, sample) && asked.length === wanted.length && wanted.every((segment, index) => segment === asked[index] || /^(?::|\*|\{)/.test(segment));
}

const segmentsOf = (path: string): string[] => path.split('/').filter((segment) => segment !== '');

/** The path of an address, or of a key, without what stands before and after it. */
const pathIn = (text: string): string =>
  (
    text
      .replace(methodInFront, '')
      .replace(/^https?:\/\/[^/?#]*/i, '')
      .split(/[?#]/)[0] ?? ''
  ).replace(/\*{1,9}$/, '');
