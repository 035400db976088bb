import { oldOps } from '../src/api.ts';
import type { PatchOp, Range } from '../src/facts.ts';
import { addedRoles, emptied, mayBeOld, newLists, newRoles, replacedRoles, rolesPath, setOnSome, setTo } from '../src/forms/operations.ts';
import { defineRule, type Problem } from '../src/rule.ts';

type Message = 'op' | 'path' | 'add' | 'list' | 'unset' | 'dynamic' | 'names';

export default defineRule({
  id: 'patch-ops',
  on: ['request', 'declared'],
  summary: 'patch operations `set`, `unset`, `add` and the path `/roles` were replaced',
  source: 'https://qlik.dev/changelog/22-api-updates-users-groups-roles (deprecated patch operations)',
  words: ['"op"', 'op', 'patch'],
  messages: {
    op: 'The patch operation `{{op}}` was removed from the users API; use `replace`.',
    path: 'The patch path `/roles` was removed from the users API; use `/assignedRoles` with roles as objects.',
    add: '`add` on `/roles` was removed. Add one role with path `/assignedRoles/-`, or read the user and `replace` the whole list; a bare `replace` would drop the other roles.',
    list: '`add` does not fit the whole list `{{path}}`. Add one with path `{{path}}/-`, or read the user and `replace` the whole list; a bare `replace` would drop the others.',
    unset: '`unset` was removed. {{advice}}',
    names: '`/assignedRoles` takes objects, not role names.',
    dynamic: 'This operation is only known at run time and may be `set`, `unset` or `add`, which were removed; `/roles` became `/assignedRoles`.',
  },
  *check(request, options) {
    if (request.endpoint !== 'PATCH /users/{id}') return;
    if (request.kind === 'declared') {
      const old = request.name ?? '';
      if (oldOps.test(old)) yield { at: request.at, message: 'op', data: { op: old }, fix: request.rename('replace') };
      else if (rolesPath.test(old)) yield { at: request.at, message: 'path', fix: request.rename(`${old.startsWith('/') ? '/' : ''}assignedRoles`) };
      return;
    }
    for (const op of request.body?.ops ?? []) {
      const problem = judge(op, options.target === '2022-11');
      if (!problem) continue;
      yield* op.pathAt && op.path.text !== undefined && rolesPath.test(op.path.text) && problem.message !== 'dynamic' ? apart(op, op.pathAt, problem) : [problem];
      if (op.pathApart && op.path.text !== undefined && rolesPath.test(op.path.text) && problem.message !== 'path') yield { at: op.pathApart, message: 'path', fix: problem.fix ?? [] };
      if (problem.message === 'dynamic') for (const choice of op.op.choicesAt ?? []) if (oldOps.test(choice.text) || choice.text === 'add') yield { ...problem, at: choice };
    }
  },
});

function judge(operation: PatchOp, isStrict: boolean): Problem<Message> | undefined {
  const [op, path] = [operation.op.text, operation.path.text];
  const isRoles = path !== undefined && rolesPath.test(path);
  const at = operation.at;
  if (op === undefined) return isRoles || mayBeOld(operation) ? { at, message: 'dynamic', fix: { blocked: 'the operation is only known at run time' } } : undefined;
  if (/^unset/.test(op)) return unset(operation, isRoles, at);
  if (op === 'add') return add(operation, isRoles, path, at, isStrict);
  if (isRoles) return roles(operation, oldOps.test(op));
  if (path === undefined && op === 'replace' && operation.paths?.some((one) => rolesPath.test(one))) return { at, message: 'path', fix: { blocked: 'the path is only known at run time' } };
  if (oldOps.test(op)) return { at, message: 'op', data: { op }, fix: path === undefined ? setOnSome(operation) : setTo(operation, path) };
  const hasNames = op === 'replace' && path !== undefined && newRoles.test(path) && operation.value?.form === 'names' && (operation.value.names?.length ?? 0) > 0;
  return hasNames && operation.value ? { at, message: 'names', fix: operation.value.toObjects() } : undefined;
}

/** `set` and `replace` of the whole list. */
function roles(operation: PatchOp, isOld: boolean): Problem<Message> {
  return { at: isOld ? operation.at : (operation.pathKey ?? operation.at), message: isOld ? 'op' : 'path', data: { op: operation.op.text ?? '' }, fix: replacedRoles(operation, isOld) };
}

/** The operation is written by a helper, path and value by its caller: two problems of one request. */
function* apart(operation: PatchOp, pathAt: Range, whole: Problem<Message>): Generator<Problem<Message>> {
  const isSet = /^(?:op|path)$/.test(whole.message);
  if (whole.message !== 'path') yield isSet ? { ...whole, fix: operation.setOp('replace') } : whole;
  yield { at: pathAt, message: 'path', fix: isSet ? replacedRoles(operation, false) : (whole.fix ?? []) };
}

function unset(operation: PatchOp, isRoles: boolean, at: PatchOp['at']): Problem<Message> {
  if (!isRoles) return { at, message: 'unset', data: { advice: 'Send `replace` with the value that should stand there.' }, fix: { blocked: 'what should stand there instead is not in the code' } };
  if (operation.value)
    return { at, message: 'unset', data: { advice: 'Remove a role with `remove-value` on `/assignedRoles`, or read the user and `replace` the remaining list.' }, fix: { blocked: 'which roles should remain is not in the code' } };
  return { at, message: 'unset', data: { advice: 'Without a value it takes every role away: `replace` `/assignedRoles` with an empty list.' }, fix: emptied(operation) };
}

function add(operation: PatchOp, isRoles: boolean, path: string | undefined, at: PatchOp['at'], isStrict: boolean): Problem<Message> | undefined {
  if (isRoles) return { at, message: 'add', fix: { blocked: 'a bare `replace` would drop the roles that the user already has' }, ...addedRoles(operation) };
  if (path === undefined) return undefined;
  if (/^\/?assigned(?:Roles|Groups)\/-$/.test(path)) return isStrict ? { at, message: 'op', data: { op: 'add' }, fix: { blocked: 'the list as a whole has to be sent' } } : undefined;
  if (newLists.test(path)) return { at, message: 'list', data: { path }, fix: { blocked: 'whether the list is replaced or extended is not documented' } };
  return { at, message: 'op', data: { op: 'add' }, fix: operation.setOp('replace') };
}
