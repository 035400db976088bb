/** Takes the roles of a user away, all but the first. */
export async function offboard({ users }, user) {
  const [kept, ...taken] = user.roles;
  await users.patchUser(user.id, [
    { op: 'set', path: '/roles', value: kept ? [kept] : [] },
    { op: 'set', path: '/status', value: 'disabled' },
  ]);
  return `${user.name}: ${kept ?? 'nothing'} left, ${taken.length} taken, member since ${user.created.slice(0, 4)}`;
}
