import { forEachChild, parse, type SyntaxNode } from 'unbash';
import type { Node } from '../ast.ts';
import type { Reader } from './reader.ts';
import type { Span } from './nodes.ts';
import { ShellProgram } from './shell-program.ts';
import { byShell } from './shell-words.ts';

/** What cannot be read matters only where it says something of users. */
const tells = /users|\bqlik\b/i;

/** A script of a shell: what it asks with curl and qlik-cli. Nothing in it is ever rewritten. */
export function readShell(reader: Reader): Node[] {
  const { text } = reader;
  reader.regions.push({ start: 0, end: text.length, kind: 'script', frozen: byShell });
  reader.comment = '#';
  // Every other sign keeps its place.
  const script = parse(
    text
      .replace(/^\ufeff/, ' ')
      .replaceAll('\\\r\n', ' \\\n')
      .replaceAll('\r\n', '\n\n'),
  );
  const [error] = script.errors ?? [];
  if (error && tells.test(text)) reader.faults.push({ offset: error.pos, message: `cannot be read as a script of a shell: ${error.message}` });
  reader.whole.push(...wholeCommands(script));
  return [...new ShellProgram(text, script).body];
}

/** Commands between whose lines no comment may stand. */
function wholeCommands(script: SyntaxNode): Span[] {
  const found: Span[] = [];
  const look = (node: SyntaxNode): void => {
    if (node.type === 'Statement' && isPlain(node.command)) found.push({ start: node.pos, end: endOf(node) });
    else forEachChild(node, look);
  };
  look(script);
  return found;
}

function isPlain(node: SyntaxNode): boolean {
  return node.type === 'Command' || ((node.type === 'Pipeline' || node.type === 'AndOr') && node.commands.every(isPlain));
}

/** Where a command ends, with its here-documents. */
function endOf(node: SyntaxNode): number {
  let end = node.end;
  forEachChild(node, (child) => {
    end = Math.max(end, child.type === 'HereDoc' ? (child.closing?.end ?? child.body.end) : endOf(child));
  });
  return end;
}
