import { FetchHttpClient, type HttpClient } from './http-client'
import { SpaceService } from './space-service'
import { UserService } from './user-service'

export function buildContainer(env: NodeJS.ProcessEnv) {
	const http: HttpClient = new FetchHttpClient(env.QLIK_TENANT_URL!, env.QLIK_API_KEY!)
	return {
		users: new UserService(http),
		spaces: new SpaceService(http),
	}
}

export type Container = ReturnType<typeof buildContainer>
