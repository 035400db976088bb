import { readFileSync } from 'node:fs';
import got, { type Got } from 'got';

interface Person {
	id: string;
	name: string;
	email: string;
	preferredLocale: string;
	lastUpdated: string;
}

interface Page {
	data: Person[];
	links: { next?: { href: string } };
}

type PatchOperation = { op: 'set' | 'replace'; path: '/preferredLocale' | '/preferredZoneinfo'; value: string };

class Directory {
	readonly #http: Got;

	constructor(tenant: string, apiKey: string) {
		this.#http = got.extend({
			prefixUrl: `${tenant}/api/v1`,
			headers: { authorization: `Bearer ${apiKey}` },
			retry: { limit: 1 },
		});
	}

	async findByEmail(email: string): Promise<Person | undefined> {
		const { data } = await this.#http.get('users', { searchParams: { email, limit: 1 } }).json<Page>();
		return data.at(0);
	}

	async setLocale(person: Person, locale: string, zone: string): Promise<void> {
		const operations: PatchOperation[] = [
			{ op: 'set', path: '/preferredLocale', value: locale },
			{ op: 'replace', path: '/preferredZoneinfo', value: zone },
		];
		await this.#http.patch(`users/${person.id}`, { json: operations });
	}
}

const directory = new Directory(process.env.QLIK_TENANT_URL ?? '', process.env.QLIK_API_KEY ?? '');
const rows = readFileSync(new URL('locales.csv', import.meta.url), 'utf8')
	.trim()
	.split('\n')
	.slice(1)
	.map((line) => line.split(','));

for (const [email = '', locale = '', zone = ''] of rows) {
	const person = await directory.findByEmail(email);
	if (!person) {
		console.log(`${email}: no such user`);
		continue;
	}
	await directory.setLocale(person, locale, zone);
	const changed = await directory.findByEmail(email);
	console.log(`${person.name}: ${person.preferredLocale || 'none'} -> ${changed?.preferredLocale}, last touched ${person.lastUpdated.slice(0, 10)}`);
}
