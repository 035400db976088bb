export interface paths {
  "/api-keys": {
    get: {
      parameters: { query?: { limit?: number; status?: "active" | "expired" | "revoked"; startingAfter?: string; endingBefore?: string; sort?: "created" | "-created" } };
      responses: { 200: { content: { "application/json": { data: components["schemas"]["ApiKey"][] } } } };
    };
  };
  "/web-integrations": {
    get: {
      parameters: { query?: { limit?: number; startingAfter?: string; tenantId?: string } };
      responses: { 200: { content: { "application/json": { data: components["schemas"]["WebIntegration"][] } } } };
    };
  };
  "/users": {
    get: {
      parameters: { query?: { limit?: number; sort?: string; filter?: string; next?: string } };
      responses: { 200: { content: { "application/json": { data: components["schemas"]["User"][] } } } };
    };
  };
}

export interface components {
  schemas: {
    ApiKey: { id: string; description: string; created: string; lastUpdated: string; createdByUser: string };
    WebIntegration: { id: string; name: string; created: string; lastUpdated: string; tenantId: string };
    User: { id: string; name: string; tenantId: string; createdAt?: string; assignedRoles?: { name: string }[] };
    /** What our own portal keeps. */
    Member: { roles: string[]; created: string };
  };
}
