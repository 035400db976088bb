export const methods = {
  listUsers: { method: 'GET', path: '/api/v1/users' },
  getUser: { method: 'GET', path: '/api/v1/users/{id}' },
  userMetadata: { method: 'GET', path: '/api/v1/users/metadata' },
  patchUser: { method: 'PATCH', path: '/api/v1/users/{id}' },
};
