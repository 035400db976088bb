export async function loadUsers() {
  const response = await fetch(`${process.env.QLIK_TENANT_URL}/api/v1/users?limit=6`, {
    headers: { Authorization: `Bearer ${process.env.QLIK_API_KEY}` },
  });
  const page = await response.json();
  return page.data;
}
