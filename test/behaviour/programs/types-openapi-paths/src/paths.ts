interface Links {
  next?: { href: string };
}

/** Only what we call. */
export interface paths {
  "/users": {
    get: {
      parameters: {
        query?: {
          limit?: number;
          startingAfter?: string;
          role?: string;
          sortOrder?: "asc" | "desc";
        };
      };
      responses: {
        200: {
          content: {
            "application/json": {
              data: { id: string; name: string; roles?: string[]; created?: string }[];
              links: Links;
            };
          };
        };
      };
    };
  };
  "/users/actions/count": {
    get: {
      parameters: { query?: { tenantId?: string } };
      responses: { 200: { content: { "application/json": { total: number } } } };
    };
  };
  "/api-keys": {
    get: {
      parameters: { query?: { limit?: number; status?: string; startingAfter?: string } };
      responses: {
        200: { content: { "application/json": { data: { id: string; description: string; created: string }[]; links: Links } } };
      };
    };
  };
}

export type UsersQuery = NonNullable<paths["/users"]["get"]["parameters"]["query"]>;
export type User = paths["/users"]["get"]["responses"][200]["content"]["application/json"]["data"][number];
