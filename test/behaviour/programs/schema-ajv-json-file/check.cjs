const Ajv = require('ajv');
const userSchema = require('./user.schema.json');

const ajv = new Ajv({ allErrors: true });
const isUser = ajv.compile(userSchema);

exports.sound = (users) =>
  users.filter((user) => {
    const ok = isUser(user);
    if (!ok) console.log(user.name, isUser.errors.map((error) => error.message).join(', '));
    return ok;
  });
