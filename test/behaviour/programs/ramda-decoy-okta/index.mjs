import * as R from 'ramda';

const okta = async () =>
  (await fetch('https://dev-1.okta.com/api/v1/users', { headers: { Authorization: `SSWS ${process.env.OKTA_TOKEN ?? 'x'}` } })).json();
const qlik = async () =>
  (await (await fetch(`${process.env.QLIK_TENANT_URL}/api/v1/users`, { headers: { Authorization: `Bearer ${process.env.QLIK_API_KEY}` } })).json()).data;

const dates = R.pipe(R.map(R.prop('created')), R.map(String), R.length);
const stale = R.sortBy(R.prop('lastUpdated'));
const answer = await okta();
const people = Array.isArray(answer) ? answer : R.propOr([], 'data', answer);
console.log(dates(people), stale(people).length);

const roleNames = R.pipe(R.prop('assignedRoles'), R.pluck('name'), R.sortBy(R.identity));
const users = await qlik();
console.log(R.map(R.pipe(roleNames, R.join('+')), users).join(' '));
const rows = R.map(R.applySpec({ name: R.prop('name'), created: R.prop('createdAt'), roles: roleNames }), users);
console.log(R.sortBy(R.prop('created'), rows)[0].name, R.filter(R.propSatisfies(R.includes('TenantAdmin'), 'roles'), rows).length);
