// drizzle-orm's own migrator on the folder given; DATABASE_URL leads to the database. Prints the time from connecting to disconnecting.
import { drizzle } from 'drizzle-orm/mysql2';
import { migrate } from 'drizzle-orm/mysql2/migrator';
import mysql from 'mysql2/promise';

const start = performance.now();
const connection = await mysql.createConnection(process.env.DATABASE_URL);
await migrate(drizzle(connection), { migrationsFolder: process.argv[2] });
await connection.end();
console.log(performance.now() - start);
