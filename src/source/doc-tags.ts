/** One tag of a comment: `@property {string[]} [roles] names`. Offsets are those of the file. */
export interface DocTag {
  readonly tag: string;
  readonly start: number;
  /** Where its line ends. */
  readonly end: number;
  /** What stands in the braces, with blanks for the stars in front of its lines. */
  readonly type?: { readonly start: number; readonly end: number; readonly code: string };
  /** What is named: `user`, `options.sortBy`. */
  readonly name?: { readonly text: string; readonly start: number; readonly isOptional: boolean };
}

/** The tags of a comment that documents what follows; none for other comments. `start` and `end` are those of the whole comment. */
export function tagsOf(text: string, start: number, end: number): DocTag[] {
  if (!text.startsWith('/**', start)) return [];
  const body = text.slice(start + 3, end - 2).replace(/(^|[\r\n])([ \t]*)\*/g, '$1$2 ');
  return [...body.matchAll(/@(\w+)(?!\w)(?<=(?:^\s*|[\r\n][ \t]*)@\w+)/g)].map((match) => tagAt(body, match.index, match[1] as string, start + 3));
}

function tagAt(body: string, at: number, tag: string, offset: number): DocTag {
  let next = skipBlanks(body, at + 1 + tag.length);
  const close = body[next] === '{' ? closing(body, next) : -1;
  const type = close < 0 ? undefined : { start: offset + next + 1, end: offset + close, code: body.slice(next + 1, close) };
  if (close >= 0) next = skipBlanks(body, close + 1);
  const named = /^(\[\s*)?([\w$]+(?:\.[\w$]+)*)/.exec(body.slice(next));
  const name = named && { text: named[2] as string, start: offset + next + (named[1]?.length ?? 0), isOptional: named[1] !== undefined };
  const line = /[\r\n]/.exec(body.slice(next));
  return { tag, start: offset + at, end: offset + (line ? next + line.index : body.trimEnd().length), ...(type ? { type } : {}), ...(name ? { name } : {}) };
}

function skipBlanks(text: string, from: number): number {
  let at = from;
  while (/[ \t]/.test(text[at] ?? '')) at += 1;
  return at;
}

/** The brace that closes the one at this place; -1 where none does. */
function closing(text: string, open: number): number {
  let depth = 0;
  for (let at = open; at < text.length; at += 1) {
    if (text[at] === '{') depth += 1;
    else if (text[at] === '}') depth -= 1;
    if (depth === 0) return at;
  }
  return -1;
}
