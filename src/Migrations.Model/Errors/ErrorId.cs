namespace Migrations.Model;

/// <summary>The stable id of one kind of error, with the category that every error of this id has.</summary>
/// <remarks>All there are stand in <see cref="ErrorIds"/>; scripts know them by <see cref="Name"/>, which does not change between versions.</remarks>
public sealed class ErrorId
{
    internal ErrorId(string name, MigrationErrorKind kind)
    {
        Name = name;
        Kind = kind;
    }

    /// <summary>The id as scripts see it: the first part of PowerShell's <c>FullyQualifiedErrorId</c>.</summary>
    public string Name { get; }

    /// <summary>What kind of thing went wrong.</summary>
    public MigrationErrorKind Kind { get; }

    /// <inheritdoc/>
    public override string ToString() => Name;
}
