declare namespace Qlik {
  type UserStatus = "active" | "invited" | "disabled" | "deleted";

  interface User {
    id: string;
    name: string;
    status: UserStatus;
    roles: string[];
    created: string;
  }

  interface Metadata {
    valid_roles: string[];
  }

  interface WebIntegration {
    id: string;
    name: string;
    created: string;
    lastUpdated: string;
  }

  interface List<T> {
    data: T[];
  }
}
