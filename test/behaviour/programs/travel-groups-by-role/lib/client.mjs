const root = `${process.env.QLIK_TENANT_URL}/api/v1`
const headers = { Authorization: `Bearer ${process.env.QLIK_API_KEY}` }

async function page(url) {
	const answer = await fetch(url, { headers })
	if (!answer.ok) throw new Error(`${answer.status} for ${url}`)
	return answer.json()
}

export async function allUsers() {
	const found = []
	let url = `${root}/users?limit=10`
	while (url) {
		const { data, links } = await page(url)
		found.push(...data)
		url = links.next?.href
	}
	return found
}
