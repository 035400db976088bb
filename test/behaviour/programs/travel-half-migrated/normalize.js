// QLIK-1182: tenants get the new attributes one after the other
export function createdOf(user) {
  return user.createdAt ?? user.created;
}

export const updatedOf = ({ lastUpdatedAt, lastUpdated }) => lastUpdatedAt || lastUpdated;

export function roleNames(user) {
  if (Array.isArray(user.assignedRoles)) {
    return user.assignedRoles.map((role) => role.name);
  }
  return user.roles ?? [];
}
