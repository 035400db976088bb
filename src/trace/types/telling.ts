import { descendants, type Node } from '../../source/ast.ts';
import type { Trace } from '../trace.ts';

const oldMember = /\b(?:roles|created|lastUpdated|valid_roles)\b/;

/** Names of declared types and schemas with an old member, and of those that mention them, be it in a file that names no old member itself. */
export function tellingNames(trace: Trace, programs: readonly Node[]): ReadonlySet<string> {
  const all = [...programs];
  for (let round = 0; round < mostAliases; round += 1) {
    const names = namesIn(trace, all);
    const naming = aliasing(trace, names, all);
    if (naming.length === 0) return names;
    all.push(...naming);
  }
  return namesIn(trace, all);
}

/** What declares a type of its own, or gives one another name; `import type { … }` does not. */
const declaring = /\b(?:type|interface|class)\s+[\w$]+\s*(?:[<={]|extends|implements)|@typedef/;
/** Through how many files a type gets another name. */
const mostAliases = 3;

/** `export type User = components['schemas']['User']`: programs that import one of these types from a known file, and give a type of their own by it. */
function aliasing(trace: Trace, names: ReadonlySet<string>, programs: readonly Node[]): Node[] {
  const { project } = trace;
  const known = new Set(programs.map((program) => project.fileOf(program)));
  const files = new Set([...names].flatMap((name) => project.filesWith(name)).filter((file) => !known.has(file) && [...project.importsOf(file)].some((other) => known.has(other)) && declaring.test(project.files.read(file) ?? '')));
  return [...files].sort().flatMap((file) => {
    const source = project.source(file);
    return source?.tellsTypes && typesIn(source.program).length > 0 ? [source.program] : [];
  });
}

function namesIn(trace: Trace, programs: readonly Node[]): ReadonlySet<string> {
  const declarations = programs.flatMap((program) => [...typesIn(program), ...schemasIn(program)].map((node) => ({ name: String(node['id'].name), text: trace.project.sourceOf(node).slice(node) })));
  const names = new Set(declarations.filter(({ text }) => oldMember.test(text)).map(({ name }) => name));
  for (let round = 0; round < 3 && names.size > 0; round += 1) {
    const mention = new RegExp(`\\b(?:${[...names].map(escaped).join('|')})\\b`);
    for (const { name, text } of declarations) if (mention.test(text)) names.add(name);
  }
  return names;
}

/** What the text of a type mentions that has to do with one of these. */
export const telling = (names: ReadonlySet<string>): RegExp => new RegExp(`\\b(?:${['roles', 'created', 'lastUpdated', 'valid_roles', ...names].map(escaped).join('|')})\\b`);

/** Programs that name no old member but a type that has one, as far as they make requests or import what does: `(await load()) as User[]`. */
export function namingPrograms(trace: Trace, names: ReadonlySet<string>, programs: readonly Node[], requesting: readonly Node[]): Node[] {
  const { project } = trace;
  const known = new Set(programs.map((program) => project.fileOf(program)));
  const making = new Set(requesting.map((program) => project.fileOf(program)));
  const isNear = (file: string): boolean => making.has(file) || [...project.importsOf(file)].some((other) => making.has(other));
  const files = new Set([...names].flatMap((name) => project.filesWith(name)).filter((file) => !known.has(file) && isNear(file)));
  return [...files].sort().flatMap((file) => (project.source(file)?.tellsTypes ? (project.source(file)?.program ?? []) : []));
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
  const types: (Node | undefined)[] = [node['typeAnnotation'], node['returnType'], node['typeParameters'], node['typeArguments'], node['superTypeParameters']];
  return types.filter((type): type is Node => typeof type?.type === 'string');
}
