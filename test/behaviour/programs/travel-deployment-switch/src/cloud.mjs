export async function cloudUsers() {
  const response = await fetch(`${process.env.QLIK_TENANT_URL}/api/v1/users?limit=100`, {
    headers: { Authorization: `Bearer ${process.env.QLIK_API_KEY}` },
  });
  const body = await response.json();
  return body.data;
}
