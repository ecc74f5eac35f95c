using Migrations.Core.Schemas;
using Migrations.Model;

namespace Migrations.Core.Guarding;

/// <summary>drizzle's <c>tablesFilter</c>: wildcards that take tables in, and with <c>!</c> before them leave tables out.</summary>
/// <param name="patterns">The patterns; none takes everything in.</param>
public sealed class TableFilter(IReadOnlyList<string> patterns)
{
    private readonly NamePatterns _in = new(patterns.Where(pattern => !pattern.StartsWith("!", StringComparison.Ordinal)));
    private readonly NamePatterns _out = new(patterns.Where(pattern => pattern.StartsWith("!", StringComparison.Ordinal)).Select(pattern => pattern.Substring(1)));
    private readonly bool _takesAll = patterns.All(pattern => pattern.StartsWith("!", StringComparison.Ordinal));

    /// <summary>The tables and views that belong to the project.</summary>
    public DatabaseSchema Apply(DatabaseSchema schema) => patterns.Count == 0
        ? schema
        : schema with { Tables = [.. schema.Tables.Where(table => Takes(table.Name))], Views = [.. schema.Views.Where(view => Takes(view.Name))] };

    private bool Takes(string name) => (_takesAll || _in.Match(name)) && !_out.Match(name);
}
