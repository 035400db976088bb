// Whether a text is a program, by judges that are not this tool: the suite's own word, Node, TypeScript and esbuild.
import path from 'node:path';
import vm from 'node:vm';
import { transformSync } from 'esbuild';
import ts from 'typescript';

/** Errors that TypeScript tells apart from syntax, though the language forbids the text as such. */
const early = new Set([2300, 2323, 2357, 2364, 2369, 2371, 2406, 2408, 2410, 2440, 2448, 2451, 2462, 2463, 2487, 2499, 2501, 2518, 2523, 2524, 2528, 2567, 2699, 2777, 2778, 2779, 2804, 2813, 2815, 4112, 5076]);

/** True when the text is a program: files that nobody can judge count as programs. */
export function isProgram(file, text) {
  const own = /\/\*---[\s\S]*?---\*\//.exec(text)?.[0];
  if (own) return !/negative:\s+phase: parse/.test(own);
  if (/\.(?:vue|svelte|astro|html?|hbs|handlebars|ejs|mdx?|markdown)$/.test(file)) return true;
  if (/\.[cm]?jsx?$/.test(file)) return runs(text) || (typescriptTakes(file, text) && esbuildTakes(file, text));
  return typescriptTakes(file, text);
}

function runs(text) {
  const readable = text.replace(/^\ufeff/, '');
  return [() => new vm.Script(readable), () => new vm.SourceTextModule(readable)].some((read) => {
    try {
      read();
      return true;
    } catch {
      return false;
    }
  });
}

function esbuildTakes(file, text) {
  try {
    transformSync(text, { loader: /\.[cm]?js$/.test(file) ? 'jsx' : file.split('.').at(-1).replace(/^[cm]ts$/, 'ts'), jsx: 'preserve', target: 'esnext', logLevel: 'silent' });
    return true;
  } catch {
    return false;
  }
}

const kindOf = (file) => (/\.[cm]?jsx?$/.test(file) ? ts.ScriptKind.JSX : file.endsWith('.tsx') ? ts.ScriptKind.TSX : ts.ScriptKind.TS);

/** The syntax tree of TypeScript, or undefined where there is none without an error. */
export function treeOf(file, text) {
  try {
    const tree = ts.createSourceFile(file, text, ts.ScriptTarget.ESNext, true, kindOf(file));
    return tree.parseDiagnostics.length === 0 ? tree : undefined;
  } catch {
    return undefined;
  }
}

function typescriptTakes(file, text) {
  const tree = treeOf(file, text);
  if (!tree) return false;
  const name = `/gauntlet/${path.basename(file)}`;
  const options = { noLib: true, noResolve: true, allowJs: true, checkJs: true, target: ts.ScriptTarget.ESNext, module: ts.ModuleKind.ESNext, jsx: ts.JsxEmit.Preserve, noEmit: true, types: [] };
  const host = {
    ...ts.createCompilerHost(options),
    getSourceFile: (asked) => (asked === name ? ts.createSourceFile(name, text, ts.ScriptTarget.ESNext, true, kindOf(file)) : undefined),
    fileExists: (asked) => asked === name,
    readFile: () => undefined,
  };
  try {
    const program = ts.createProgram([name], options, host);
    return ![...program.getSyntacticDiagnostics(), ...program.getSemanticDiagnostics()].some(({ code }) => code < 2000 || (code >= 17000 && code < 19000) || early.has(code));
  } catch {
    return false;
  }
}
