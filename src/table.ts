/** A table that is asked for names out of programs: it knows its own only, and nothing of `constructor` or `toString`, which every plain object has. */
export const tableOf = <T extends object>(entries: T): T => Object.assign(Object.create(null) as T, entries);

/** What stands under a name in a table that is put together from others, or is given. */
export const entryOf = <T>(table: Readonly<Record<string, T>> | undefined, name: string): T | undefined => (table && Object.hasOwn(table, name) ? table[name] : undefined);
