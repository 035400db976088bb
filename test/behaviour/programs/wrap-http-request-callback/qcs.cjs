var http = require('http')
var https = require('https')
var qs = require('querystring')

var tenant = new URL(process.env.QLIK_TENANT_URL)

function request(method, path, query, body) {
	var payload = body ? JSON.stringify(body) : null
	var options = {
		method: method,
		hostname: tenant.hostname,
		port: tenant.port || undefined,
		path: '/api/v1' + path + (query ? '?' + qs.stringify(query) : ''),
		headers: {
			Authorization: 'Bearer ' + process.env.QLIK_API_KEY,
			'Content-Type': 'application/json'
		}
	}
	return new Promise(function (resolve, reject) {
		var transport = tenant.protocol === 'https:' ? https : http
		var req = transport.request(options, function (res) {
			var chunks = []
			res.on('data', function (chunk) { chunks.push(chunk) })
			res.on('end', function () {
				var text = Buffer.concat(chunks).toString('utf8')
				if (res.statusCode >= 400) return reject(new Error(method + ' ' + path + ' ' + res.statusCode + ' ' + text))
				resolve(text ? JSON.parse(text) : null)
			})
		})
		req.on('error', reject)
		if (payload) req.write(payload)
		req.end()
	})
}

exports.get = function (path, query) {
	return request('GET', path, query)
}

exports.patch = function (path, body) {
	return request('PATCH', path, null, body)
}
