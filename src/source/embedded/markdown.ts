import type { Node } from '../ast.ts';
import type { Language } from '../parse.ts';
import { block, type Span } from './nodes.ts';
import type { Reader } from './reader.ts';
import { tableOf } from '../../table.ts';

const languages: Readonly<Record<string, Language>> = tableOf({ js: 'js', javascript: 'js', mjs: 'js', cjs: 'js', jsx: 'js', node: 'js', ts: 'ts', typescript: 'ts', mts: 'ts', cts: 'ts', tsx: 'tsx' });

interface Fence extends Span {
  readonly language: Language;
  readonly isQuoted: boolean;
}

/** The fences of a text that hold JavaScript or TypeScript; each is a program of its own. */
export function readMarkdown(reader: Reader): Node[] {
  return fencesOf(reader.text).flatMap((fence) => {
    const code = reader.slice(fence);
    // What says nothing of the users API need not be a whole program: texts are full of fragments.
    if (!/\/users|users[/?]|qlik|\b(?:roles|created|lastUpdated)\b/i.test(code)) return [];
    return [block(reader.script({ start: fence.start, end: fence.end }, fence.language, fence.isQuoted ? code.replace(/^[ \t]*(?:>[ \t]?)+/gm, (quote) => ' '.repeat(quote.length)) : code), fence)];
  });
}

const opening = /^((?:[ \t]|>|[-*+][ \t]|\d+[.)][ \t])*)(`{3,}|~{3,})[ \t]*\{?\.?([\w-]*)/;

function fencesOf(text: string): Fence[] {
  const fences: Fence[] = [];
  let open: { mark: string; start: number; language: Language | undefined; isQuoted: boolean } | undefined;
  for (const { 0: line, index } of text.matchAll(/[^\n]*(?:\n|$)/g)) {
    const found = opening.exec(line.replace(/^\ufeff/, ' '));
    if (!open) {
      const [, before = '', mark = '', language = ''] = found ?? [];
      if (found) open = { mark, start: index + line.length, language: languages[language.toLowerCase()], isQuoted: before.includes('>') };
    } else if (found && isClosing(line, open.mark)) {
      if (open.language) fences.push({ start: open.start, end: index, language: open.language, isQuoted: open.isQuoted });
      open = undefined;
    }
  }
  return fences;
}

/** Only the mark, at least as long as the one that opened. */
const isClosing = (line: string, mark: string): boolean =>
  line
    .replace(/^[\s>]+/, '')
    .trimEnd()
    .startsWith(mark) && new RegExp(`^[\\s>]*${mark[0]}+\\s*$`).test(line);
