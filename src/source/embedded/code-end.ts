/** The offset behind the string, template literal or comment that starts here; the same offset when none does. */
export function skipLiteral(text: string, start: number, limit: number): number {
  const char = text[start];
  if (char === '"' || char === "'") return endOfString(text, start, limit);
  if (char === '`') return endOfTemplate(text, start, limit);
  if (char !== '/') return start;
  if (text[start + 1] === '*') return behind(text, '*/', start + 2, limit);
  return text[start + 1] === '/' ? behind(text, '\n', start + 2, limit) : start;
}

/** How long the text is before a word between blanks, and those blanks with the word; undefined where there is no such word. */
export function splitAt(text: string, word: RegExp): readonly [before: number, between: number] | undefined {
  const found = word.exec(text);
  const before = found ? text.slice(0, found.index).trimEnd().length : 0;
  return found ? [before, found.index + found[0].length - before] : undefined;
}

/** The offset behind the next `mark`, or the limit. */
export function behind(text: string, mark: string, start: number, limit: number): number {
  const at = text.indexOf(mark, start);
  return at < 0 || at + mark.length > limit ? limit : at + mark.length;
}

/** Strings in markup are shorter than this. */
const longestString = 4000;

/** A quote that no second one closes on its line is an apostrophe. */
function endOfString(text: string, start: number, limit: number): number {
  const last = Math.min(limit, start + longestString);
  for (let at = start + 1; at < last; at += 1) {
    if (text[at] === '\\') at += 1;
    else if (text[at] === text[start]) return at + 1;
    else if (text[at] === '\n') break;
  }
  return start + 1;
}

function endOfTemplate(text: string, start: number, limit: number): number {
  for (let at = start + 1; at < limit; at += 1) {
    if (text[at] === '\\') at += 1;
    else if (text[at] === '`') return at + 1;
    else if (text[at] === '$' && text[at + 1] === '{') at = endOfBraces(text, at + 1, limit) - 1;
  }
  return limit;
}

/** The offset behind the brace that closes the one at `start`; the limit when none does. */
export function endOfBraces(text: string, start: number, limit: number): number {
  let depth = 0;
  for (let at = start; at < limit; ) {
    const behindLiteral = skipLiteral(text, at, limit);
    if (behindLiteral > at) {
      at = behindLiteral;
      continue;
    }
    if (text[at] === '{') depth += 1;
    if (text[at] === '}') depth -= 1;
    at += 1;
    if (depth === 0) return at;
  }
  return limit;
}
