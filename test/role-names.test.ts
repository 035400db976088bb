import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { namesFromPattern } from '../src/carriers/fields/patterns.ts';
import { namesFromMember } from '../src/carriers/fields/role-names.ts';
import type { Rewrite } from '../src/facts.ts';
import { splice } from '../src/fix/splice.ts';
import { descendants } from '../src/source/ast.ts';
import { parseSource } from '../src/source/source.ts';

/** Rewrites every `u.roles` and every `{ roles }` taken from `u` in a function body. */
function migrate(code: string): Rewrite | string {
  const source = parseSource('/x.js', code);
  const rewrites = descendants(source.program).flatMap((node): Rewrite[] => {
    if (/^(?:Optional)?MemberExpression$/.test(node.type) && node['object'].name === 'u' && (node['property'].name ?? node['property'].value) === 'roles') return [namesFromMember(source, node, 'assignedRoles')];
    if (node.type === 'ObjectProperty' && node.parent?.type === 'ObjectPattern' && node['key'].name === 'roles') return [namesFromPattern(source, node, 'assignedRoles')];
    return [];
  });
  const blocked = rewrites.find((rewrite) => 'blocked' in rewrite);
  return (
    blocked ??
    splice(
      code,
      rewrites.flatMap((rewrite) => ('blocked' in rewrite ? [] : rewrite)),
    )
  );
}

type Outcome = { value: unknown } | { thrown: true };

function outcome(code: string, user: unknown): Outcome {
  try {
    return { value: JSON.parse(JSON.stringify(new Function('u', 'x', 'role', code)(user, 'B', 'A') ?? null)) };
  } catch {
    return { thrown: true };
  }
}

const lists = [[], ['A'], ['B', 'A', 'C']];
const asNew = (names: readonly string[]) => ({ assignedRoles: names.map((name, index) => ({ id: String(index), name })) });

/** What the old program does with old users, the new one does with new users. */
function sameBehaviour(before: string, after: string): void {
  for (const names of lists) expect(outcome(after, asNew(names)), `${after} with ${names.length} roles`).toEqual(outcome(before, { roles: [...names] }));
}

const rows: [string, string][] = [
  ['return u.roles.includes(x)', 'return u.assignedRoles.some((role) => role.name === x)'],
  ['return !u.roles.includes(role)', 'return !u.assignedRoles.some((assigned) => assigned.name === role)'],
  ["return u.roles.includes('A' + x)", "return u.assignedRoles.some((role) => role.name === ('A' + x))"],
  ['return u.roles.includes(String(x))', 'return u.assignedRoles.map((role) => role.name).includes(String(x))'],
  ['return u.roles.includes(x, 1)', 'return u.assignedRoles.map((role) => role.name).includes(x, 1)'],
  ['return u.roles.indexOf(x) >= 0', 'return u.assignedRoles.findIndex((role) => role.name === x) >= 0'],
  ['return u.roles.lastIndexOf(x)', 'return u.assignedRoles.map((role) => role.name).lastIndexOf(x)'],
  ['return u.roles.length', 'return u.assignedRoles.length'],
  ["return u['roles'].length", "return u['assignedRoles'].length"],
  ['return Array.isArray(u.roles)', 'return Array.isArray(u.assignedRoles)'],
  ['return u.roles ? 1 : 2', 'return u.assignedRoles ? 1 : 2'],
  ['if (u.roles && u.roles.includes(x)) return 1', 'if (u.assignedRoles && u.assignedRoles.some((role) => role.name === x)) return 1'],
  ['return u.roles || []', 'return u.assignedRoles?.map((role) => role.name) || []'],
  ['return (u.roles ?? []).length', 'return (u.assignedRoles?.map((role) => role.name) ?? []).length'],
  ['return u.roles[0]', 'return u.assignedRoles[0]?.name'],
  ['return u.roles[0].toLowerCase()', 'return u.assignedRoles[0].name.toLowerCase()'],
  ['return u.roles[0]?.toLowerCase()', 'return u.assignedRoles[0]?.name?.toLowerCase()'],
  ['return u.roles[u.roles.length - 1]', 'return u.assignedRoles[u.assignedRoles.length - 1]?.name'],
  ['return u.roles.at(-1)', 'return u.assignedRoles.at(-1)?.name'],
  ["return u.roles.join('+')", "return u.assignedRoles.map((role) => role.name).join('+')"],
  ['return u.roles?.join()', 'return u.assignedRoles?.map((role) => role.name)?.join()'],
  ['return `${u.roles}`', 'return `${u.assignedRoles?.map((role) => role.name)}`'],
  ['return String(u.roles)', 'return String(u.assignedRoles?.map((role) => role.name))'],
  ['return JSON.stringify(u.roles)', 'return JSON.stringify(u.assignedRoles?.map((role) => role.name))'],
  ['return [...new Set(u.roles)]', 'return [...new Set(u.assignedRoles?.map((role) => role.name))]'],
  ["return [...u.roles, 'X']", "return [...u.assignedRoles.map((role) => role.name), 'X']"],
  ['return u.roles.some((r) => r === x)', 'return u.assignedRoles.some(({ name: r }) => r === x)'],
  ['return u.roles.every(r => r > x)', 'return u.assignedRoles.every(({ name: r }) => r > x)'],
  ['return u.roles.map(function (r, i) { return r + i })', 'return u.assignedRoles.map(function ({ name: r }, i) { return r + i })'],
  ['return u.roles.map((name) => name)', 'return u.assignedRoles.map(({ name }) => name)'],
  ['return u.roles.map((r, i, all) => all.length)', 'return u.assignedRoles.map((role) => role.name).map((r, i, all) => all.length)'],
  ['return u.roles.map(String)', 'return u.assignedRoles.map((role) => role.name).map(String)'],
  ['return u.roles.find((r) => r > x)', 'return u.assignedRoles.map((role) => role.name).find((r) => r > x)'],
  ['return u.roles.filter((r) => r !== x)', 'return u.assignedRoles.map((role) => role.name).filter((r) => r !== x)'],
  ['return u.roles.slice().sort()', 'return u.assignedRoles.map((role) => role.name).slice().sort()'],
  ['return u.roles.sort()', 'return u.assignedRoles.map((role) => role.name).sort()'],
  ["return u.roles.concat('Z')", "return u.assignedRoles.map((role) => role.name).concat('Z')"],
  ["return u.roles.reduce((all, r) => all + r, '')", "return u.assignedRoles.map((role) => role.name).reduce((all, r) => all + r, '')"],
  ['const out = []; for (const r of u.roles) out.push(r); return out', 'const out = []; for (const { name: r } of u.assignedRoles) out.push(r); return out'],
  ['const [first] = u.roles; return first', 'const [first] = u.assignedRoles.map((role) => role.name); return first'],
  ['const roles = u.roles; return { roles }', 'const roles = u.assignedRoles?.map((role) => role.name); return { roles }'],
  ['return { name: 1, roles: u.roles }', 'return { name: 1, roles: u.assignedRoles?.map((role) => role.name) }'],
  ['return (u.roles).join()', 'return (u.assignedRoles).map((role) => role.name).join()'],
  ['const { roles } = u; return roles.includes(x)', 'const { assignedRoles: roles } = u; return roles.some((role) => role.name === x)'],
  ['const { roles = [] } = u; return roles', 'const { assignedRoles: roles = [] } = u; return roles?.map((role) => role.name)'],
  ["const { roles = ['N'] } = u; return roles.join()", "const { assignedRoles: roles = [{ name: 'N' }] } = u; return roles.map((role) => role.name).join()"],
  ['const { roles: granted } = u; return { granted }', 'const { assignedRoles: granted } = u; return { granted: granted?.map((role) => role.name) }'],
  ["const { roles: [top = 'N'] = [] } = u; return top", "const { assignedRoles: [{ name: top } = { name: 'N' }] = [] } = u; return top"],
  ["const { roles: [a = 'N', ...b] } = u; return [a, b]", "const { assignedRoles: [{ name: a } = { name: 'N' }, ...b] } = u; return [a, b?.map((role) => role.name)]"],
  ['const { roles: { length } } = u; return length', 'const { assignedRoles: { length } } = u; return length'],
  ['return (({ roles }) => roles.length)(u)', 'return (({ assignedRoles: roles }) => roles.length)(u)'],
];

describe('reads of roles', () => {
  it.each(rows)('%s', (before, after) => {
    expect(migrate(`(function () { ${before} })`)).toBe(`(function () { ${after} })`);
    sameBehaviour(before, after);
  });

  it.each([
    ['u.roles.push(x)', /in place/],
    ['u.roles = []', /written/],
    ['delete u.roles', /written/],
    ['u.roles.sort();', /in place/],
    ['u.roles[0] = x', /in place/],
    ['let { roles } = u; roles = []', /assigned again/],
    ['return { ...u.roles }', /spread into an object/],
    ['return u.roles === x', /compares the list itself/],
    ['const { roles: [[a]] } = u', /taken apart/],
    ['let { roles: [a, ...b] } = u; b = []', /assigned again/],
    ['return u.roles[x]()', /./],
  ])('%s is left alone', (code, reason) => {
    const result = migrate(`(function () { ${code} })`);
    if (typeof result === 'string') throw new Error(`rewritten to ${result}`);
    expect('blocked' in result && result.blocked).toMatch(reason);
  });

  it('keeps the value of every chain of reads', () => {
    const first = fc.constantFrom('.slice()', '.filter((r) => r !== x)', '.map((r) => r + x)', '.concat(x)', '.sort()', '');
    const last = fc.constantFrom('.includes(x)', '.indexOf(x)', '.join()', '.length', '[0]', '.at(-1)', '.some((r) => r === role)', '.reduce((a, r) => a + r, "")', '.flatMap((r) => [r, r])', '');
    const around = fc.constantFrom(
      (code: string) => `return ${code}`,
      (code: string) => `return [${code}]`,
      (code: string) => `return \`\${${code}}\``,
      (code: string) => `const v = ${code}; return { v }`,
      (code: string) => `return ((y) => y)(${code})`,
      (code: string) => `return !${code}`,
    );
    fc.assert(
      fc.property(fc.constantFrom('u.roles', 'u?.roles', "u['roles']", '(u.roles)', '(u.roles ?? [])'), first, first, last, around, (read, a, b, c, wrap) => {
        const before = wrap(`${read}${a}${b}${c}`);
        const after = migrate(`(function () { ${before} })`);
        if (typeof after === 'string') sameBehaviour(before, after.slice('(function () { '.length, -' })'.length));
      }),
      { numRuns: 400 },
    );
  });
});
