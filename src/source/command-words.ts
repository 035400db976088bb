/** One character of a command line, and whether the shell looks for variables there. */
export interface ShellChar<T> {
  readonly unit: T;
  readonly isOpen: boolean;
}

/** A command line as a shell reads it. */
export interface CommandLine<T> {
  readonly words: readonly (readonly ShellChar<T>[])[];
  /** What the command prints goes on to another command or into a file, or other commands print something beside it. */
  readonly goesOn: boolean;
}

/** The words of the first command of a text, without their quotes and escapes. */
export function commandWords<T extends { readonly char: string }>(units: readonly T[]): CommandLine<T> {
  const words: ShellChar<T>[][] = [];
  let word: ShellChar<T>[] | undefined;
  let quote = '';
  for (let index = 0; index < units.length; index += 1) {
    const unit = units[index] as T;
    const { char } = unit;
    if (quote === '' && /[|;<>&()`]/.test(char)) return { words: word ? [...words, word] : words, goesOn: true };
    if (quote === '' && /\s/.test(char)) {
      if (word) words.push(word);
      word = undefined;
    } else if (char === quote || (quote === '' && /["']/.test(char))) {
      quote = quote === '' ? char : '';
      word ??= [];
    } else if (char === '\\' && quote !== "'") {
      index += 1;
      const next = units[index];
      if (next && next.char !== '\n') (word ??= []).push({ unit: next, isOpen: false });
    } else (word ??= []).push({ unit, isOpen: quote !== "'" });
  }
  return { words: word ? [...words, word] : words, goesOn: false };
}
