import React from 'react';

const Badges = ({ names }: { names: string[] }) => <em>{names.join(' + ')}</em>;

export function UserRow({ user: { name, roles, lastUpdated } }: { user: any }) {
  return (
    <li>
      {name}, {lastUpdated.slice(0, 10)} <Badges names={roles} />
    </li>
  );
}
