using Migrations.Model;

namespace Migrations.Server.Tests.Schemas;

/// <summary>A statement of drizzle-kit's export that a server refuses, and what is done then.</summary>
/// <param name="File">The schema.</param>
/// <param name="Flavor">The server; null for every one.</param>
/// <param name="Error">The server's error number.</param>
/// <param name="Statement">The part of the statement that the server does not like, or enough of it to know it by.</param>
/// <param name="Remedy">What is done.</param>
/// <param name="Differences">What the guard then says, as "Kind Target", and nothing else.</param>
internal sealed record OracleRefusal(string File, ServerFlavor? Flavor, int Error, string Statement, OracleRemedy Remedy, params string[] Differences)
{
    public bool By(ServerFlavor flavor) => Flavor is null || Flavor == flavor;
}

/// <summary>What is done with a refused statement.</summary>
/// <param name="Replacement">What stands in the refused part's place in the nearest statement that the server accepts; null where there is none.</param>
/// <param name="IsLater">Whether the statement is run as it is, after all others.</param>
internal sealed record OracleRemedy(string? Replacement, bool IsLater = false)
{
    public static OracleRemedy LeftOut { get; } = new(null, false);

    public static OracleRemedy Later { get; } = new(null, true);

    public static OracleRemedy With(string replacement) => new(replacement);
}

/// <summary>What MySQL 9 and MariaDB 10.11 refuse of drizzle-kit's export of our schemas.</summary>
internal static class OracleRefusals
{
    public static IReadOnlyList<OracleRefusal> All { get; } =
    [
        // MariaDB has no indexes on expressions.
        new("casing-camel.ts", ServerFlavor.MariaDb, 1064, "CREATE INDEX `first_index`", OracleRemedy.LeftOut, "MissingIndex usersTable.first_index"),
        new("casing-snake.ts", ServerFlavor.MariaDb, 1064, "CREATE INDEX `first_index`", OracleRemedy.LeftOut, "MissingIndex usersTable.first_index"),
        new("index-expression.ts", ServerFlavor.MariaDb, 1064, ",\n\tCONSTRAINT `lower_unique` UNIQUE((lower(`email`)))", OracleRemedy.With(""), "MissingUnique index_expressions.lower_unique"),
        new("index-expression.ts", ServerFlavor.MariaDb, 1064, "CREATE INDEX `lower_email`", OracleRemedy.LeftOut, "MissingIndex index_expressions.lower_email"),
        new("index-expression.ts", ServerFlavor.MariaDb, 1064, "CREATE INDEX `mixed`", OracleRemedy.LeftOut, "MissingIndex index_expressions.mixed"),

        // Types and functions of one server alone; REAL takes two numbers or none.
        new("custom-type.ts", ServerFlavor.MariaDb, 4161, ",\n\t`c` vector,\n\t`d` vector(3)", OracleRemedy.With(""), "MissingColumn customs.c", "MissingColumn customs.d"),
        new("custom-type-collation.ts", ServerFlavor.MariaDb, 1064, "point SRID 4326", OracleRemedy.With("point")),
        new("default-sql.ts", ServerFlavor.MariaDb, 1901, "(uuid_to_bin(uuid(), 1))", OracleRemedy.With("(unhex(replace(uuid(), '-', '')))"), "ColumnDefault sql_defaults.c"),
        new("float-double-real.ts", null, 1064, "real(10)", OracleRemedy.With("real")),

        // SERIAL is AUTO_INCREMENT already, and a table has one such column at most.
        new("serial.ts", ServerFlavor.MySql, 1075, "`other` serial AUTO_INCREMENT", OracleRemedy.With("`other` bigint unsigned NOT NULL"), "ColumnAutoIncrement serials.other"),
        new("serial.ts", ServerFlavor.MariaDb, 1064, "serial AUTO_INCREMENT NOT NULL,\n\t`other` serial AUTO_INCREMENT", OracleRemedy.With("serial,\n\t`other` bigint unsigned NOT NULL"), "ColumnAutoIncrement serials.other"),
        new("app-names.ts", ServerFlavor.MariaDb, 1064, "serial AUTO_INCREMENT NOT NULL", OracleRemedy.With("serial")),

        // MariaDB's generated columns know no NOT NULL; MySQL's TEXT knows only defaults in parentheses, which drizzle-kit does not write for TINYTEXT.
        new("generated.ts", ServerFlavor.MariaDb, 1064, "STORED NOT NULL", OracleRemedy.With("STORED")),
        new("text-family.ts", ServerFlavor.MySql, 1101, "DEFAULT 'it''s'", OracleRemedy.With("DEFAULT ('it''s')")),

        // MySQL: the parent's columns must be a key of their own, not the beginning of one (restrict_fk_on_non_standard_key).
        new("foreign-key-table.ts", ServerFlavor.MySql, 6125, "ADD CONSTRAINT `children_z_parents_a_fk`", OracleRemedy.LeftOut, "MissingForeignKey children.children_z_parents_a_fk"),
        new("foreign-key-table.ts", ServerFlavor.MySql, 6125, "ADD CONSTRAINT `named_fk`", OracleRemedy.LeftOut, "MissingForeignKey children.named_fk"),

        // drizzle-kit makes no table of a named database, and looks for the parent in the main one.
        new("mysql-schema.ts", ServerFlavor.MySql, 1824, "ADD CONSTRAINT `local_remote_remote_id_fk`", OracleRemedy.LeftOut, "MissingForeignKey local.local_remote_remote_id_fk"),
        new("mysql-schema.ts", ServerFlavor.MariaDb, 1005, "ADD CONSTRAINT `local_remote_remote_id_fk`", OracleRemedy.LeftOut, "MissingForeignKey local.local_remote_remote_id_fk"),

        // drizzle-kit writes views by name, not by what they need, and every query in parentheses, which MariaDB does not take around WITH.
        new("view-query.ts", null, 1146, "VIEW `v_on_view`", OracleRemedy.Later),
        new("view-query.ts", ServerFlavor.MariaDb, 1064,
            "(with `adults` as (select `id` from `users` where `users`.`age` > 17) select `id` from `adults`)",
            OracleRemedy.With("with `adults` as (select `id` from `users` where `users`.`age` > 17) select `id` from `adults`")),
    ];

    /// <summary>What a schema says is there already and nobody makes.</summary>
    public static IReadOnlyDictionary<string, string> Before { get; } = new Dictionary<string, string>
    {
        ["view-existing.ts"] = "CREATE VIEW `already_there` AS SELECT 1 AS `id`, 'x' AS `name`",
    };
}
