import { descendants, type Node } from '../source/ast.ts';
import { baseArguments } from './base-types.ts';
import type { Trace } from './trace.ts';

const oldMember = /\b(?:roles|created|lastUpdated|valid_roles)\b/;

/** Names of declared types and schemas with an old member, and of those that mention them. */
export function tellingTypes(trace: Trace, programs: readonly Node[]): RegExp {
  const declarations = programs.flatMap((program) => [...typesIn(program), ...schemasIn(program)].map((node) => ({ name: String(node['id'].name), text: trace.project.sourceOf(node).slice(node) })));
  const names = new Set(declarations.filter(({ text }) => oldMember.test(text)).map(({ name }) => name));
  for (let round = 0; round < 3 && names.size > 0; round += 1) {
    const mention = new RegExp(`\\b(?:${[...names].map(escaped).join('|')})\\b`);
    for (const { name, text } of declarations) if (mention.test(text)) names.add(name);
  }
  return new RegExp(`\\b(?:${['roles', 'created', 'lastUpdated', 'valid_roles', ...names].map(escaped).join('|')})\\b`);
}

const escaped = (name: string): string => name.replaceAll('$', '\\$');
const typesIn = (program: Node): Node[] => descendants(program).filter((node) => /^(?:TSInterfaceDeclaration|TSTypeAliasDeclaration|ClassDeclaration)$/.test(node.type) && node['id']);

/** `export const user = z.object({…})`: variables of the module that may be schemas, which types take by their names. */
function schemasIn(program: Node): Node[] {
  return (program['body'] as Node[]).flatMap((statement) => {
    const declaration: Node = statement['declaration'] ?? statement;
    const declarators: Node[] = declaration.type === 'VariableDeclaration' ? declaration['declarations'] : [];
    return declarators.filter((declarator) => declarator['id'].type === 'Identifier' && declarator['init'] && !/Function/.test(declarator['init'].type));
  });
}

/** The types written at a node. */
export function annotationsOf(node: Node): Node[] {
  const types: (Node | undefined)[] = [node['typeAnnotation'], node['returnType'], node['typeParameters'], node['typeArguments'], baseArguments(node)];
  return types.filter((type): type is Node => typeof type?.type === 'string');
}
