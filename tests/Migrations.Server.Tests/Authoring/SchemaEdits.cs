using static Migrations.Server.Tests.Authoring.SchemaEdit;

namespace Migrations.Server.Tests.Authoring;

/// <summary>A life of a schema: every edit is made to what the ones before it left.</summary>
internal static class SchemaEdits
{
    public const string First = """
        import { sql, eq } from 'drizzle-orm';
        import {
          bigint, binary, boolean, char, check, date, datetime, decimal, double, float, foreignKey, index, int, json, longtext, mediumint, mediumtext, mysqlEnum, mysqlTable,
          mysqlView, primaryKey, serial, smallint, text, time, timestamp, tinyint, tinytext, unique, uniqueIndex, varbinary, varchar, year,
        } from 'drizzle-orm/mysql-core';

        export const guests = mysqlTable('guests', {
          id: int('id').autoincrement().primaryKey(),
          name: varchar('name', { length: 100 }).notNull(),
          // columns of guests
          born: date('born'),
        }, (t) => [
          // keys of guests
        ]);

        export const rooms = mysqlTable('rooms', {
          id: int('id').autoincrement().primaryKey(),
          code: varchar('code', { length: 10 }).notNull(),
          // columns of rooms
        }, (t) => [
          // keys of rooms
        ]);

        export const bookings = mysqlTable('bookings', {
          id: int('id').autoincrement().primaryKey(),
          guestId: int('guest_id').notNull().references(() => guests.id),
          state: mysqlEnum('state', ['new', 'paid']).default('new').notNull(),
          // columns of bookings
        }, (t) => [
          index('bookings_state_idx').on(t.state),
          // keys of bookings
        ]);

        // tables
        // views

        """;

    public const string Rows = """
        INSERT INTO guests (name, born) VALUES ('Ada', '1815-12-10'), ('Bob', NULL);
        INSERT INTO rooms (code) VALUES ('A1'), ('A2');
        INSERT INTO bookings (guest_id, state) VALUES (1, 'paid'), (2, 'new');
        """;

    public static IReadOnlyList<SchemaEdit> All { get; } =
    [
        // Columns of every kind, in the middle of their table.
        Add("a nullable varchar", "columns of guests", "phone: varchar('phone', { length: 30 }),"),
        Add("a column that is not null and has a default", "columns of guests", "level: int('level').default(3).notNull(),") with { Check = ("SELECT SUM(level) FROM guests", "6") },
        Add("a text with a default", "columns of guests", "notes: text('notes').default('it''s'),".Replace("''", "\\'")),
        Add("a tinytext with a default", "columns of guests", "short: tinytext('short').default('-'),"),
        Add("a long and a medium text", "columns of guests", "bio: longtext('bio'), motto: mediumtext('motto'),"),
        Add("a json with a default", "columns of guests", "tags: json('tags').default(['a', 'b']),"),
        Add("a timestamp of now", "columns of guests", "createdAt: timestamp('created_at').defaultNow().notNull(),"),
        Add("a timestamp that follows updates", "columns of guests", "updatedAt: timestamp('updated_at').defaultNow().onUpdateNow(),"),
        Add("a timestamp with milliseconds", "columns of guests", "seenAt: timestamp('seen_at', { fsp: 3 }).default(sql`CURRENT_TIMESTAMP(3)`).onUpdateNow(),"),
        Add("a datetime with its own default", "columns of guests", "since: datetime('since', { fsp: 6 }).default(sql`CURRENT_TIMESTAMP(6)`),"),
        Add("dates and times", "columns of guests", "day: date('day').default(new Date('2020-02-29')), at: time('at', { fsp: 2 }), model: year('model'),"),
        Add("numbers of all sizes", "columns of rooms", "a: tinyint('a'), b: smallint('b', { unsigned: true }).default(1), c: mediumint('c'), d: bigint('d', { mode: 'number', unsigned: true }).default(0).notNull(),"),
        Add("fractions", "columns of rooms", "price: decimal('price', { precision: 10, scale: 2 }).default('0.00').notNull(), area: double('area'), ratio: float('ratio').default(0.5),"),
        Add("a boolean", "columns of rooms", "open: boolean('open').default(true).notNull(),") with { Check = ("SELECT COUNT(*) FROM rooms WHERE `open`", "2") },
        Add("binaries", "columns of rooms", "hash: binary('hash', { length: 16 }), blob: varbinary('blob', { length: 100 }), letter: char('letter', { length: 1 }).default('x'),"),
        Add("an enum", "columns of rooms", "kind: mysqlEnum('kind', ['single', 'double', 'it\\'s']).default('single').notNull(),"),
        Add("a stored generated column", "columns of rooms", "total: int('total').generatedAlwaysAs(sql`(\\`a\\` + 1)`, { mode: 'stored' }),"),
        Add("a generated column before the one it is made of", "columns of rooms", "twice: int('twice').generatedAlwaysAs(sql`(\\`once\\` * 2)`, { mode: 'virtual' }), once: int('once').default(4),") with { Check = ("SELECT twice FROM rooms LIMIT 1", "8") },
        Change("a column at the very beginning", "  id: int('id').autoincrement().primaryKey(),\n  code", "  floor: int('floor'),\n  id: int('id').autoincrement().primaryKey(),\n  code"),

        // Changes of a column, property by property.
        Change("a longer varchar", "'phone', { length: 30 }", "'phone', { length: 60 }"),
        Change("a default that changes", ".default(3).notNull()", ".default(5).notNull()"),
        Change("a default that goes", ".default(5).notNull()", ".notNull()"),
        Change("a default that comes", "code: varchar('code', { length: 10 }).notNull()", "code: varchar('code', { length: 10 }).default('Z9').notNull()"),
        Change("null becomes not null", "float('ratio').default(0.5)", "float('ratio').default(0.5).notNull()") with { Also = [("a: tinyint('a')", "a: tinyint('a').default(0)")] },
        Change("not null becomes null", "varchar('name', { length: 100 }).notNull()", "varchar('name', { length: 100 })"),
        Change("another type", "c: mediumint('c')", "c: bigint('c', { mode: 'number' })"),
        Change("unsigned comes", "once: int('once')", "once: int('once', { unsigned: true })"),
        Change("another precision", "precision: 10, scale: 2", "precision: 14, scale: 3"),
        Change("an enum value more", "['new', 'paid']", "['new', 'paid', 'gone']"),
        Change("enum values in another order", "['new', 'paid', 'gone']", "['gone', 'new', 'paid']") with { Check = ("SELECT COUNT(*) FROM bookings WHERE state = 'paid'", "1") },
        Change("on update goes", ".defaultNow().onUpdateNow()", ".defaultNow()"),
        Change("on update comes", "'updated_at').defaultNow()", "'updated_at').defaultNow().onUpdateNow()"),
        Change("another generated expression", "`a\\` + 1", "`a\\` + 2"),
        Change("a stored column becomes virtual", "(\\`a\\` + 2)`, { mode: 'stored' }", "(\\`a\\` + 2)`, { mode: 'virtual' }"),
        Change("an ordinary column becomes a generated one", "area: double('area')", "area: double('area').generatedAlwaysAs(sql`(\\`ratio\\` * 3)`)") with { Drops = true },
        Change("a generated column becomes an ordinary one", "area: double('area').generatedAlwaysAs(sql`(\\`ratio\\` * 3)`)", "area: double('area').default(1)") with { Drops = true },
        Change("a text becomes a varchar", "mediumtext('motto')", "varchar('motto', { length: 200 })"),

        // Indexes and unique constraints.
        Add("an index", "keys of guests", "index('guests_name_idx').on(t.name),"),
        Add("an index of two columns", "keys of guests", "index('guests_two_idx').on(t.born, t.name),"),
        Add("a unique index", "keys of rooms", "uniqueIndex('rooms_code_key').on(t.code),"),
        Add("a unique constraint", "keys of rooms", "unique('rooms_pair').on(t.code, t.floor),"),
        Change("unique on a column", "phone: varchar('phone', { length: 60 })", "phone: varchar('phone', { length: 60 }).unique()"),
        Add("an index of a part of a text", "keys of guests", "index('guests_bio_idx').on(sql`\\`bio\\`(20)`),"),
        Add("a descending index", "keys of guests", "index('guests_level_idx').on(sql`\\`level\\` desc`),"),
        Change("an index of other columns", "on(t.born, t.name)", "on(t.name, t.born)"),
        Change("an index becomes unique", "index('guests_two_idx')", "uniqueIndex('guests_two_idx')"),
        Change("an index of another name", "'guests_name_idx'", "'guests_called_idx'"),
        Change("a unique constraint of another name", "'rooms_pair'", "'rooms_place'"),
        Change("a varchar under an index becomes a text", "motto: varchar('motto', { length: 200 })", "motto: varchar('motto', { length: 200 }), hint: varchar('hint', { length: 20 })") with { Also = [("// keys of guests", "index('hint_idx').on(t.hint),\n  // keys of guests")] },
        Change("its index gets a length", "hint: varchar('hint', { length: 20 })", "hint: text('hint')") with { Also = [("index('hint_idx').on(t.hint)", "index('hint_idx').on(sql`\\`hint\\`(12)`)")] },
        Remove("an index is dropped", "index('guests_level_idx').on(sql`\\`level\\` desc`),"),
        Remove("a unique constraint is dropped", "unique('rooms_place').on(t.code, t.floor),"),

        // Tables, their keys and what refers to them.
        Add("a table", "tables", "export const cities = mysqlTable('cities', { id: int('id').autoincrement().primaryKey(), name: varchar('name', { length: 50 }).notNull() });"),
        Add("a table with a key of two columns, an index, a check and a reference", "tables", """
            export const stays = mysqlTable('stays', {
              bookingId: int('booking_id').notNull().references(() => bookings.id, { onDelete: 'cascade' }),
              roomId: int('room_id').notNull(),
              nights: int('nights').default(1).notNull(),
              // columns of stays
            }, (t) => [
              primaryKey({ columns: [t.bookingId, t.roomId] }),
              index('stays_room_idx').on(t.roomId),
              check('nights_some', sql`nights > 0`),
              // keys of stays
            ]);
            """) with { Check = ("SELECT COUNT(*) FROM information_schema.REFERENTIAL_CONSTRAINTS WHERE CONSTRAINT_SCHEMA = DATABASE() AND TABLE_NAME = 'stays'", "1") },
        Add("tables that refer to each other", "tables", """
            export const hens = mysqlTable('hens', { id: int('id').primaryKey(), eggId: int('egg_id') }, (t) => [foreignKey({ columns: [t.eggId], foreignColumns: [eggs.id], name: 'hens_egg' })]);
            export const eggs = mysqlTable('eggs', { id: int('id').primaryKey(), henId: int('hen_id') }, (t) => [foreignKey({ columns: [t.henId], foreignColumns: [hens.id], name: 'eggs_hen' })]);
            """),
        Add("a column with a reference", "columns of guests", "cityId: int('city_id').references(() => cities.id),"),
        Change("a reference with another action", "references(() => cities.id)", "references(() => cities.id, { onDelete: 'set null' })"),
        Add("a reference of two columns whose name is too long", "tables", """
            export const details = mysqlTable('details_of_the_stays_of_our_guests', {
              id: serial('id').primaryKey(),
              booking: int('number_of_the_booking'),
              room: int('number_of_the_room'),
              // columns of details
            }, (t) => [foreignKey({ columns: [t.booking, t.room], foreignColumns: [stays.bookingId, stays.roomId] })]);
            """),
        Change("the type of columns on both sides of a reference", "id: int('id').autoincrement().primaryKey(), name: varchar('name', { length: 50 })", "id: bigint('id', { mode: 'number' }).autoincrement().primaryKey(), name: varchar('name', { length: 50 })")
            with { Also = [("int('city_id')", "bigint('city_id', { mode: 'number' })")] },
        Change("a check of another condition", "sql`nights > 0`", "sql`nights >= 1`"),
        Change("a check of another name", "'nights_some'", "'nights_any'"),
        Add("a check of a column that is new too", "columns of stays", "beds: int('beds').default(1).notNull(),") with { Also = [("// keys of stays", "check('beds_some', sql`beds > 0`),\n  // keys of stays")] },
        Change("the long reference is dropped", "(t) => [foreignKey({ columns: [t.booking, t.room], foreignColumns: [stays.bookingId, stays.roomId] })]", "(t) => []") with { Drops = true },
        Change("a primary key of more columns", "columns: [t.bookingId, t.roomId] }),\n", "columns: [t.bookingId, t.roomId, t.nights] }),\n"),
        Change("a column leaves the primary key and takes null", "columns: [t.bookingId, t.roomId, t.nights] }),\n", "columns: [t.bookingId, t.roomId] }),\n") with { Also = [("nights: int('nights').default(1).notNull()", "nights: int('nights').default(1)")] },
        Change("a table without a key gets one", "// tables", "export const plain = mysqlTable('plain', { x: int('x').notNull() });\n// tables"),
        Change("with a number of its own", "{ x: int('x').notNull() }", "{ x: int('x').notNull(), id: int('id').autoincrement().primaryKey() }"),
        Change("the number is no longer its own", "id: int('id').autoincrement().primaryKey() });\n// tables", "id: int('id').primaryKey() });\n// tables"),
        Change("another primary key", "{ x: int('x').notNull(), id: int('id').primaryKey() }", "{ x: int('x').primaryKey(), id: int('id').notNull() }"),
        Remove("a check is dropped", "check('beds_some', sql`beds > 0`),"),

        // Renames keep the data.
        Change("a renamed column", "varchar('name', { length: 100 })", "varchar('full_name', { length: 100 })") with { Renames = ["guests.name=full_name"], Check = ("SELECT full_name FROM guests WHERE id = 1", "Ada") },
        Change("a renamed column of another type", "born: date('born')", "birthday: datetime('birthday')") with { Renames = ["guests.born=guests.birthday"], Also = [("t.name, t.born", "t.name, t.birthday")], Check = ("SELECT YEAR(birthday) FROM guests WHERE id = 1", "1815") },
        Change("a renamed column under a reference and a new one beside it", "guestId: int('guest_id').notNull().references(() => guests.id)", "visitorId: int('visitor_id').notNull().references(() => guests.id), source: varchar('source', { length: 20 })")
            with { Renames = ["bookings.guest_id=visitor_id"], Check = ("SELECT COUNT(*) FROM bookings WHERE visitor_id = 2", "1") },
        Change("a renamed column that a generated one is made of", "a: tinyint('a').default(0)", "a: tinyint('alpha').default(0)") with { Renames = ["rooms.a=alpha"], Also = [("(\\`a\\` + 2)", "(\\`alpha\\` + 2)")] },
        Change("a renamed column that a check names", "nights: int('nights')", "nights: int('night_count')") with { Renames = ["stays.nights=night_count"], Also = [("sql`nights >= 1`", "sql`night_count >= 1`")] },
        Change("a renamed table", "mysqlTable('guests'", "mysqlTable('visitors'") with { Renames = ["guests=visitors"], BaselineComesTooEarly = true, Check = ("SELECT COUNT(*) FROM visitors", "2") },
        Change("a table and its column at once", "mysqlTable('cities', { id: bigint('id', { mode: 'number' }).autoincrement().primaryKey(), name: varchar('name'", "mysqlTable('towns', { id: bigint('id', { mode: 'number' }).autoincrement().primaryKey(), title: varchar('title'")
            with { Renames = ["cities=towns", "cities.name=title"], BaselineComesTooEarly = true },

        // Views.
        Add("a view", "views", "export const adults = mysqlView('adults').as((qb) => qb.select({ id: guests.id, phone: guests.phone }).from(guests).where(eq(guests.level, 5)));"),
        Change("a renamed column that a view shows", "phone: varchar('phone', { length: 60 }).unique()", "phone: varchar('telephone', { length: 60 }).unique('phones')")
            with { Renames = ["visitors.phone=telephone"], BaselineComesTooEarly = true, Check = ("SELECT COUNT(*) FROM adults", "0") },
        Change("another query of a view", "eq(guests.level, 5)", "eq(guests.level, 6)"),
        Add("a view of a view", "views", "export const aView = mysqlView('a_view').as((qb) => qb.select({ id: adults.id }).from(adults));"),
        Remove("a view is dropped", "export const aView = mysqlView('a_view').as((qb) => qb.select({ id: adults.id }).from(adults));"),

        // What goes, and what stays although it went.
        Remove("a column is dropped", "letter: char('letter', { length: 1 }).default('x'),".Insert(0, "hash: binary('hash', { length: 16 }), blob: varbinary('blob', { length: 100 }), ")) with { Check = ("SELECT COUNT(*) FROM information_schema.COLUMNS WHERE TABLE_SCHEMA = DATABASE() AND COLUMN_NAME = 'letter'", "0") },
        Change("a column under an index is dropped", ", hint: text('hint')", "") with { Also = [("index('hint_idx').on(sql`\\`hint\\`(12)`),", "")], Drops = true },
        Change("a column that blocks inserts stays and lets them pass, beside a new one", "level: int('level').notNull(),", "rank: int('rank').default(0),") with
        {
            Also = [("mysqlView('adults').as((qb) => qb.select({ id: guests.id, phone: guests.phone }).from(guests).where(eq(guests.level, 6)))", "mysqlView('adults').as((qb) => qb.select({ id: guests.id, phone: guests.phone }).from(guests).where(eq(guests.rank, 6)))")],
            Check = ("SELECT SUM(level) FROM visitors", "6"),
            BaselineComesTooEarly = true,
        },
        Change("tables that refer to each other are dropped", """
            export const hens = mysqlTable('hens', { id: int('id').primaryKey(), eggId: int('egg_id') }, (t) => [foreignKey({ columns: [t.eggId], foreignColumns: [eggs.id], name: 'hens_egg' })]);
            export const eggs = mysqlTable('eggs', { id: int('id').primaryKey(), henId: int('hen_id') }, (t) => [foreignKey({ columns: [t.henId], foreignColumns: [hens.id], name: 'eggs_hen' })]);
            """, "") with { Drops = true, Check = ("SELECT COUNT(*) FROM information_schema.TABLES WHERE TABLE_SCHEMA = DATABASE() AND TABLE_NAME IN ('hens', 'eggs')", "0") },
        Change("a table that others refer to is dropped with the column", "cityId: bigint('city_id', { mode: 'number' }).references(() => cities.id, { onDelete: 'set null' }),", "") with
        {
            Drops = true,
            Also = [("export const cities = mysqlTable('towns', { id: bigint('id', { mode: 'number' }).autoincrement().primaryKey(), title: varchar('title', { length: 50 }).notNull() });", "")],
        },
        Change("much at once", "// columns of bookings", "note: text('note'), extra: json('extra').default({}),\n  // columns of bookings") with
        {
            Also = [("// keys of bookings", "index('bookings_source_idx').on(t.source), uniqueIndex('bookings_once').on(t.visitorId, t.state),\n  // keys of bookings"), ("'gone', 'new', 'paid'", "'new', 'paid'"), ("// tables", "export const logs = mysqlTable('logs', { id: serial('id').primaryKey(), line: text('line').notNull(), roomId: int('room_id').references(() => rooms.id) });\n// tables")],
        },
    ];
}
