import { descendants, isFunction, type Node } from '../source/ast.ts';
import { importers } from './calls/callers.ts';
import { type DeclaredOperation, describedTypes } from './types/contracts.ts';
import { exportNamesOf } from './modules/modules.ts';
import { declaredByClients } from './types/package-types.ts';
import { isRenamed } from './shape-names.ts';
import { namingPrograms, telling, tellingNames } from './types/telling.ts';
import type { Trace } from './trace.ts';
import { UserSchemas } from './schemas/user-schemas.ts';
import { UserTypes } from './types/user-types.ts';

/** Rounds of learning: a type or schema learned in one round can explain values that the next round learns from. */
const mostRounds = 3;

/** What is known of types, however they are written. */
export interface Learned {
  readonly types: UserTypes | undefined;
  readonly schemas: UserSchemas | undefined;
}

/**
 * Which declared types and which schemas describe users; undefined where there are none.
 * `programs` name old fields, `requesting` may make requests, `operations` are declared by types that clients are made with.
 */
export function learn(trace: Trace, programs: readonly Node[], requesting: readonly Node[], operations: readonly DeclaredOperation[]): Learned {
  const declaring = programs.filter((program) => trace.project.sourceOf(program).tellsTypes || hasFields(trace, program));
  const { typed, words } = annotating(trace, declaring, requesting);
  const types = declaring.length > 0 ? new UserTypes(trace, words) : undefined;
  const checking = checkingPrograms(trace, programs, requesting);
  const schemas =
    checking.length > 0
      ? new UserSchemas(
          trace,
          checking,
          checking.some((program) => jsonSchema.test(trace.project.sourceOf(program).text) || trace.project.specifiersOf(trace.project.fileOf(program)).some((specifier) => specifier.endsWith('.json'))),
        )
      : undefined;
  trace.userSchemas = schemas;
  if (types) for (const [type, shape] of [...describedTypes(operations), ...declaredByClients(trace)]) types.describe(type, shape);
  trace.userTypes = types;
  const size = (): number => (types?.all.length ?? 0) + (schemas?.all.length ?? 0);
  if (size() > 0) trace.forget();
  for (let round = 0; round < mostRounds; round += 1) {
    const before = size();
    for (const program of typed) trace.attempt(program, () => types?.learn(program), undefined);
    schemas?.learn();
    if (size() === before) break;
    trace.forget();
  }
  const hasPackageTypes = trace.clients.some(({ declared }) => declared) || typed.some((program) => importsTypes(trace, program));
  return { types: types && (types.all.length > 0 || schemas?.all.length || hasPackageTypes) ? types : undefined, schemas: schemas && schemas.all.length > 0 ? schemas : undefined };
}

/** The programs whose annotations are asked, and what the text of one must mention. */
function annotating(trace: Trace, programs: readonly Node[], requesting: readonly Node[]): { readonly typed: readonly Node[]; readonly words: RegExp } {
  const names = tellingNames(trace, programs);
  const naming = namingPrograms(trace, names, programs, requesting);
  const typed = [...programs, ...naming];
  return { typed, words: telling(naming.length > 0 ? tellingNames(trace, typed) : names) };
}

/** True for a file that imports from a package whose types a client explains, or from a file that does and may hand them on. */
function importsTypes(trace: Trace, program: Node): boolean {
  const file = trace.project.fileOf(program);
  const near = new Set([file, ...trace.project.importsOf(file)]);
  for (const other of [...near]) for (const further of trace.project.importsOf(other)) near.add(further);
  return [...near].some((other) => trace.project.specifiersOf(other).some((specifier) => trace.clients.some((client) => client.typed && client.packages.includes(specifier))));
}

/** True for a class with fields of its own that have names of users: it may be given all members of one. */
const hasFields = (trace: Trace, program: Node): boolean => /\bclass\b/.test(trace.project.sourceOf(program).text) && descendants(program).some((node) => node.type === 'ClassProperty' && isRenamed(node));

/** Bytes of a JSON schema. */
const jsonSchema = /\bproperties["']?\s*:\s*[{\w]/;

/** Bytes of code that goes through the names of an object. */
const goesThroughKeys = /\bObject\.(?:keys|entries)\(|\bin\s+\w/;

/** True when the file writes schemas of a library or of its own library, JSON schemas, or loads some. */
function holdsSchemas(trace: Trace, packages: ReadonlySet<string>, file: string): boolean {
  if (jsonSchema.test(trace.project.files.read(file) ?? '')) return true;
  if (trace.project.specifiersOf(file).some((specifier) => packages.has(specifier) || specifier.endsWith('.json'))) return true;
  return (
    goesThroughKeys.test(trace.project.files.read(file) ?? '') && trace.project.nodes(file).some((node) => isFunction(node) && trace.clients.some((client) => client.schemas && client.standsFor?.(trace, node) === client.schemas.object))
  );
}

/**
 * Files that may hold a value against a schema: those that make requests or name an old field, and from there every file that writes
 * schemas, what imports from one, and what is imported. None where nothing writes schemas.
 */
function checkingPrograms(trace: Trace, programs: readonly Node[], requesting: readonly Node[]): Node[] {
  const packages = new Set(trace.clients.flatMap((client) => (client.schemas ? client.packages : [])));
  const near = new Set([...programs, ...requesting].map((program) => trace.project.fileOf(program)));
  const writing = new Set<string>();
  for (const file of near) {
    for (const other of [file, ...trace.project.importsOf(file)]) if (!other.endsWith('.json') && holdsSchemas(trace, packages, other)) writing.add(other);
    for (const other of writing) near.add(other);
  }
  for (const file of writing) {
    const wanted = new Map<string, Set<string>>();
    importers(trace, file, exportNamesOf(trace, file), wanted, 0);
    for (const other of wanted.keys()) {
      near.add(other);
      if (holdsSchemas(trace, packages, other)) writing.add(other);
    }
  }
  return writing.size === 0 ? [] : [...near].flatMap((file) => trace.project.source(file)?.program ?? []);
}
