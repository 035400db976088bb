'use strict'

const request = require('superagent')
const bus = require('./bus')
const sync = require('./sync')
require('./listeners/audit')

let last
bus.on('user:added', function ({ id, name, roles }) {
  if (roles.indexOf('ManagedSpaceCreator') !== -1) last = { id, name }
})

sync()
  .then(() => request
    .patch(`${process.env.QLIK_TENANT_URL}/api/v1/users/${last.id}`)
    .set('Authorization', 'Bearer ' + process.env.QLIK_API_KEY)
    .send([{ op: 'replace', path: '/preferredLocale', value: 'nl' }]))
  .then(sync)
  .then(() => console.log(last.name, 'was told'))
