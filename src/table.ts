/** A table that is asked for names out of programs: it knows its own only, and nothing of `constructor` or `toString`, which every plain object has. */
export const tableOf = <T extends object>(entries: T): T => Object.assign(Object.create(null) as T, entries);

/** What stands in a table under this very name; for tables that are put together from others. */
export const own = <T>(entries: Readonly<Record<string, T>> | undefined, name: string): T | undefined => (entries && Object.hasOwn(entries, name) ? entries[name] : undefined);
