'use strict'

const bus = require('../bus')

let admins = 0

bus.on('user:added', user => {
  if (user.roles.some(role => /Admin$/.test(role))) admins++
})

bus.on('user:changed', (user, before) => {
  console.log('changed', user.name, before.lastUpdated.slice(0, 10), '->', user.lastUpdated.slice(0, 10))
})

bus.on('synced', ({ users, at }) => {
  const dates = users.map(u => u.created.slice(0, 10)).sort()
  console.log('synced', at, 'from', dates[0], 'to', dates[dates.length - 1], admins, 'admins')
})
