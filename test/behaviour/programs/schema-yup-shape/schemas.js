const { array, object, string } = require('yup');

const base = object().shape({ name: string().required(), created: string().required(), lastUpdated: string() });

const user = base.concat(
  object({
    roles: array()
      .of(string())
      .default(() => [])
      .test('known', 'an empty role', (roles) => (roles ?? []).every((role) => role.length > 0)),
  }),
);

exports.user = user;
exports.brief = user.pick(['name', 'created']);
exports.people = array().of(user);
