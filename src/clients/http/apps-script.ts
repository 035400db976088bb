import { memberOf } from '../../trace/members.ts';
import { absent, members, type Piece, type Ref, type ResponseValue, union, unknown, type Value } from '../../trace/value.ts';
import { addressAt, here } from '../arguments.ts';
import { address, answerOf, type Client, type ClientUse, findMember, methodOf } from '../client.ts';

/** Google Apps Script: `UrlFetchApp.fetch(url, settings)`, and `fetchAll` for a list of addresses or of settings that hold one. */
export const appsScript: Client = {
  id: 'apps-script',
  packages: ['global'],
  globals: ['UrlFetchApp'],
  names: /^fetchAll$/,
  call(use) {
    const [first, settings] = use.args;
    const name = use.path.at(-1);
    if (!first || (name !== 'fetch' && name !== 'fetchAll')) return undefined;
    if (name === 'fetch') return requested(use, address(use, first), settings ? use.trace.evaluate(settings, use.frame) : absent);
    const each = members(use.trace.element(use.trace.evaluate(first, use.frame), use.call, use.frame));
    const answers = each.map((one) => (one.kind === 'text' ? requested(use, one.pieces, absent) : requested(use, addressAt(use, findMember(use.trace, one, 'url')), one)));
    return { kind: 'list', items: [], rest: union(answers), ref: here(use) };
  },
};

function requested(use: ClientUse, url: readonly Piece[], settings: Value): ResponseValue {
  const setting = (name: string): Ref | undefined => findMember(use.trace, settings, name);
  const headers = setting('headers');
  const method = methodGiven(use, settings);
  return answerOf(use, {
    client: 'apps-script',
    method,
    url,
    body: method === 'GET' ? undefined : setting('payload'),
    headers: headers ? [use.trace.value(headers)] : [],
    answer: [
      ['getContentText()', 'JSON.parse()'],
      ['getBlob()', 'getDataAsString()', 'JSON.parse()'],
    ],
  });
}

/** The method that the settings name; GET where they name none, undefined where nobody knows them. */
function methodGiven(use: ClientUse, settings: Value): string | undefined {
  const given = memberOf(use.trace, settings, 'method', here(use));
  if (given !== unknown && given !== absent) return methodOf(given);
  return settings === absent || members(settings).every((one) => one.kind === 'object') ? 'GET' : undefined;
}
