import { sortable } from './columns.js';

export const initial = { by: 'created', isDescending: false };

export function reducer(state, action) {
  switch (action.type) {
    case 'sort': {
      const { by, isDescending = false } = sortable.find((one) => one.label === action.label);
      return { by, isDescending: state.by === by ? !state.isDescending : isDescending };
    }
    case 'reset':
      return initial;
    default:
      return state;
  }
}

export function sorted(users, { by, isDescending }) {
  const sign = isDescending ? -1 : 1;
  return [...users].sort((a, b) => (a[by] < b[by] ? -sign : a[by] > b[by] ? sign : 0));
}
