module.exports = {
  listUsers: ['GET', '/users'],
  getUser: ['GET', '/users/{id}'],
  patchUser: ['PATCH', '/users/{id}'],
  countUsers: ['GET', '/users/actions/count'],
  listKeys: ['GET', '/api-keys'],
}
