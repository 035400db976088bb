import ky, { type KyInstance } from 'ky'

export type Api = KyInstance

export default function createApi(): Api {
  return ky.create({
    prefixUrl: `${process.env.QLIK_TENANT_URL}/api/v1`,
    retry: 0,
    hooks: {
      beforeRequest: [
        (request) => {
          request.headers.set('Authorization', `Bearer ${process.env.QLIK_API_KEY}`)
        },
      ],
    },
  })
}
