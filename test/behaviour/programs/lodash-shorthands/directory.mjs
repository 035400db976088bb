import axios from 'axios';
import get from 'lodash/get.js';

const tenant = axios.create({
  baseURL: `${process.env.QLIK_TENANT_URL}/api/v1`,
  headers: { Authorization: `Bearer ${process.env.QLIK_API_KEY}` },
});

export const listUsers = async () => get(await tenant.get('/users', { params: { limit: 100 } }), ['data', 'data'], []);
