import { renamedFields } from '../api.ts';
import type { OldName } from '../facts.ts';
import type { Node } from '../source/ast.ts';
import { members, type ShapeValue, type Value } from './value.ts';

/** One of a list of this shape. */
export const elementOf = (shape: ShapeValue): ShapeValue => ({ ...shape, shape: shape.shape.slice(0, -2) });

/** A table whose values have this shape. */
export const tableOf = (shape: ShapeValue | undefined): ShapeValue | undefined => shape && { ...shape, shape: `${shape.shape}{}` };

/** What a table holds: `User{}` is a table of users. */
export const tableElement = (shape: string): string | undefined => (shape.endsWith('{}') ? shape.slice(0, -2) : undefined);

/** A list of this shape. */
export const listOf = (shape: ShapeValue | undefined): ShapeValue | undefined => shape && { ...shape, shape: `${shape.shape}[]` };

/** The shape of one object; none for a list or a table. */
export const oneOf = (shape: ShapeValue | undefined): ShapeValue | undefined => (shape && /\w$/.test(shape.shape) ? shape : undefined);

/** True for a declared member whose name is old in some shape. */
export const isRenamed = (member: Node): boolean => Object.values(renamedFields).some((fields) => member['key']?.name in fields);

/** The shape that a value is. */
export const shapeOf = (value: Value | undefined): ShapeValue | undefined => (value?.kind === 'shape' ? value : undefined);

/** The shapes of the users API among all that a value may be. */
export const shapesIn = (value: Value): readonly ShapeValue[] => members(value).filter((member): member is ShapeValue => member.kind === 'shape' && !member.shape.startsWith('Other'));

/** What a member of this shape is called now; undefined for what has no other name, and for what a declared type has of its own under the name. */
export const newNameIn = (shape: ShapeValue, name: string | undefined): string | undefined => (name === undefined || shape.own?.has(name) ? undefined : renamedFields[shape.shape]?.[name as OldName]);

/** What a declared type stands for that describes values of this shape. */
export const typedAs = ({ literal: _, ...shape }: ShapeValue): ShapeValue => ({ ...shape, typed: true });

/** The shapes of a text that stands in a file which nobody knows, and of a list that it is parsed to. */
export const storedText = 'Stored';
export const storedList = 'Other[]';
