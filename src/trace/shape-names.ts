import type { ShapeValue } from './value.ts';

/** One of a list of this shape. */
export const elementOf = (shape: ShapeValue): ShapeValue => ({ ...shape, shape: shape.shape.slice(0, -2) });

/** A table whose values have this shape. */
export const tableOf = (shape: ShapeValue | undefined): ShapeValue | undefined => shape && { ...shape, shape: `${shape.shape}{}` };

/** A list of this shape. */
export const listOf = (shape: ShapeValue | undefined): ShapeValue | undefined => shape && { ...shape, shape: `${shape.shape}[]` };
