import { isInside, keyName, type Node, outermost, unwrap } from '../../source/ast.ts';
import type { Address } from '../../trace/texts/address.ts';
import { partOf } from '../../trace/calls/nested.ts';
import type { Sites } from './object.ts';

/** An object in a table of such, and the way in it to what says the address. */
interface Row {
  readonly node: Node;
  readonly table: Node;
  readonly way: readonly string[];
}

/** The parameters that go with the address, where both stand in the rows of a table: `{ users: { url: '/users', query: { … } }, keys: { url: '/api-keys', query: { … } } }`. What another row says goes with its own address; where the code takes its parameters from one row alone, it says itself which. */
export function ofSameRow(address: Address, sites: Sites): Sites {
  const literals = new Set(address.pathUnits.flatMap(({ piece }) => (piece.kind === 'literal' ? [piece.node] : [])));
  const rows = [...literals].flatMap((literal) => rowsAround(literal)).filter((row) => new Set(sites.sites.flatMap(({ anchor }) => rowWith(row.table, anchor) ?? [])).size > 1);
  return rows.length === 0 ? sites : { ...sites, sites: sites.sites.filter((site) => !rows.some((row) => isOfAnother(row, site.anchor))) };
}

/** The rows in which a text stands, the nearest first. */
function rowsAround(literal: Node): readonly Row[] {
  const found: Row[] = [];
  const way: string[] = [];
  for (let at = outermost(literal.type === 'TemplateElement' ? (literal.parent as Node) : literal); ; ) {
    const property = at.parent;
    const name = property?.type === 'ObjectProperty' && property['value'] === at ? keyName(property['key'], property['computed']) : undefined;
    const row = name === undefined ? undefined : property?.parent;
    if (name === undefined || row?.type !== 'ObjectExpression') return found;
    way.unshift(name);
    at = outermost(row);
    const holder = at.parent;
    const table = holder?.type === 'ArrayExpression' ? holder : holder?.type === 'ObjectProperty' && holder['value'] === at ? holder.parent : undefined;
    if (table) found.push({ node: row, table, way: [...way] });
  }
}

/** The row of a table in which a parameter stands. */
function rowWith(table: Node, anchor: Node): Node | undefined {
  const rows: readonly (Node | null | undefined)[] = table['elements'] ?? (table['properties'] as Node[]).map((property) => property['value']);
  return rows.find((row) => row && isInside(anchor, row)) ?? undefined;
}

/** True for what stands in another row, which has an address of its own in the same place. */
function isOfAnother({ node, table, way }: Row, anchor: Node): boolean {
  const other = isInside(anchor, node) ? undefined : rowWith(table, anchor);
  const said = partOf(other && unwrap(other), way);
  return said !== undefined && /^(?:StringLiteral|TemplateLiteral)$/.test(unwrap(said).type);
}
