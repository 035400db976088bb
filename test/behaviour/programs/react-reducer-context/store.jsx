import React, { createContext, useContext, useReducer } from 'react';

const UsersContext = createContext(null);

export const usersLoaded = (users) => ({ type: 'users/loaded', users });

export function reducer(state, action) {
  switch (action.type) {
    case 'users/loaded':
      return { ...state, byId: Object.fromEntries(action.users.map((user) => [user.id, user])), newest: action.users.reduce((a, b) => (a.created > b.created ? a : b)) };
    case 'users/filtered':
      return { ...state, role: action.role };
    default:
      return state;
  }
}

export function UsersProvider({ users, role, children }) {
  const [state, dispatch] = useReducer(reducer, { byId: {}, newest: null, role: null }, (start) => reducer(reducer(start, usersLoaded(users)), { type: 'users/filtered', role }));
  return <UsersContext.Provider value={{ state, dispatch }}>{children}</UsersContext.Provider>;
}

export const useUsers = () => useContext(UsersContext).state;
