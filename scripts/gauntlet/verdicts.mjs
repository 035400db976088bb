// Whether a text is a program, by judges that are not this tool: the suite's own word, Node, TypeScript and esbuild.
import path from 'node:path';
import vm from 'node:vm';
import { transformSync } from 'esbuild';
import ts from 'typescript';

/** What TypeScript says of names that are declared twice, and of declarations in the wrong form. */
const early = new Set([2300, 2395, 2440, 2451, 2463, 2499, 2567, 4112]);

/** True when the text is a program: files that nobody can judge count as programs. */
export function isProgram(file, text) {
  const own = /\/\*---[\s\S]*?---\*\//.exec(text)?.[0];
  if (own) return !/negative:\s+phase: parse/.test(own);
  if (/\.(?:vue|svelte|astro|html?|hbs|handlebars|ejs|mdx?|markdown)$/.test(file)) return true;
  if (/\.[cm]?jsx?$/.test(file) && nodeTakes(text)) return true;
  return typescriptTakes(file, text) && (/\.d\.(?:[^/]+\.)?[cm]?ts$/.test(file) || nodeTakesTranslated(file, text));
}

/** As a script or as a module. */
function nodeTakes(text) {
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

/** Without its types and JSX, and without syntax that is younger than Node. */
function nodeTakesTranslated(file, text) {
  try {
    const loader = /\.[cm]?js$/.test(file)
      ? 'jsx'
      : file
          .split('.')
          .at(-1)
          .replace(/^[cm]ts$/, 'ts');
    return nodeTakes(transformSync(text, { loader, target: 'es2022', logLevel: 'silent' }).code);
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
