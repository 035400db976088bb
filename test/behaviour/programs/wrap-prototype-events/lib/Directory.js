var EventEmitter = require('events')
var util = require('util')
var request = require('superagent')

function Directory(tenant, token) {
  if (!(this instanceof Directory)) return new Directory(tenant, token)
  EventEmitter.call(this)
  this.root = tenant + '/api/v1'
  this.token = token
}
util.inherits(Directory, EventEmitter)

Directory.prototype._get = function (path, query, callback) {
  request
    .get(this.root + path)
    .set('Authorization', 'Bearer ' + this.token)
    .query(query)
    .end(function (err, res) {
      if (err) return callback(err)
      callback(null, res.body)
    })
}

Directory.prototype.refresh = function (status) {
  var self = this
  this._get('/users', { status: status, sortBy: 'name', limit: 100 }, function (err, page) {
    if (err) return self.emit('error', err)
    page.data.forEach(function (user) {
      self.emit('user', user)
    })
    self.emit('done', page.data.length)
  })
  return this
}

Directory.prototype.user = function (id, callback) {
  this._get('/users/' + id, {}, callback)
}

module.exports = Directory
