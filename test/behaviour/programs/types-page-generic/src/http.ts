import axios, { type AxiosRequestConfig } from 'axios';

const http = axios.create({
  baseURL: `${process.env.QLIK_TENANT_URL}/api/v1`,
  headers: { Authorization: `Bearer ${process.env.QLIK_API_KEY}` },
});

export interface Page<T> {
  data: T[];
  links: { next?: { href: string } };
}

export async function get<T>(url: string, config?: AxiosRequestConfig): Promise<T> {
  const response = await http.get<T>(url, config);
  return response.data;
}

export async function* all<T>(url: string, params: Record<string, string | number>): AsyncGenerator<T> {
  let page = await get<Page<T>>(url, { params });
  for (;;) {
    yield* page.data;
    if (!page.links.next) return;
    page = await get<Page<T>>(page.links.next.href);
  }
}
