import React, { useReducer } from 'react';
import { columns, sortable } from './columns.js';
import { initial, reducer, sorted } from './state.js';

export function Grid({ users, actions }) {
  const [state, dispatch] = useReducer(reducer, initial, (first) => actions.reduce(reducer, first));
  return (
    <table className={state.by === 'created' ? 'by-age' : undefined}>
      <caption>
        {sortable.map(({ by, label }) => (
          <button key={by} aria-pressed={by === state.by} onClick={() => dispatch({ type: 'sort', label })}>
            {label}
          </button>
        ))}
      </caption>
      <tbody>
        {sorted(users, state)
          .slice(0, 5)
          .map((user) => (
            <tr key={user.id}>
              {columns.map((column) => (
                <td key={column.key}>{column.format ? column.format(user[column.key]) : user[column.key]}</td>
              ))}
            </tr>
          ))}
      </tbody>
    </table>
  );
}
