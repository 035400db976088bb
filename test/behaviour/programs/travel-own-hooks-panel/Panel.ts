import { useState } from './hooks';
import { useTenantUsers, type QlikUser } from './useTenantUsers';

const Badge = ({ role }: { role: string }) => `<b>${role}</b>`;

const Row = (props: { user: QlikUser; highlighted?: boolean }) => {
  const { user, highlighted = false } = props;
  return `<li${highlighted ? ' class="me"' : ''}>${user.name} ${user.roles.map((role) => Badge({ role })).join('')} ${user.lastUpdated.slice(0, 10)}</li>`;
};

export function Panel(): string {
  const { users, me, loading } = useTenantUsers(12);
  const [wanted] = useState('Developer');
  if (loading || !me) return '<p>loading</p>';

  const shown = users.filter((user) => user.roles.includes(wanted));
  const stale = users.filter(({ lastUpdated }) => lastUpdated < me.lastUpdated);
  return [
    `<h1>${me.name}: ${me.roles.length} roles</h1>`,
    ...shown.map((user) => Row({ user, highlighted: user.id === me.id })),
    `<footer>${stale.length} of ${users.length} stale</footer>`,
  ].join('\n');
}
