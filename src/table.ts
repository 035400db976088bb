/** A table that is asked for names out of programs: it knows its own only, and nothing of `constructor` or `toString`, which every plain object has. */
export const tableOf = <T extends object>(entries: T): T => Object.assign(Object.create(null) as T, entries);
