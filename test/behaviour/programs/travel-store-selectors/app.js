import { createStore } from './store.js';
import { fetchUsers, filterByRole, usersReducer } from './users.js';
import { selectOldest, selectRoleCounts, selectVisible } from './selectors.js';

const store = createStore(usersReducer);

let renders = 0;
store.subscribe(() => {
  renders += 1;
  const visible = selectVisible(store.getState());
  const oldest = selectOldest(store.getState());
  console.log(`#${renders}`, store.getState().status, visible.length, oldest ? `${oldest.name} (${oldest.created.slice(0, 10)})` : '-');
});

await store.dispatch(fetchUsers());
store.dispatch(filterByRole('DataAdmin'));
store.dispatch(filterByRole('Report Author'));
for (const [role, count] of Object.entries(selectRoleCounts(store.getState())).sort()) console.log(role, count);
