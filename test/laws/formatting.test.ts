import fs from 'node:fs';
import path from 'node:path';
import { parse } from '@babel/parser';
import fc, { type GeneratorValue } from 'fast-check';
import { describe, expect, it } from 'vitest';
import { descendants, type Node } from '../../src/source/ast.ts';
import { parseSource } from '../../src/source/source.ts';
import { fixTexts } from '../harness/memory-files.ts';
import { chance, pick } from './writing.ts';

const seed = process.env['LAWS_SEED'] === 'random' ? Date.now() % 1_000_000_007 : Number(process.env['LAWS_SEED'] ?? 2022);
const runs = Number(process.env['LAWS_RUNS'] ?? 30);
const fixtures = path.resolve(import.meta.dirname, '../../fixtures');

interface Pair {
  readonly name: string;
  readonly input: string;
  readonly output: string;
}

const folders = ['rules', 'clients'].flatMap((kind) => fs.readdirSync(path.join(fixtures, kind)).map((name) => path.join(fixtures, kind, name)));
const pairs = folders.flatMap((folder) =>
  fs.readdirSync(folder).flatMap((name): Pair[] => {
    const output = path.join(folder, name.replace('.input.', '.output.'));
    const isPlain = /\.input\.[cm]?[jt]s$/.test(name) && !fs.existsSync(path.join(folder, `${name.split('.input.')[0]}.package.json`));
    return isPlain && fs.existsSync(output) ? [{ name: name.replace('.input.', '.'), input: fs.readFileSync(path.join(folder, name), 'utf8'), output: fs.readFileSync(output, 'utf8') }] : [];
  }),
);

/** A text that means the same, and what takes the change away again. */
interface Variant {
  readonly text: string;
  undo(text: string): string;
}

const remark = `/*§ ] } ) ' " \` \${ \\\\ é 😀 */`;

/** Where a comment may stand: in front of tokens, but not inside of templates or private names, nor between a comment and what it is about. */
function gaps(name: string, text: string): number[] {
  const { tokens = [] } = parse(text, { sourceType: 'unambiguous', allowReturnOutsideFunction: true, tokens: true, plugins: ['decorators-legacy', ...(/ts$/.test(name) ? (['typescript'] as const) : [])] });
  const inside = [...descendants(parseSource(`/${name}`, text).program)].filter((node) => node.type === 'TemplateElement').map((node) => [node.start, node.end] as const);
  return (tokens as { start: number; type: { label?: string } | string }[])
    .filter((token) => typeof token.type === 'object' && text[token.start - 1] !== '#' && !inside.some(([start, end]) => token.start >= start && token.start <= end) && !/(?:\*\/|\/\/.*)\s*$/.test(text.slice(0, token.start)))
    .map((token) => token.start);
}

function inserted(text: string, at: readonly number[], what: string): string {
  return [...at].sort((a, b) => b - a).reduce((result, place) => result.slice(0, place) + what + result.slice(place), text);
}

const head = `const rocket = '🚀 𝒳 é \\u{1F680}', größe = \`\${rocket}…\`; // ${'x'.repeat(20_000)} 😀\n`;
/** Imports and directives stay first. */
const headAt = (name: string, text: string): number => parseSource(`/${name}`, text).program['body'].findLast((node: Node) => node.type === 'ImportDeclaration')?.end ?? 0;

/** Changes after which the same edits must be made. */
const sameEdits: Readonly<Record<string, (pair: Pair, draw: GeneratorValue) => Variant>> = {
  'comments between tokens': ({ name, input }, draw) => ({
    text: inserted(
      input,
      gaps(name, input).filter(() => chance(draw, 10)),
      remark,
    ),
    undo: (text) => text.replaceAll(remark, ''),
  }),
  'mixed line endings': ({ input }, draw) => ({ text: input.replace(/\n/g, () => (chance(draw, 50) ? '\r\n' : '\n')), undo: (text) => text.replaceAll('\r\n', '\n') }),
  'no final newline': ({ input }) => ({ text: input.trimEnd(), undo: (text) => `${text}\n` }),
  'a long line and characters beyond the first plane before it': ({ name, input }) => {
    const at = headAt(name, input);
    return { text: `${input.slice(0, at)}${at > 0 ? '\n' : ''}${head}${input.slice(at)}`, undo: (text) => text.replace(at > 0 ? `\n${head}` : head, '') };
  },
};

const wrappable = /^(?:Identifier|(?:Optional)?MemberExpression|(?:Optional)?CallExpression|AwaitExpression|StringLiteral|TemplateLiteral|ObjectExpression|ArrayExpression)$/;

/** Expressions that can stand in parentheses: values of arguments, initializers, operands, returned ones. */
function expressions(name: string, text: string): Node[] {
  return [...descendants(parseSource(`/${name}`, text).program)].filter((node) => {
    const parent = node.parent;
    if (!parent || !wrappable.test(node.type)) return false;
    if (/CallExpression$|NewExpression$/.test(parent.type)) return parent['arguments'].includes(node) && parent['callee'].type !== 'Import' && parent['callee'].name !== 'require';
    return (
      (parent['init'] === node && parent.type === 'VariableDeclarator') ||
      (/^(?:ReturnStatement|AwaitExpression)$/.test(parent.type) && parent['argument'] === node) ||
      (/^(?:BinaryExpression|LogicalExpression)$/.test(parent.type) && (parent['left'] === node || parent['right'] === node)) ||
      (/MemberExpression$/.test(parent.type) && parent['object'] === node)
    );
  });
}

/** Wraps that change nothing but the text: what is done may differ in form, and must still be whole. */
const wrapped: Readonly<Record<string, (pair: Pair, draw: GeneratorValue) => string>> = {
  'extra parentheses': ({ name, input }, draw) =>
    wrap(
      input,
      expressions(name, input).filter(() => chance(draw, 15)),
      ['(', ')'],
    ),
  'assertions of types': ({ name, input }, draw) =>
    /ts$/.test(name)
      ? wrap(
          input,
          expressions(name, input).filter(() => chance(draw, 15)),
          pick(draw, ['(', ' satisfies unknown)'], ['(', '!)'], ['(', ' as any)']),
        )
      : wrap(
          input,
          expressions(name, input).filter(() => chance(draw, 15)),
          ['((', '))'],
        ),
};

function wrap(text: string, nodes: readonly Node[], [before, after]: readonly string[]): string {
  const marks = nodes.flatMap((node) => [
    { at: node.start, what: before ?? '', length: node.end - node.start, opens: 1 },
    { at: node.end, what: after ?? '', length: node.end - node.start, opens: 0 },
  ]);
  const ordered = marks.sort((a, b) => b.at - a.at || b.opens - a.opens || (a.opens ? a.length - b.length : b.length - a.length));
  return ordered.reduce((result, { at, what }) => result.slice(0, at) + what + result.slice(at), text);
}

const drawn = fc.sample(
  fc.gen().map((draw) => {
    const pair = pick(draw, ...pairs);
    return {
      pair,
      same: Object.entries(sameEdits).map(([about, make]) => ({ about, ...make(pair, draw) })),
      whole: Object.entries(wrapped).map(([about, make]) => ({ about, text: make(pair, draw) })),
    };
  }),
  { seed, numRuns: runs },
);

/** A comment may keep its line where the code goes, and a value its parentheses. */
const shape = (text: string): string => text.replace(/^[ \t]*\n/gm, '').replace(/[()]/g, '');

describe('layout', () => {
  it.each(drawn.map((one, index) => [`${index} ${one.pair.name}`, one] as const))('does not change what is done, nor bytes that no edit touches: %s', (_, { pair, same, whole }) => {
    const { name, output } = pair;
    for (const { about, text, undo } of same) {
      const { texts, refused, remaining } = fixTexts({ [name]: text });
      const after = texts[name] ?? '';
      const isTold = refused.length + remaining.findings.filter((finding) => finding.evidence.confidence !== 'possible').length > 0;
      if (!isTold || !about.startsWith('comments')) expect(shape(undo(after)), `LAWS_SEED=${seed}, ${about}\n${text}\n+++\n${after}`).toBe(shape(output));
      expect(() => parseSource(`/project/${name}`, after), about).not.toThrow();
      expect(fixTexts({ [name]: after }).texts[name], about).toBe(after);
    }
    for (const { about, text } of whole) {
      const after = fixTexts({ [name]: text }).texts[name] ?? '';
      expect(() => parseSource(`/project/${name}`, after), `${about}\n${text}\n+++\n${after}`).not.toThrow();
      expect(fixTexts({ [name]: after }).texts[name], about).toBe(after);
    }
  });
});
