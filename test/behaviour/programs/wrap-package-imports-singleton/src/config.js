export default Object.freeze({
  tenant: process.env.QLIK_TENANT_URL,
  key: process.env.QLIK_API_KEY,
})
