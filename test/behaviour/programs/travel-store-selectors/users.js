const initial = { status: 'idle', ids: [], entities: {}, filter: { role: null } };

export function usersReducer(state = initial, action) {
  switch (action.type) {
    case 'users/pending':
      return { ...state, status: 'pending' };
    case 'users/received':
      return {
        ...state,
        status: 'ready',
        ids: action.payload.map((user) => user.id),
        entities: Object.fromEntries(action.payload.map((user) => [user.id, user])),
      };
    case 'users/filterByRole':
      return { ...state, filter: { role: action.payload } };
    default:
      return state;
  }
}

export const fetchUsers = () => async (dispatch) => {
  dispatch({ type: 'users/pending' });
  const response = await fetch(`${process.env.QLIK_TENANT_URL}/api/v1/users?limit=50&fields=name,roles,created`, {
    headers: { Authorization: `Bearer ${process.env.QLIK_API_KEY}` },
  });
  const { data } = await response.json();
  dispatch({ type: 'users/received', payload: data });
};

export const filterByRole = (role) => ({ type: 'users/filterByRole', payload: role });
