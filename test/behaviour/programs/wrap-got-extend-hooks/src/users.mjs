import {http} from './http.mjs';

export async function listUsers(searchParams) {
	const {body} = await http('users', {searchParams});
	return body.data;
}

export async function getUser(id) {
	const {body} = await http(`users/${id}`);
	return body;
}

export async function updateUser(id, patch) {
	await http.patch(`users/${id}`, {json: patch, responseType: 'text'});
}

export async function createUser({subject, name, roles}) {
	const {body} = await http.post('users', {json: {subject, name, roles, status: 'invited'}});
	return body;
}
