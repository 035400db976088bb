const got = require('got').default || require('got');
const endpoints = require('../endpoints.json');

const tenant = process.env.QLIK_TENANT_URL;

function fill(template, params) {
  return template.replace(/:(\w+)/g, (_, name) => encodeURIComponent(params[name]));
}

async function call(endpoint, { params = {}, searchParams } = {}) {
  const url = new URL(fill(endpoint, params), tenant);
  return got(url, {
    searchParams,
    headers: { authorization: `Bearer ${process.env.QLIK_API_KEY}` },
    retry: { limit: 0 },
  }).json();
}

exports.endpoints = endpoints;
exports.call = call;
