var _ = require('lodash');
var loadUsers = require('./users');
var stats = require('./stats');

loadUsers().then(function (users) {
	var line = stats.timeline(users);
	console.log('first', _.head(line).name, 'last', _.last(line).name);

	_.each(stats.busiest(users, 3), function (user) {
		console.log(user.name, user.lastUpdated, stats.mainRole(user));
	});

	console.log('idle:', _.map(stats.idle(users), 'name').join(', '));
	console.log(stats.months(users).length, 'months');

	var byMain = _.countBy(users, stats.mainRole);
	_.each(_.sortBy(_.keys(byMain)), function (role) { console.log(role, byMain[role]); });

	var byId = _.keyBy(users, 'id');
	var latest = _.maxBy(_.values(byId), 'created');
	console.log(latest.name, _.size(_.get(byId, [latest.id, 'roles'])));
});
