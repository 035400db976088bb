import axios from 'axios'

const http = axios.create({ baseURL: new URL('/api/v1/', process.env.QLIK_TENANT_URL).toString() })

http.interceptors.request.use((config) => {
  config.headers.set('Authorization', `Bearer ${process.env.QLIK_API_KEY}`)
  return config
})

http.interceptors.response.use(
  (response) => response.data,
  (error) => Promise.reject(new Error(`${error.config?.url}: ${error.response?.status}`)),
)

export default http
