export const selectUsers = (state) => state.ids.map((id) => state.entities[id]);
export const selectRole = (state) => state.filter.role;

export const selectVisible = (state) => {
  const role = selectRole(state);
  const users = selectUsers(state);
  return role ? users.filter((user) => user.roles.includes(role)) : users;
};

export const selectOldest = (state) =>
  selectVisible(state).reduce((oldest, user) => (oldest && oldest.created < user.created ? oldest : user), null);

export const selectRoleCounts = (state) => {
  const counts = {};
  selectUsers(state)
    .flatMap((user) => user.roles)
    .forEach((role) => {
      counts[role] = (counts[role] || 0) + 1;
    });
  return counts;
};
