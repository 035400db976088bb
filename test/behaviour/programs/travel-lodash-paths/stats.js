var _ = require('lodash');

exports.timeline = function (users) {
	return _.sortBy(users, ['created']);
};

exports.busiest = function (users, n) {
	return _(users).orderBy('lastUpdated', 'desc').take(n).value();
};

exports.mainRole = function (user) {
	return _.get(user, 'roles[0]', 'none');
};

exports.idle = function (users) {
	return _.filter(users, function (user) { return _.isEmpty(user.roles); });
};

exports.months = function (users) {
	return _.chain(users).map('created').map(function (date) { return date.substr(0, 7); }).uniq().value();
};
