import type { Range } from '../../facts.ts';
import { isCall, isMember, type Node, outermost } from '../../source/ast.ts';
import { receivers } from '../flow/asked.ts';
import type { Trace } from '../trace.ts';
import { valueUses } from '../modules/uses.ts';

/** Through how many names and functions a text is followed. */
const deepest = 6;

/** True when the value of an expression gets nowhere but into parameters of requests that are named at these places, and into questions whether there is one. */
export function isOnlySent(trace: Trace, value: Node, params: readonly Range[], depth = 0): boolean {
  const node = outermost(value);
  const { parent } = node;
  if (!parent || depth > deepest) return false;
  const goesOn = (next: Node): boolean => isOnlySent(trace, next, params, depth + 1);
  const isNamed = (id: Node | undefined): boolean => {
    const uses = valueUses(trace, id?.type === 'AssignmentPattern' ? id['left'] : id) ?? [];
    return uses.length > 0 && uses.every(goesOn);
  };
  if (isBeside(trace, node, parent, params)) return true;
  switch (parent.type) {
    case 'VariableDeclarator':
      return parent['init'] === node && isNamed(parent['id']);
    case 'AssignmentPattern':
      return parent['right'] === node && isNamed(parent['left']);
    case 'IfStatement':
    case 'UnaryExpression':
      return true;
    case 'ConditionalExpression':
      return parent['test'] === node || goesOn(parent);
    case 'LogicalExpression':
      return (parent['operator'] === '&&' && parent['left'] === node) || goesOn(parent);
    case 'ObjectProperty':
      return parent['value'] === node && !!parent.parent && isTableSent(trace, parent.parent, goesOn);
    default:
      return isCall(parent) && isOnlyGiven(trace, parent, node, isNamed);
  }
}

/** True when whatever function may be called has a parameter for this argument, of which all is known. */
function isOnlyGiven(trace: Trace, call: Node, argument: Node, isKnown: (parameter: Node) => boolean): boolean {
  const parameters = receivers(trace, call, argument);
  return parameters.length > 0 && parameters.every((parameter) => parameter !== undefined && parameter.type !== 'RestElement' && isKnown(parameter));
}

/** `{ sortBy: by }`, `set('sortBy', by)`, `sortBy=${by}`: where the parameter is written that has this value. */
function isBeside(trace: Trace, node: Node, parent: Node, params: readonly Range[]): boolean {
  const names = parent.type === 'ObjectProperty' ? parent['key'] : isCall(parent) ? parent['arguments'][parent['arguments'].indexOf(node) - 1] : parent.type === 'TemplateLiteral' ? parent : undefined;
  return !!names && params.some((at) => at.file === trace.project.fileOf(node) && names.start <= at.start && at.end <= names.end);
}

/** A table of texts, from which one after the other is taken. */
function isTableSent(trace: Trace, table: Node, goesOn: (taken: Node) => boolean): boolean {
  const { parent } = outermost(table);
  const uses = parent?.type === 'VariableDeclarator' ? (valueUses(trace, parent['id']) ?? []) : [];
  return uses.length > 0 && uses.every((use) => isMember(use.parent) && use.parent?.['object'] === use && goesOn(use.parent as Node));
}
