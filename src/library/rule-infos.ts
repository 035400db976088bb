import { rules } from '../../rules/index.ts';
import type { RuleInfo } from '../reporters/index.ts';
import { ruleDocs } from './rule-docs.ts';

/** What reports say of the rules, in the changelog's order. */
export const ruleInfos: readonly RuleInfo[] = rules.map(({ id, summary, source }) => ({ id, summary, source, page: ruleDocs[id] ?? '' }));
