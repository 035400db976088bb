const https = require('node:https');
const querystring = require('node:querystring');

/**
 * @param {string} method
 * @param {string} path
 * @param {{ query?: object, body?: unknown }} [extra]
 */
function call(method, path, { query, body } = {}) {
  const options = {
    hostname: process.env.QLIK_TENANT_HOST,
    port: 443,
    path: '/api/v1' + path + (query ? '?' + querystring.stringify(query) : ''),
    method,
    headers: { Authorization: `Bearer ${process.env.QLIK_API_KEY}`, 'Content-Type': 'application/json' },
  };
  return new Promise((resolve, reject) => {
    const req = https.request(options, (res) => {
      let text = '';
      res.setEncoding('utf8');
      res.on('data', (chunk) => { text += chunk; });
      res.on('end', () => {
        if (res.statusCode >= 400) return reject(new Error(`${method} ${path}: ${res.statusCode} ${text}`));
        resolve(text === '' ? undefined : JSON.parse(text));
      });
    });
    req.on('error', reject);
    req.end(body === undefined ? undefined : JSON.stringify(body));
  });
}

exports.listUsers = (query) => call('GET', '/users', { query });
exports.patchUser = (id, operations) => call('PATCH', `/users/${id}`, { body: operations });
