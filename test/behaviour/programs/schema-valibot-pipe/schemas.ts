import * as v from 'valibot';

const Stamp = v.pipe(v.string(), v.isoTimestamp());

export const UserSchema = v.looseObject({
  id: v.string(),
  name: v.pipe(v.string(), v.nonEmpty()),
  email: v.optional(v.string(), ''),
  roles: v.optional(v.pipe(v.array(v.string()), v.check((roles) => roles.every((role) => role !== ''), 'a role without a name')), ['Guest']),
  created: v.pipe(v.string(), v.transform((text) => new Date(text))),
  lastUpdated: Stamp,
});

export const RowSchema = v.pipe(
  v.pick(UserSchema, ['name', 'roles', 'created']),
  v.transform((user) => ({ label: user.name.toUpperCase(), since: user.created.getUTCFullYear(), rights: user.roles })),
);

export const PageSchema = v.object({ data: v.array(UserSchema) });

export type User = v.InferOutput<typeof UserSchema>;
export type Row = v.InferOutput<typeof RowSchema>;
