export interface SourceUser {
  id: string;
  name: string;
  email: string;
  subject: string;
  roles?: string[];
  created: string;
}

export interface ListPage<T> {
  data: T[];
  links: { next?: { href: string }; prev?: { href: string } };
}
