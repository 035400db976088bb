var http = require('./http')

/** Everybody who may do something in a space, with the space. */
exports.members = function () {
  return http.list('/spaces').then(function (spaces) {
    return Promise.all(spaces.map(function (space) {
      return http.list('/spaces/' + space.id + '/assignments').then(function (assignments) {
        return assignments.map(function (assignment) {
          return Object.assign({}, assignment, { space: space.name })
        })
      })
    }))
  }).then(function (lists) {
    return lists.reduce(function (all, list) { return all.concat(list) }, [])
  })
}
