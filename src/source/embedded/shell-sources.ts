import type { Node } from '../ast.ts';
import { identifier, make, type Span } from './nodes.ts';

/** `. "$(dirname "$0")/lib.sh"`, `source ./lib.sh`. */
const sourcing = /^[ \t]*(?:(?:if|then|else|do|&&|\|\||\{)[ \t]+|\[[^\n\]]{0,200}\][ \t]*&&[ \t]*)?(?:source|\.)[ \t]+([^\n;&|#]+)/gm;

/** What a script sources, as it is looked for from its folder on: without what only the run knows in front. */
export function sourcedIn(text: string): string[] {
  return [...text.matchAll(sourcing)].flatMap(([, word = '']) => {
    const parts = word.trim().replace(/["']$/, '').replace(/^["']/, '').split('/');
    const known = parts.slice(parts.findLastIndex((part) => !/^[\w.@+-]+$/.test(part)) + 1).join('/');
    return known === '' ? [] : [known];
  });
}

/** Names that a script uses and gives no meaning itself: what is called, and variables. */
const ofFunction = (name: string): string => `function ${name}`;
export const ofVariable = (name: string): string => `variable ${name}`;

/** Where a file gives such a name a meaning; undefined for what is no such name. */
export function sourcedName(specifier: string): RegExp | undefined {
  const [, kind, name = ''] = /^(function|variable) (.+)$/.exec(specifier) ?? [];
  const escaped = name.replace(/[^\w]/g, '\\$&');
  if (kind === 'function') return new RegExp(`^[ \\t]*(?:function[ \\t]+${escaped}(?![\\w-])|${escaped}[ \\t]*\\(\\))`, 'm');
  return kind === 'variable' ? new RegExp(`^[ \\t]*(?:(?:export|readonly|declare)[ \\t]+(?:-\\w+[ \\t]+)*)?${escaped}=|\\$\\{${escaped}:?=`, 'm') : undefined;
}

/** Commands that everybody has. */
const common =
  /^(?:curl|jq|awk|sed|grep|date|dirname|basename|cut|tr|sort|uniq|wc|column|printf|echo|cat|head|tail|tee|xargs|find|seq|sleep|mktemp|command|exec|eval|pwd|env|uname|which|type|node|npm|npx|python3?|git|docker|kubectl|aws|gcloud|az|openssl|base64|tput)$/;
const functionName = /^[a-zA-Z_][\w:.-]*$/;

/** True for a command that may be a function which another script gives a meaning. */
export const isOfAnother = (name: string): boolean => functionName.test(name) && !common.test(name);

/** Functions have names of their own beside variables. */
export const calledName = (name: string): string => `${name}()`;

const nowhere: Span = { start: 0, end: 0 };

/** The function of this name, from whichever file that is sourced. `at`: where it is called. */
export function importOf(name: string, at: Span): Node {
  const called = calledName(name);
  return make('ImportDeclaration', nowhere, { source: make('StringLiteral', nowhere, { value: ofFunction(name) }), specifiers: [make('ImportSpecifier', nowhere, { imported: identifier(called, at), local: identifier(called, at) })] });
}
