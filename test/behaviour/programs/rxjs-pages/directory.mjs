import { BehaviorSubject, from, map, mergeMap, toArray } from 'rxjs';

const headers = { Authorization: `Bearer ${process.env.QLIK_API_KEY}` };
const getPage = (query) => fetch(`${process.env.QLIK_TENANT_URL}/api/v1/users?${query}`, { headers }).then((response) => response.json());

export const people$ = new BehaviorSubject([]);
export const pages$ = () => from(getPage('limit=100'));
export const users$ = () => pages$().pipe(mergeMap((page) => page.data));
export const admins$ = () => users$().pipe(mergeMap((user) => (user.roles.includes('TenantAdmin') ? [user] : [])), toArray());
export const newest$ = () => pages$().pipe(map(({ data }) => data.reduce((a, b) => (a.created > b.created ? a : b))));
