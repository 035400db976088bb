import { isFunction, type Node, unwrap } from '../../source/ast.ts';
import type { Source } from '../../source/source.ts';

/** `define(['a', './b'], (a, b) => …)`, `require(['a'], (a) => …)`: what the function receives at `index`, as the specifier of a module. */
export function dependency(call: Node, index: number): string | undefined {
  const list = (call['arguments'] as readonly Node[]).find((argument) => argument.type === 'ArrayExpression');
  const element: Node | undefined = list?.['elements'][index];
  return element?.type === 'StringLiteral' ? element['value'] : undefined;
}

/** What the module that a file defines is: the object that its function returns, or that is defined itself. */
export function definedModule(source: Source): Node | undefined {
  for (const statement of source.scopes.globals.has('define') ? (source.program['body'] as readonly Node[]) : []) {
    const call: Node | undefined = statement.type === 'ExpressionStatement' ? unwrap(statement['expression']) : undefined;
    if (call?.type !== 'CallExpression' || call['callee'].name !== 'define') continue;
    const last = (call['arguments'] as readonly Node[]).at(-1);
    if (!last || !isFunction(unwrap(last))) return last;
    const body: Node = unwrap(last)['body'];
    return body.type === 'BlockStatement' ? ((body['body'] as readonly Node[]).find(({ type }) => type === 'ReturnStatement')?.['argument'] ?? undefined) : body;
  }
  return undefined;
}

/** Specifiers in the lists of `define` and `require`, from the text of a file. */
export const dependenciesIn = (text: string): string[] =>
  [...text.matchAll(/\b(?:define|require|requirejs)\s*\(\s*(?:["'][^"'\n]*["']\s*,\s*)?\[([^[\]]*)\]/g)].flatMap((match) => [...(match[1] as string).matchAll(/["']([^"'\n]+)["']/g)].map((name) => name[1] as string));
