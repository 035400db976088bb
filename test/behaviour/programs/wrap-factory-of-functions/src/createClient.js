'use strict'

const axios = require('axios')

function createClient(options) {
  const http = axios.create({
    baseURL: options.tenant + '/api/v1',
    headers: { authorization: 'Bearer ' + options.apiKey }
  })

  function get(path, params) {
    return http.get(path, { params: params }).then(function (response) {
      return response.data
    })
  }

  return {
    users: {
      list: function (params) {
        return get('/users', params)
      },
      byEmail: function (email) {
        return get('/users', { email: email, limit: 1 }).then(function (page) {
          return page.data[0]
        })
      },
      update: function (id, operations) {
        return http.patch('/users/' + id, operations)
      },
      validRoles: function () {
        return get('/users/metadata').then(function (metadata) {
          return metadata.valid_roles
        })
      }
    },
    spaces: {
      list: function (params) {
        return get('/spaces', params)
      }
    }
  }
}

module.exports = { createClient }
