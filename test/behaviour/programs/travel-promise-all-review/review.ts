import type { Person } from "./api";

export interface Verdict {
  who: string;
  problems: string[];
}

const isQuiet = (person: Person, before: string) => person.lastUpdated < before;

export function quiet(people: readonly Person[], before: string): Person[] {
  return people.filter((person) => isQuiet(person, before));
}

export function review(person: Person, reviewer: Person): Verdict {
  const problems: string[] = [];
  if (!person.roles?.length) problems.push("no role");
  if (person.roles?.some((role) => reviewer.roles?.includes(role))) problems.push("shares a role with the reviewer");
  if (person.created > reviewer.created) problems.push("newer than the reviewer");
  return { who: person.name, problems };
}
