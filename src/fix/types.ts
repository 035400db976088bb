import path from 'node:path';
import { isPlainFile, readPlain } from '../files/plain-file.ts';
import type { Change, TypeFault } from './rounds.ts';
import { repositoryFiles } from './type-files.ts';

type Morph = typeof import('ts-morph');
type Program = InstanceType<Morph['Project']>;
type Compiled = ReturnType<Program['getProgram']>['compilerObject'];

/** Files that are checked, and files whose text others are checked against. */
const typed = /(?<!\.d)\.[cm]?tsx?$/;
const declares = /\.[cm]?tsx?$/;
const plain = /\.[cm]?jsx?$/;
const configNames = ['tsconfig.json', 'jsconfig.json'];

/** True for a JavaScript file that the compiler checks as well: the file says so, or its project does. */
function isChecked(root: string, file: string, text: string): boolean {
  if (!plain.test(file) || /^[ \t]*\/\/[ \t]*@ts-nocheck\b/m.test(text)) return false;
  return (
    /^[ \t]*\/\/[ \t]*@ts-check\b/m.test(text) ||
    configsAbove(root, file)
      .slice(0, 1)
      .some((config) => /"checkJs"\s*:\s*true/.test(readPlain(config)))
  );
}

/** The configurations above a file, the nearest first. */
function configsAbove(root: string, file: string): string[] {
  const found: string[] = [];
  for (let folder = path.dirname(file); folder.startsWith(root); folder = path.dirname(folder)) {
    found.push(...configNames.map((name) => path.join(folder, name)).filter(isPlainFile));
    if (folder === path.dirname(folder)) break;
  }
  return found;
}

/**
 * Type errors that changes bring into a project with types: what is wrong afterwards and was not before.
 * ts-morph is loaded here and nowhere else, and only when a file changes that the compiler checks. Without it, or without a
 * readable tsconfig, as much is checked as the files themselves tell.
 * @param related further files whose types may depend on the changed ones
 */
export function newTypeFaults(root: string, changes: readonly Change[], related: readonly string[], load: () => Morph | undefined): TypeFault[] {
  const changed = changes.filter((change) => declares.test(change.file) || isChecked(root, change.file, change.before));
  const morph = changed.length > 0 ? load() : undefined;
  if (!morph) return [];
  const project = open(morph, root, (changed.find(({ file }) => plain.test(file)) ?? changed[0])?.file ?? root);
  const files = [...new Set([...changed.map((change) => change.file), ...related])].filter((file) => typed.test(file) || isChecked(root, file, textOf(changed, file)));
  // What JSDoc declares in a file that is not checked, others may import.
  const { allowJs, checkJs } = project.getCompilerOptions();
  const seen = allowJs || checkJs ? changes.filter(({ file }) => declares.test(file) || plain.test(file)) : changed;
  for (const change of seen) project.createSourceFile(change.file, change.before, { overwrite: true });
  for (const file of files) project.addSourceFileAtPathIfExists(file);
  const before = faults(project, files);
  for (const change of seen) project.getSourceFile(change.file)?.replaceWithText(change.after);
  const counts = count(before);
  const unknown = new Set(before.filter(isUnknownName).map(({ message }) => message));
  return faults(project, files).filter((fault) => {
    if (isUnknownName(fault) && unknown.has(fault.message)) return false;
    const key = keyOf(fault);
    const left = counts.get(key) ?? 0;
    counts.set(key, left - 1);
    return left <= 0;
  });
}

const textOf = (changes: readonly Change[], file: string): string => changes.find((change) => change.file === file)?.before ?? (isPlainFile(file) ? readPlain(file) : '');

/** The project of the nearest tsconfig; plain settings where there is none that can be read. */
function open(morph: Morph, root: string, file: string): Program {
  const [config] = configsAbove(root, file);
  const fileSystem = repositoryFiles(morph, root);
  try {
    if (config) return new morph.Project({ fileSystem, tsConfigFilePath: config, skipAddingFilesFromTsConfig: true, ...(plain.test(file) ? { compilerOptions: { allowJs: true } } : {}) });
  } catch {
    // A configuration that cannot be read counts as none.
  }
  const { ScriptTarget, ModuleKind, ModuleResolutionKind, ts } = morph;
  return new morph.Project({
    fileSystem,
    compilerOptions: {
      strict: false,
      target: ScriptTarget.ESNext,
      module: ModuleKind.ESNext,
      moduleResolution: ModuleResolutionKind.Bundler,
      jsx: ts.JsxEmit.Preserve,
      noEmit: true,
      skipLibCheck: true,
      allowJs: true,
      allowImportingTsExtensions: true,
    },
  });
}

interface Found extends TypeFault {
  readonly code: number;
}

function faults(project: Program, files: readonly string[]): Found[] {
  const program = project.getProgram().compilerObject;
  return files.flatMap((file) => {
    const source = program.getSourceFile(file);
    const diagnostics = source ? checked(program, source) : [];
    if (!diagnostics) return [{ file, line: 1, code: 0, message: 'the compiler fails at this file' }];
    return diagnostics.map((diagnostic) => {
      const text = diagnostic.messageText;
      return { file, line: (source?.getLineAndCharacterOfPosition(diagnostic.start ?? 0).line ?? 0) + 1, code: diagnostic.code, message: typeof text === 'string' ? text : text.messageText };
    });
  });
}

/** Undefined where the compiler itself fails, as it does at some code: that counts as an error of the file, before and afterwards. */
function checked(program: Compiled, source: Parameters<Compiled['getSemanticDiagnostics']>[0]): ReturnType<Compiled['getSemanticDiagnostics']> | undefined {
  try {
    return program.getSemanticDiagnostics(source);
  } catch {
    return undefined;
  }
}

/** Errors are compared by file and kind, because their texts name members that have other names afterwards. */
const keyOf = (fault: Found): string => `${fault.file}\0${fault.code}`;

/** A name that the compiler does not know, as `process` where the types of node are not installed: written once more it is no fault of the fix. */
const isUnknownName = ({ code }: Found): boolean => unknownName.has(code);
const unknownName: ReadonlySet<number> = new Set([2304, 2552, 2580, 2582, 2583, 2584, 2591, 2592]);

function count(found: readonly Found[]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const fault of found) counts.set(keyOf(fault), (counts.get(keyOf(fault)) ?? 0) + 1);
  return counts;
}
