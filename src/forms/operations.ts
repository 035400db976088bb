import { oldOps } from '../api.ts';
import type { PatchOp, Rewrite } from '../facts.ts';

/** Paths as the old API took them; the library's types mark one as deprecated. */
export const rolesPath = /^\/?roles(?:\/-)?(?: \(Deprecated\))?$/;
/** The path that took the place of `/roles`. */
export const newRoles = /^\/?assignedRoles$/;
/** Paths of lists, each as a whole. */
export const newLists = /^\/?assigned(?:Roles|Groups)$/;

/** True for an operation that is chosen at run time, where an old one is among the choices. */
export const mayBeOld = ({ op }: PatchOp): boolean => !!op.choices?.some((choice) => oldOps.test(choice) || choice === 'add');

/** `set` on one of several paths: only where none of them is about roles. */
export function setOnSome({ paths, setOp }: PatchOp): Rewrite {
  const isElsewhere = paths?.every((path) => !rolesPath.test(path) && !newRoles.test(path));
  return isElsewhere ? setOp('replace') : { blocked: 'the path is only known at run time' };
}

/** `set` of anything else is `replace`; with a new path, names become objects as well. */
export function setTo(operation: PatchOp, path: string): Rewrite {
  const value = newRoles.test(path) && operation.value && operation.value.form !== 'objects' ? operation.value.toObjects() : [];
  return all([operation.setOp('replace'), value]);
}

/** The whole list under its new path, as objects. */
export function replacedRoles(operation: PatchOp, isOld: boolean): Rewrite {
  const { value } = operation;
  return value ? all([isOld ? operation.setOp('replace') : [], toNewPath(operation), value.toObjects()]) : { blocked: 'the operation has no value' };
}

/** `unset` without a value took every role away. */
export const emptied = (operation: PatchOp): Rewrite => all([operation.setOp('replace'), toNewPath(operation), operation.addValue('[]')]);

/** What `add` of roles can become where they are written out: one of today's operations for each. Where callers give the operation, others may ask for another one. */
export const addedRoles = ({ value, replaceWith, pathApart }: PatchOp): { readonly suggest?: Rewrite } =>
  value?.names && !pathApart ? { suggest: replaceWith(value.names.map((role) => ({ op: 'add', path: '/assignedRoles/-', role }))) } : {};

const toNewPath = ({ path, setPath }: PatchOp): Rewrite => setPath(`${path.text?.startsWith('/') === false ? '' : '/'}assignedRoles`);

/** All of them, or none. */
function all(rewrites: readonly Rewrite[]): Rewrite {
  const blocked = rewrites.find((rewrite) => 'blocked' in rewrite);
  return blocked ?? rewrites.flatMap((rewrite) => ('blocked' in rewrite ? [] : rewrite));
}
