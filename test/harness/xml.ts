export interface Element {
  readonly name: string;
  readonly attributes: Readonly<Record<string, string>>;
  readonly children: Element[];
  text: string;
}

/** A small strict XML reader: elements, attributes, text and the five entities. @throws when it is not well-formed. */
export function parseXml(text: string): Element {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: XML forbids these characters
  if (/[\u0000-\u0008\u000b\u000c\u000e-\u001f]/.test(text)) throw new Error('a character that XML forbids');
  const root: Element = { name: '', attributes: {}, children: [], text: '' };
  const open = [root];
  const token = /<\?xml[^>]*\?>|<(\/?)([\w.-]+)((?:\s+[\w.-]+="[^"<]*")*)\s*(\/?)>|([^<]+)|(.)/gs;
  for (const [, close, name = '', given = '', single, words, other] of text.matchAll(token)) {
    const top = open.at(-1) ?? root;
    if (other !== undefined) throw new Error(`unexpected ${other}`);
    if (words !== undefined) {
      if (/&(?!(?:amp|lt|gt|quot|apos|#\d+);)/.test(words)) throw new Error('a bare ampersand');
      top.text += words;
    } else if (close) {
      if (open.pop()?.name !== name) throw new Error(`</${name}> closes nothing`);
    } else if (name !== '') {
      const element = { name, attributes: Object.fromEntries([...given.matchAll(/([\w.-]+)="([^"]*)"/g)].map((match) => [match[1], match[2]])), children: [], text: '' };
      top.children.push(element);
      if (!single) open.push(element);
    }
  }
  const [first] = root.children;
  if (open.length !== 1 || !first || root.children.length !== 1) throw new Error('not one element');
  return first;
}
