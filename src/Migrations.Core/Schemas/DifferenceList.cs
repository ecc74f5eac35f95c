using Migrations.Model;

namespace Migrations.Core.Schemas;

/// <summary>The differences found so far, and what every comparer must know.</summary>
internal sealed class DifferenceList(ComparisonOptions options)
{
    private readonly List<SchemaDifference> _differences = [];
    private readonly NamePatterns _ignored = new(options.Ignore);

    public ComparisonOptions Options { get; } = options;

    public bool IsLive => Options.Server is not null;

    public StringComparer TableNames { get; } = TableNamesOf(options);

    public static StringComparer TableNamesOf(ComparisonOptions options) => options.TableNamesIgnoreCase ? StringComparer.OrdinalIgnoreCase : StringComparer.Ordinal;

    public bool IsIgnored(string table) => _ignored.Match(table);

    public void Add(SchemaDifference difference)
    {
        if (!_ignored.Match(difference.Table, difference.Name)) _differences.Add(difference);
    }

    public IReadOnlyList<SchemaDifference> ToList() => [.. _differences];
}
