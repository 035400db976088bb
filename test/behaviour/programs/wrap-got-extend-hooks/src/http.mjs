import got from 'got';

const base = got.extend({
	prefixUrl: new URL('/api/v1', process.env.QLIK_TENANT_URL).href,
	headers: {authorization: `Bearer ${process.env.QLIK_API_KEY}`},
	responseType: 'json',
	retry: {limit: 1},
});

export const stats = {calls: 0};

export const http = base.extend({
	hooks: {
		afterResponse: [
			response => {
				stats.calls++;
				return response;
			},
		],
	},
});
