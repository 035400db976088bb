const axios = require("axios");
const cached = require("./cache");

const http = axios.create({ baseURL: `${process.env.QLIK_TENANT_URL}/api/v1` });
http.defaults.headers.common.Authorization = `Bearer ${process.env.QLIK_API_KEY}`;

const getUser = cached((id) => http.get(`/users/${id}`).then((res) => res.data));
const getUsers = cached(() => http.get("/users", { params: { limit: 100 } }).then((res) => res.data.data));
const getKeys = cached((status) => http.get("/api-keys", { params: { status } }).then((res) => res.data.data));

module.exports = { getUser, getUsers, getKeys };
