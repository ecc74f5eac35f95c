namespace Migrations.Core.Drizzle;

/// <summary>How columns that give no name of their own are named after their keys (drizzle's <c>casing</c>).</summary>
public enum ColumnCasing
{
    /// <summary>The key is the name.</summary>
    AsWritten,

    /// <summary><c>createdAt</c> becomes <c>created_at</c>.</summary>
    SnakeCase,

    /// <summary><c>created_at</c> becomes <c>createdAt</c>.</summary>
    CamelCase,
}
