'use strict';

const axios = require('axios');

const http = axios.create({
	baseURL: process.env.QLIK_TENANT_URL + '/api/v1/',
	headers: { common: { Authorization: 'Bearer ' + process.env.QLIK_API_KEY } }
});

// licenses name people by subject and keep a `created` of their own
function licensesBySubject() {
	return http.get('licenses/assignments').then(function (res) {
		return new Map(res.data.data.map(function (seat) { return [seat.subject, seat]; }));
	});
}

function activeUsers() {
	return http.get('users', {
		params: {
			tenantId: process.env.QLIK_TENANT_ID,
			sortBy: 'name',
			sortOrder: 'desc',
			limit: 100
		}
	}).then(function (res) { return res.data.data; });
}

Promise.all([licensesBySubject(), activeUsers(), http.get('users/metadata')])
	.then(function ([seats, users, metadata]) {
		users.forEach(function (user) {
			var seat = seats.get(user.subject);
			if (!seat) return;
			console.log(user.name, seat.type, seat.created.slice(0, 7), user.created.slice(0, 7), user.roles.join('+') || '-');
		});
		var unused = metadata.data.valid_roles.filter(function (role) {
			return !users.some(function (user) { return user.roles.indexOf(role) >= 0; });
		});
		console.log('roles:', metadata.data.valid_roles.length, 'unused:', unused.length);
	})
	.catch(function (error) {
		console.error(error.message);
		process.exitCode = 1;
	});
