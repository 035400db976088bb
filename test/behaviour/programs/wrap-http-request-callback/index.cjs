var qcs = require('./qcs.cjs')

function show(user) {
	return user.name + ' since ' + user.created.substr(0, 4)
}

qcs.get('/users', { role: 'DataAdmin', limit: 10 })
	.then(function (page) {
		console.log(page.data.map(show).sort().join('\n'))
		return qcs.get('/users/' + page.data[0].id)
	})
	.then(function (user) {
		console.log(user.roles.indexOf('DataAdmin') > -1 ? 'yes' : 'no')
		return qcs.patch('/users/' + user.id, [
			{ op: 'set', path: '/name', value: user.name.toUpperCase() }
		])
	})
	.then(function () {
		return qcs.get('/users', { sortBy: 'name', limit: 3 })
	})
	.then(function (page) {
		page.data.forEach(function (user) { console.log(user.name, '-', user.roles.join(',')) })
	})
	.catch(function (error) {
		console.error(error.message)
		process.exit(1)
	})
