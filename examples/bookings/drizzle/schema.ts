import { date, decimal, index, int, mysqlEnum, mysqlTable, text, timestamp, unique, varchar } from 'drizzle-orm/mysql-core';

export const guests = mysqlTable('demo_guests', {
  id: int('id').autoincrement().primaryKey(),
  email: varchar('email', { length: 255 }).notNull(),
  name: varchar('name', { length: 120 }).notNull(),
  createdAt: timestamp('created_at').defaultNow().notNull(),
}, (table) => [unique('demo_guests_email_unique').on(table.email)]);

export const rooms = mysqlTable('demo_rooms', {
  id: int('id').autoincrement().primaryKey(),
  number: varchar('number', { length: 10 }).notNull(),
  pricePerNight: decimal('price_per_night', { precision: 10, scale: 2 }).notNull(),
  description: text('description'),
});

export const bookings = mysqlTable('demo_bookings', {
  id: int('id').autoincrement().primaryKey(),
  guestId: int('guest_id').notNull().references(() => guests.id, { onDelete: 'cascade' }),
  roomId: int('room_id').notNull().references(() => rooms.id),
  arrival: date('arrival').notNull(),
  departure: date('departure').notNull(),
  status: mysqlEnum('status', ['requested', 'confirmed', 'cancelled']).default('requested').notNull(),
  createdAt: timestamp('created_at').defaultNow().notNull(),
}, (table) => [index('demo_bookings_arrival_idx').on(table.arrival)]);
