import type { BodyRoles, Rewrite } from '../../facts.ts';
import { isFunction, isMember, type Node } from '../../source/ast.ts';
import { fieldMentions } from '../../trace/classes/this-mentions.ts';
import { constructorOf } from '../../trace/frames.ts';
import { nodesNamed } from '../../trace/flow/mentions.ts';
import type { Trace } from '../../trace/trace.ts';
import { type InstanceValue, members, unknown, type Value } from '../../trace/value.ts';
import { rangeOf, replaceRange, together } from '../code.ts';
import { objectList } from '../fields/declarations.ts';
import { roleValue } from './role-values.ts';

/** `class NewUser { constructor(roles) { this.roles = roles; } }`, of which an instance is sent as the body of a user, or copied into it: where its roles are set. */
export function rolesOfInstance(trace: Trace, instance: InstanceValue): BodyRoles[] {
  const cls = instance.cls.ref.node;
  const body: Node | undefined = cls['body'];
  if (!body || isFunction(cls)) return [];
  const mentions = fieldMentions(body, 'roles');
  const sets = mentions.flatMap((member) => (member.parent?.type === 'AssignmentExpression' && member.parent['left'] === member && member.parent['operator'] === '=' ? [member.parent] : []));
  const [set] = sets;
  const at: Node | undefined = set ? set['left'].property : undefined;
  const field = (body['body'] as Node[]).find((member) => member.type === 'ClassProperty' && member['key']?.name === 'roles' && !member['static']);
  if (!set || !at) return rolesFromStart(trace, cls, field, mentions.length === 0 && !cls['superClass']);
  const isOne = sets.length === 1 && mentions.length === 1 && !cls['superClass'] && !field?.['value'];
  return [{ at: rangeOf(trace.project.sourceOf(at), at), hasNewName: false, rename: () => (isOne && !isReadElsewhere(trace, cls, at) ? renamed(trace, set, at, field) : { blocked: 'the code also reads `roles` of what it sends here' }) }];
}

/** `roles = ['Developer']` in the class, and `constructor(readonly roles: string[])`, which callers fill. */
function rolesFromStart(trace: Trace, cls: Node, field: Node | undefined, isOne: boolean): BodyRoles[] {
  const given = ((constructorOf(cls)?.['params'] ?? []) as Node[]).flatMap((param) => (param.type === 'TSParameterProperty' ? [param['parameter']['left'] ?? param['parameter']] : [])).find((id) => id['name'] === 'roles');
  const at: Node | undefined = field?.['value'] ? field['key'] : given;
  if (!at) return [];
  const rename = (): Rewrite => {
    if (at === given) return { blocked: 'the constructor keeps its parameter under this name' };
    return isOne && field && !isReadElsewhere(trace, cls, at) ? renamedField(trace, field) : { blocked: 'the code also reads `roles` of what it sends here' };
  };
  return [{ at: rangeOf(trace.project.sourceOf(at), at.type === 'Identifier' ? { start: at.start, end: at.start + 'roles'.length } : at), hasNewName: false, rename }];
}

function renamedField(trace: Trace, field: Node): Rewrite {
  const source = trace.project.sourceOf(field);
  const type: Node | undefined = field['typeAnnotation']?.['typeAnnotation'];
  return together([[replaceRange(source, field['key'], 'assignedRoles')], roleValue(trace, { node: field['value'], frame: undefined }).toObjects(), type ? objectList(source, type) : []]);
}

function renamed(trace: Trace, set: Node, at: Node, field: Node | undefined): Rewrite {
  const source = trace.project.sourceOf(set);
  const value = roleValue(trace, { node: set['right'], frame: undefined }).toObjects();
  const type: Node | undefined = field?.['typeAnnotation']?.['typeAnnotation'];
  return together([[replaceRange(source, at, 'assignedRoles')], value, field ? [replaceRange(source, field['key'], 'assignedRoles')] : [], type ? objectList(source, type) : []]);
}

/** True where `.roles` is asked of an instance of the class, or taken out of it. */
function isReadElsewhere(trace: Trace, cls: Node, own: Node): boolean {
  return trace.project.filesWith('roles').some((file) => {
    const source = file.endsWith('.json') ? undefined : trace.project.source(file);
    return (source ? nodesNamed(source, 'roles') : []).some((name) => name !== own && members(holderOf(trace, name)).some((value) => value.kind === 'instance' && value.cls.ref.node === cls));
  });
}

/** What is asked for a member of this name: `x` in `x.roles` and in `const { roles } = x`. */
function holderOf(trace: Trace, name: Node): Value {
  const asked = name.parent;
  if (isMember(asked)) return asked?.['property'] === name && !asked['computed'] ? trace.evaluate(asked['object'], undefined) : unknown;
  return asked?.['key'] === name && asked.parent?.type === 'ObjectPattern' ? trace.evaluatePattern(asked.parent, undefined) : unknown;
}
