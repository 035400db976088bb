var Directory = require('./lib/Directory')

var directory = new Directory(process.env.QLIK_TENANT_URL, process.env.QLIK_API_KEY)
var last

directory.on('error', function (err) {
  console.error(err.response ? err.response.text : err)
  process.exit(1)
})

directory.on('user', function (user) {
  last = user.id
  console.log(user.name + ' ' + user.created.slice(0, 10))
})

directory.on('done', function (count) {
  console.log(count + ' disabled')
  directory.user(last, function (err, user) {
    if (err) throw err
    console.log(user.name, user.roles.length, user.lastUpdated.slice(0, 10))
  })
})

directory.refresh('disabled')
