/** What the grid shows; `format` gets the member. */
export const columns = [
  { key: 'name', label: 'Name' },
  { key: 'roles', label: 'Roles', format: (roles) => (roles.length > 2 ? `${roles.length} roles` : roles.join(' + ') || 'none') },
  { key: 'created', label: 'Since', format: (value) => value.slice(0, 10) },
];

export const sortable = [
  { by: 'name', label: 'By name' },
  { by: 'created', label: 'Oldest' },
  { by: 'lastUpdated', label: 'Last seen', isDescending: true },
];
