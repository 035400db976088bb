var _ = require('lodash');
var axios = require('axios');

var client = axios.create({
	baseURL: process.env.QLIK_TENANT_URL + '/api/v1/',
	headers: { Authorization: 'Bearer ' + process.env.QLIK_API_KEY }
});

module.exports = function loadUsers() {
	return client.get('users', { params: { limit: 100 } }).then(function (response) {
		return _.get(response, 'data.data');
	});
};
