import fs from 'node:fs';
import path from 'node:path';

/** A row of `expected.json`: a line on which a deprecated name starts. */
export interface Row {
  readonly file: string;
  readonly line: number;
  /** Any line from `line` to here will do. */
  readonly to?: number;
  readonly rule: string;
  /** May be reported, or folded into another row. */
  readonly also?: boolean;
}

/** A folder of `programs/` with what its `program.json` and `expected.json` say. */
export interface Program {
  readonly name: string;
  readonly folder: string;
  readonly entry: string;
  /** Every rule that has a finding here; none for a decoy. */
  readonly rules: readonly string[];
  readonly about: string;
  /** `full`: a safe rewrite exists; `report`: there is none. */
  readonly fix: 'full' | 'report';
  /** `false`: the entry only shows that the code loads. */
  readonly run?: boolean;
  readonly type?: 'module' | 'commonjs';
  /** The program has no type errors before the fix, and may have none after it. */
  readonly typechecks?: boolean;
  /** Packages that this program gets in another version: name -> the name under which that is installed here. */
  readonly packages?: Readonly<Record<string, string>>;
  readonly expected: readonly Row[];
}

const ours = path.join(import.meta.dirname, 'programs');
const notes = ['program.json', 'expected.json'];
const json = (file: string) => JSON.parse(fs.readFileSync(file, 'utf8'));

export function listPrograms(root = ours): Program[] {
  return fs
    .readdirSync(root)
    .filter((name) => notes.every((note) => fs.existsSync(path.join(root, name, note))))
    .sort()
    .map((name) => {
      const folder = path.join(root, name);
      return { ...json(path.join(folder, 'program.json')), name, folder, expected: json(path.join(folder, 'expected.json')) };
    });
}

export const isDecoy = (program: Program): boolean => program.rules.length === 0;

/** The sources of a program, relative to its folder. */
export function sourcesOf(folder: string): string[] {
  return fs
    .readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && !notes.includes(entry.name))
    .map((entry) => path.relative(folder, path.join(entry.parentPath, entry.name)).split(path.sep).join('/'))
    .sort();
}

/** Copies the sources of a program, and says what kind of modules they are when the program does not. */
export function copyProgram(program: Program, to: string): void {
  for (const name of sourcesOf(program.folder)) {
    fs.mkdirSync(path.dirname(path.join(to, name)), { recursive: true });
    fs.copyFileSync(path.join(program.folder, name), path.join(to, name));
  }
  if (!fs.existsSync(path.join(to, 'package.json'))) fs.writeFileSync(path.join(to, 'package.json'), JSON.stringify({ private: true, type: moduleType(program, to) }));
}

function moduleType(program: Program, folder: string): string {
  const isCommon = sourcesOf(folder)
    .filter((name) => /\.(?:js|ts|tsx|jsx)$/.test(name))
    .some((name) => /\brequire\(|\bmodule\.exports\b/.test(fs.readFileSync(path.join(folder, name), 'utf8')));
  return program.type ?? (isCommon ? 'commonjs' : 'module');
}
