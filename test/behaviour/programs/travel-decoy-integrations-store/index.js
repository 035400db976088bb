import { getIntegrations, getKeys, getUsers } from './api.js'
import { initial, keyRows, newestIntegration, reducer, store } from './store.js'

const tenant = store(reducer, initial)
tenant.watch((state) => console.log(state.integrations.length, state.keys.length, state.users.size))

async function all(list, cursorName, type) {
  let cursor
  do {
    const { data, links } = await list(cursor)
    tenant.send(type, data)
    cursor = links.next ? new URL(links.next.href).searchParams.get(cursorName) : null
  } while (cursor)
}

await all(getIntegrations, 'startingAfter', 'integrations')
tenant.send('keys', (await getKeys()).data)

const users = await getUsers()
tenant.send('users', users.data)

const { name, created, lastUpdated } = tenant.select(newestIntegration)
console.log(name, created, lastUpdated)
for (const row of tenant.select(keyRows)) console.log(row.description, row.created.slice(0, 10), row.changed.slice(0, 10), row.owner, row.roles.join('/'))
