'use strict'

const request = require('superagent')
const bus = require('./bus')

const known = new Map()

module.exports = async function sync () {
  const { body } = await request
    .get(process.env.QLIK_TENANT_URL + '/api/v1/users')
    .query({ limit: 100, sortBy: 'name' })
    .set('Authorization', 'Bearer ' + process.env.QLIK_API_KEY)

  for (const user of body.data) {
    const before = known.get(user.id)
    if (!before) bus.emit('user:added', user)
    else if (before.lastUpdated !== user.lastUpdated) bus.emit('user:changed', user, before)
    known.set(user.id, user)
  }
  bus.emit('synced', { users: body.data, at: body.data.length })
}
