using Migrations.Core.Sources;
using Migrations.Core.Sql;
using Migrations.Model;

namespace Migrations.Core.Baselines;

/// <summary>Views in an order in which they can be made: each after those that its query names.</summary>
internal static class ViewOrder
{
    /// <summary>The views, otherwise in their order.</summary>
    public static IReadOnlyList<SchemaView> Of(IReadOnlyList<SchemaView> views)
    {
        var needs = views.ToDictionary(view => view, view => NamesIn(view.Definition!));
        var left = views.ToList();
        var ordered = new List<SchemaView>();
        while (left.Count > 0)
        {
            // Views that name each other cannot be; whatever looks so is left as it stands.
            var next = left.FirstOrDefault(view => !left.Any(other => other != view && needs[view].Contains(other.Name))) ?? left[0];
            left.Remove(next);
            ordered.Add(next);
        }
        return ordered;
    }

    private static HashSet<string> NamesIn(string query)
    {
        var names = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        var cursor = new SqlCursor(new SourceText("", query), 0, query.Length, SqlModes.None);
        while (!cursor.AtEnd)
        {
            var token = cursor.Next();
            if (token.Kind is SqlTokenKind.Word or SqlTokenKind.QuotedIdentifier) names.Add(SqlName.Unquote(cursor.TextOf(token)));
        }
        return names;
    }
}
