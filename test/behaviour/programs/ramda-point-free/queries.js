import * as R from 'ramda';

export const byAge = R.sortBy(R.prop('created'));
export const oldest = R.pipe(byAge, R.head);
export const isAdmin = (user) => R.includes('TenantAdmin', R.propOr([], 'roles', user));

export const touched = R.compose(R.map(R.slice(0, 10)), R.pluck('lastUpdated'), R.take(3), byAge);

export const roleCounts = R.pipe(R.chain(R.prop('roles')), R.countBy(R.identity));

export const created = R.lensProp('created');
export const toRow = R.applySpec({ name: R.prop('name'), roles: R.pipe(R.prop('roles'), R.join('/')) });
