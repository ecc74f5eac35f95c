using Migrations.Model;

namespace Migrations.Core.Schemas;

/// <summary>A schema as a server accepts it: names of indexes and constraints that are too long stand in their shorter form.</summary>
public static class ShortNames
{
    /// <summary>The table with names that servers accept; the same object where nothing is too long.</summary>
    public static Table Of(Table table)
    {
        var isLong = table.Indexes.Any(index => LongNames.IsTooLong(index.Name)) || table.ForeignKeys.Any(key => LongNames.IsTooLong(key.Name))
            || table.Checks.Any(check => LongNames.IsTooLong(check.Name)) || LongNames.IsTooLong(table.PrimaryKey?.Name);
        if (!isLong) return table;
        return table with
        {
            // The name of a primary key is read and forgotten by servers, but not when it is too long.
            PrimaryKey = LongNames.IsTooLong(table.PrimaryKey?.Name) ? table.PrimaryKey! with { Name = LongNames.Shorten(table.PrimaryKey.Name!) } : table.PrimaryKey,
            Indexes = [.. table.Indexes.Select(index => LongNames.IsTooLong(index.Name) ? index with { Name = LongNames.Shorten(index.Name!) } : index)],
            ForeignKeys = [.. table.ForeignKeys.Select(key => LongNames.IsTooLong(key.Name) ? key with { Name = LongNames.Shorten(key.Name!) } : key)],
            Checks = [.. table.Checks.Select(check => LongNames.IsTooLong(check.Name) ? check with { Name = LongNames.Shorten(check.Name!) } : check)],
        };
    }

    /// <summary>The long name that a shorter one stands for in a table; null where there is none.</summary>
    public static string? LongNameOf(Table table, string? shorter) => shorter is null ? null
        : table.Indexes.Select(index => index.Name).Concat(table.ForeignKeys.Select(key => key.Name)).Concat(table.Checks.Select(check => check.Name))
            .FirstOrDefault(name => LongNames.IsTooLong(name) && LongNames.Shorten(name!) == shorter);
}
