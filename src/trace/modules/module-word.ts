/** The word by which imports name a file: its base name, or its folder's for an index file. */
export function moduleWord(file: string): string {
  const parts = file.replace(/(?:\.d)?\.(?:[cm]?[jt]sx?|vue|svelte|astro)$/, '').split('/');
  return ((parts.at(-1) === 'index' ? parts.at(-2) : parts.at(-1)) ?? file).split('.')[0] ?? file;
}
