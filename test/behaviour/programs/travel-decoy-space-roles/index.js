var _ = require('lodash')
var http = require('./lib/http')
var spaces = require('./lib/spaces')

function indexBy (list, key) {
  var index = {}
  list.forEach(function (item) { index[item[key]] = item })
  return index
}

Promise.all([http.list('/users', { limit: 100 }), spaces.members()]).then(function (answers) {
  var users = indexBy(answers[0], 'id')
  var members = answers[1].map(function (member) {
    return _.assign({}, member, { user: users[member.assigneeId] })
  })

  var byRole = {}
  members.forEach(function (member) {
    member.roles.forEach(function (role) { (byRole[role] = byRole[role] || []).push(member) })
  })
  Object.keys(byRole).sort().forEach(function (role) {
    console.log(role + ': ' + _.uniq(_.map(byRole[role], 'user.name')).sort().join(', '))
  })

  members.filter(function (member) { return member.roles.includes('facilitator') }).forEach(function (member) {
    var names = _.map(member.user.assignedRoles, 'name')
    console.log(member.space, member.user.name, _.get(member, 'roles[0]'), names.join('+'), member.user.createdAt.slice(0, 10))
  })
  console.log(_.uniq(_.flatten(_.map(members, 'roles'))).length, 'roles of spaces')
})
