import React, { memo, useCallback, useMemo, useState } from 'react';
import { UserRow } from './UserRow.tsx';

type Key = 'name' | 'age';

export const Directory = memo(function Directory({ users, title }: { users: any[]; title: string }) {
  const [key, setKey] = useState<Key>('age');
  const [admins] = useState(() => users.filter((user) => user.roles.includes('TenantAdmin')));
  const sorted = useMemo(() => [...users].sort((a, b) => (key === 'age' ? a.created.localeCompare(b.created) : a.name.localeCompare(b.name))), [users, key]);
  const onSort = useCallback(() => setKey((before) => (before === 'age' ? 'name' : 'age')), []);
  return (
    <section>
      <h1 onClick={onSort}>
        {title} ({admins.length})
      </h1>
      <ul>
        {sorted.map((user) => (
          <UserRow key={user.id} user={user} />
        ))}
      </ul>
    </section>
  );
});
