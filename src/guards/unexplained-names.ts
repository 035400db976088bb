import { isBlocked, rangeOf } from '../carriers/code.ts';
import { fieldRewrite } from '../carriers/fields/fields.ts';
import { literalAt, placesOfValue, readQuery } from '../carriers/queries/query.ts';
import { partsAsked } from '../reading/read-requests.ts';
import { descendants, type Node } from '../source/ast.ts';
import { placeKey } from '../source/ranges.ts';
import { isDeclared } from './stuck-fields.ts';
import { isOnlySent } from '../trace/texts/only-sent.ts';
import { isOnlyWritten } from '../trace/texts/only-written.ts';
import { isOfOwn } from '../trace/names/own-keys.ts';
import type { Trace } from '../trace/trace.ts';
import type { FieldPlace } from '../trace/users.ts';
import type { RawRequest } from '../trace/value.ts';

/** Strings that name an old attribute and that no place explains: what they read is unknown, so `fields` must stay. `isKeyed`: the code reads members by names that are values. */
export function unexplained(trace: Trace, requests: readonly RawRequest[], places: readonly FieldPlace[], programs: readonly Node[], isKeyed: boolean): string | undefined {
  const stuck = places.find((place) => !isDeclared(place) && (place.other !== undefined || isBlocked(fieldRewrite(trace, place))));
  const where = (node: Node): string => {
    const source = trace.project.sourceOf(node);
    return `${programs.length > 1 ? `${source.file.split('/').at(-1)}:` : 'line '}${source.place(node.start).line}`;
  };
  if (stuck) return `${where(stuck.node)} reads \`${stuck.name}\` in a way that cannot be rewritten`;
  const known = new Set([...places.map((place) => place.node), ...sortFields(trace, requests)]);
  const asked = partsAsked(trace, requests);
  for (const program of programs) {
    for (const node of descendants(program)) {
      if (
        node.type === 'StringLiteral' &&
        /^(?:roles|created|lastUpdated)(?=$|[.[])/.test(node['value']) &&
        !known.has(node) &&
        !(node.parent?.['key'] === node && known.has(node.parent)) &&
        !asked.has(placeKey(rangeOf(trace.project.sourceOf(node), node))) &&
        /^(?:CallExpression|ArrayExpression|ObjectProperty|VariableDeclarator)$/.test(node.parent?.type ?? '') &&
        !isOfOwn(trace, node) &&
        (isKeyed || !trace.ask(() => isOnlyWritten(trace, node), false))
      ) {
        return `${where(node)} also names \`${node['value']}\`, and what it reads is not known`;
      }
    }
  }
  return undefined;
}

/** The texts that say by which field a request sorts, and that nothing else is seen to get. */
function sortFields(trace: Trace, requests: readonly RawRequest[]): Node[] {
  const params = requests.flatMap((request) => readQuery(trace, request).all('sortBy', 'sort'));
  const places = params.map(({ at }) => at);
  const texts = params.flatMap(({ value }) => placesOfValue(value)).flatMap((at) => literalAt(trace, at) ?? []);
  return [...new Set(texts)].filter((text) => isOnlySent(trace, text, places));
}
