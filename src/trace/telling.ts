import { descendants, type Node } from '../source/ast.ts';
import type { Trace } from './trace.ts';

const oldMember = /\b(?:roles|created|lastUpdated|valid_roles)\b/;

/** Names of declared types with an old member, and of types that mention those. */
export function tellingTypes(trace: Trace, programs: readonly Node[]): RegExp {
  const declarations = programs.flatMap((program) =>
    descendants(program).flatMap((node) => (/^(?:TSInterfaceDeclaration|TSTypeAliasDeclaration|ClassDeclaration)$/.test(node.type) && node['id'] ? [{ name: String(node['id'].name), text: trace.project.sourceOf(node).slice(node) }] : [])),
  );
  const names = new Set(declarations.filter(({ text }) => oldMember.test(text)).map(({ name }) => name));
  for (let round = 0; round < 3 && names.size > 0; round += 1) {
    const mention = new RegExp(`\\b(?:${[...names].join('|')})\\b`);
    for (const { name, text } of declarations) if (mention.test(text)) names.add(name);
  }
  return new RegExp(`\\b(?:${['roles', 'created', 'lastUpdated', 'valid_roles', ...names].map((name) => name.replaceAll('$', '\\$')).join('|')})\\b`);
}
