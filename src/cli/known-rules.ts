import { ruleDocs } from '../library/rule-docs.ts';
import { UsageError } from '../usage-error.ts';
import { hint } from './suggest.ts';

export const ruleIds: readonly string[] = Object.keys(ruleDocs);

/** @throws {UsageError} with the nearest known id. */
export function knownRule(id: string): string {
  if (ruleIds.includes(id)) return id;
  throw new UsageError(`unknown rule "${id}".${hint(id, ruleIds)} Known are ${ruleIds.join(', ')}.`);
}

export function listOfRules(): string {
  return `${ruleIds.map((id) => `${id.padEnd(18)}${/^# [^\n]*\n+([^\n]+)/.exec(ruleDocs[id] ?? '')?.[1] ?? ''}`).join('\n')}\n`;
}

export const explanation = (id: string): string => `${(ruleDocs[knownRule(id)] ?? '').trimEnd()}\n`;
