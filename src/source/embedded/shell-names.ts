import { type Command, type CommandNode, type CompoundList, forEachChild, type Function as ShellFunction, type ParsedScript, type Redirection, type SyntaxNode, type Word } from 'unbash';

/** What the names of a script mean, wherever they are used. */
export interface ShellNames {
  readonly functions: ReadonlyMap<string, ShellFunction>;
  /** Variables of the whole script. */
  readonly variables: ReadonlySet<string>;
  /** Variables of one function alone. */
  readonly locals: ReadonlyMap<ShellFunction, ReadonlySet<string>>;
  /** Files that the script writes, by the words that name them. */
  readonly files: ReadonlySet<string>;
  /** Functions that take arguments away other than one after the other: which is the first, nobody knows. */
  readonly shifting: ReadonlySet<ShellFunction>;
  /** It sources others, which may give names a meaning that it does not. */
  readonly isSourcing: boolean;
}

/** The text of a word without the quotes around it. */
export const bare = (word: Word): string => word.text.replace(/^(["'])(.*)\1$/s, '$2');

/** The file that a command writes what it prints to. */
export const writtenFile = (redirects: readonly Redirection[]): Word | undefined =>
  redirects.flatMap((one) => (one.type === 'Redirect' && /^(?:>|>>|>\||&>|&>>)$/.test(one.operator) && isOutput(one) && one.target ? [one.target] : [])).at(-1);

const isOutput = ({ descriptor }: Redirection): boolean => !descriptor || (descriptor.type === 'FileDescriptor' && descriptor.value === 1);

/** True when a command prints nothing into what reads it: into a file, or where errors go. */
export const isRedirected = (redirects: readonly Redirection[]): boolean => redirects.some((one) => one.type === 'Redirect' && /^(?:>|>>|>\||&>|&>>|>&)$/.test(one.operator) && isOutput(one));

/** The option of curl that says where the answer goes. */
export function outputOf({ suffix }: Command): Word | undefined {
  const words = suffix.filter((word) => word.type === 'Word');
  return words.find((_, index) => /^(?:-[a-zA-Z]*o|--output)$/.test(words[index - 1]?.text ?? ''));
}

const declaring = /^(?:local|declare|typeset)$/;
const reading = /^(?:read|mapfile|readarray)$/;

/** Goes once through the whole script. */
export function namesIn(script: ParsedScript): ShellNames {
  const functions = new Map<string, ShellFunction>();
  const variables = new Set<string>();
  const locals = new Map<ShellFunction, Set<string>>();
  const files = new Set<string>();
  const shifting = new Set<ShellFunction>();
  let isSourcing = false;
  const assigned: { readonly name: string; readonly within: ShellFunction | undefined }[] = [];
  const look = (node: SyntaxNode, within: ShellFunction | undefined, isPlain: boolean): void => {
    if (node.type === 'Function') functions.set(node.name.text, node);
    if (node.type === 'Command') {
      const name = node.name?.text ?? '';
      isSourcing ||= name === '.' || name === 'source';
      for (const variable of assignedBy(node)) {
        if (within && declaring.test(name)) locals.set(within, (locals.get(within) ?? new Set()).add(variable));
        else assigned.push({ name: variable, within });
      }
      const file = writtenFile(node.redirects) ?? (name.endsWith('curl') ? outputOf(node) : name === 'tee' ? wordsOf(node).at(-1) : undefined);
      if (file) files.add(bare(file));
      if (within && !isPlain && /^(?:shift|set)$/.test(name)) shifting.add(within);
    }
    if (node.type === 'Redirected') for (const file of [writtenFile(node.redirects)]) if (file) files.add(bare(file));
    if (node.type === 'For' || node.type === 'Select') assigned.push({ name: node.name.text, within });
    if (node.type === 'ParameterExpansion' && node.operation?.type === 'Default' && node.operation.operator.endsWith('=')) assigned.push({ name: node.parameter, within });
    const inner = node.type === 'Function' ? node : within;
    const isStraight = /^(?:Function|BraceGroup|CompoundList|Statement)$/.test(node.type) || (node.type === 'AndOr' && isPlain);
    forEachChild(node, (child) => look(child, inner, node.type === 'Function' || (isPlain && isStraight)));
  };
  look(script, undefined, false);
  for (const { name, within } of assigned) if (!within || !locals.get(within)?.has(name)) variables.add(name);
  return { functions, variables, locals, files, shifting, isSourcing };
}

export const wordsOf = ({ suffix }: Command): readonly Word[] => suffix.filter((word) => word.type === 'Word');

/** The names that a command gives a value. */
function assignedBy(command: Command): string[] {
  const name = command.name?.text;
  if (name === undefined) return command.prefix.flatMap((one) => (one.type === 'Assignment' ? [one.name] : []));
  const words = wordsOf(command).map(({ text }) => text);
  if (declaring.test(name)) return [...command.suffix.flatMap((one) => (one.type === 'Assignment' ? [one.name] : [])), ...words.filter((word) => /^\w+$/.test(word))];
  if (/^(?:export|readonly)$/.test(name)) return command.suffix.flatMap((one) => (one.type === 'Assignment' ? [one.name] : []));
  if (reading.test(name)) return words.filter((word) => /^[a-zA-Z_]\w*$/.test(word));
  return name === 'printf' && words[0] === '-v' && words[1] ? [words[1]] : [];
}

/** The lists of commands inside a compound one. */
export function bodiesOf(node: Exclude<CommandNode, { readonly type: 'Command' | 'Function' | 'Redirected' | 'Coproc' | 'TestCommand' | 'ArithmeticCommand' }>): readonly CompoundList[] {
  if (node.type === 'If') return [node.then, ...node.elif.map(({ then }) => then), ...(node.else ? [node.else] : [])];
  return node.type === 'Case' ? node.items.map(({ body }) => body) : [node.body];
}
