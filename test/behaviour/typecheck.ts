import path from 'node:path';
import ts from 'typescript';
import { sourcesOf } from './programs.ts';

const repository = path.resolve(import.meta.dirname, '../..');

/** How a program without a `tsconfig.json` is checked. */
const strict: ts.CompilerOptions = {
  strict: true,
  target: ts.ScriptTarget.ES2023,
  module: ts.ModuleKind.ESNext,
  moduleResolution: ts.ModuleResolutionKind.Bundler,
  moduleDetection: ts.ModuleDetectionKind.Force,
  esModuleInterop: true,
  resolveJsonModule: true,
  allowImportingTsExtensions: true,
  types: ['node'],
};

const fixed: ts.CompilerOptions = { noEmit: true, skipLibCheck: true, typeRoots: [path.join(repository, 'node_modules/@types')] };

/** Declarations of the language and of packages are parsed once for all programs. */
const shared = new Map<string, ts.SourceFile | undefined>();

/** The type errors of the program in a folder, one a line. */
export function typeErrors(folder: string): string[] {
  const { options, files } = configOf(folder);
  const program = ts.createProgram(files, { ...options, ...fixed }, hostFor(options));
  return ts.getPreEmitDiagnostics(program).map((diagnostic) => {
    const place = diagnostic.file && diagnostic.start !== undefined ? `${path.relative(folder, diagnostic.file.fileName)}:${diagnostic.file.getLineAndCharacterOfPosition(diagnostic.start).line + 1} ` : '';
    return `${place}TS${diagnostic.code} ${ts.flattenDiagnosticMessageText(diagnostic.messageText, ' ')}`;
  });
}

function configOf(folder: string): { options: ts.CompilerOptions; files: string[] } {
  const file = path.join(folder, 'tsconfig.json');
  if (ts.sys.fileExists(file)) {
    const { options, fileNames } = ts.parseJsonConfigFileContent(ts.readConfigFile(file, ts.sys.readFile).config, ts.sys, folder);
    return { options: { types: ['node'], ...options }, files: fileNames };
  }
  const sources = sourcesOf(folder);
  const typed = sources.filter((name) => /\.[cm]?tsx?$/.test(name));
  const isPlain = typed.length === 0;
  const files = (isPlain ? sources.filter((name) => /\.[cm]?js$/.test(name)) : typed).map((name) => path.join(folder, name));
  return { options: { ...strict, allowJs: true, checkJs: isPlain }, files };
}

function hostFor(options: ts.CompilerOptions): ts.CompilerHost {
  const host = ts.createCompilerHost(options, true);
  const { getSourceFile } = host;
  host.getSourceFile = (name, version, ...rest) => {
    if (!/[\\/]node_modules[\\/]/.test(name)) return getSourceFile(name, version, ...rest);
    const key = `${name} ${JSON.stringify(version)}`;
    if (!shared.has(key)) shared.set(key, getSourceFile(name, version, ...rest));
    return shared.get(key);
  };
  return host;
}
