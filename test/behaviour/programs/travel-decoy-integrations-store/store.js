export function store(reduce, state) {
  const views = []
  return {
    select: (selector) => selector(state),
    watch: (view) => views.push(view),
    send(type, payload) {
      state = reduce(state, { type, payload })
      for (const view of views) view(state)
    },
  }
}

export const initial = { integrations: [], keys: [], users: new Map() }

export function reducer(state, { type, payload }) {
  if (type === 'integrations') return { ...state, integrations: [...state.integrations, ...payload] }
  if (type === 'keys') return { ...state, keys: payload }
  if (type === 'users') return { ...state, users: new Map([...state.users, ...payload.map((user) => [user.id, user])]) }
  return state
}

export const newestIntegration = ({ integrations }) => [...integrations].sort((a, b) => b.created.localeCompare(a.created))[0]
export const keyRows = ({ keys, users }) =>
  keys.map(({ description, created, lastUpdated, createdByUser }) => {
    const owner = users.get(createdByUser)
    return { description, created, changed: lastUpdated, owner: owner?.name, roles: owner?.assignedRoles.map((role) => role.name) ?? [] }
  })
