import axios from "axios";
import type QlikUser from "./QlikUser";

const http = axios.create({
    baseURL: process.env.QLIK_TENANT_URL,
    headers: { Authorization: `Bearer ${process.env.QLIK_API_KEY}` },
});

export default class QlikGateway {
    async findAll(): Promise<QlikUser[]> {
        const { data: body } = await http.get<{ data: QlikUser[] }>("/api/v1/users", { params: { limit: 100 } });
        return body.data;
    }
}
