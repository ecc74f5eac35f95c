// Runs drizzle-orm's own migrator: node migrate.mjs <migrations folder>, DATABASE_URL in the environment.
import { drizzle } from 'drizzle-orm/mysql2';
import { migrate } from 'drizzle-orm/mysql2/migrator';
import mysql from 'mysql2/promise';

const connection = await mysql.createConnection(process.env.DATABASE_URL);
try {
  await migrate(drizzle(connection), { migrationsFolder: process.argv[2] });
} finally {
  await connection.end();
}
