const axios = require('axios');

const tenant = axios.create({
  baseURL: `${process.env.QLIK_TENANT_URL}/api/v1`,
  headers: { Authorization: `Bearer ${process.env.QLIK_API_KEY}` },
});

exports.listUsers = async (params) => (await tenant.get('/users', { params })).data;
