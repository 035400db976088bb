var axios = require('axios')

var http = axios.create({
  baseURL: process.env.QLIK_TENANT_URL + '/api/v1',
  headers: { Authorization: 'Bearer ' + process.env.QLIK_API_KEY }
})

exports.list = function (path, params) {
  return http.get(path, { params: params }).then(function (response) { return response.data.data })
}
