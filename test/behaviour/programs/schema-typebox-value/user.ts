import { type Static, Type } from '@sinclair/typebox';

const Stamps = Type.Object({ created: Type.String(), lastUpdated: Type.String() });

export const User = Type.Composite([
  Type.Object({ id: Type.String(), name: Type.String(), roles: Type.Optional(Type.Array(Type.String({ minLength: 1 }), { minItems: 0 })) }),
  Stamps,
]);
export type User = Static<typeof User>;

export const Card = Type.Pick(User, ['name', 'created']);
export const Page = <T extends ReturnType<typeof Type.Object>>(item: T) => Type.Object({ data: Type.Array(item), links: Type.Unknown() });
